import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CONFIG_VARIABLES } from '../../../src/lib/config/environment-variables.js';
import { CONFIG_FLAGS } from '../../../src/lib/config/flags.js';
import { fieldFactsAt } from '../../../src/lib/config/key-tree.js';
import { parseFleetConfig } from '../../../src/lib/config/parse-fleet-config.js';
import { configurationReference } from '../../../src/lib/config/reference.js';
import { failureOf } from './support.js';

describe('parseFleetConfig', () => {
  it('takes the keys of the file in camelCase, durations as text or milliseconds', () => {
    const config = parseFleetConfig({
      kubeconfigDir: '~/clusters',
      requestTimeout: '1m',
      probeTimeout: 250,
      port: '80',
      nsk: { rancherUrl: 'https://r' },
      environments: { 'prod-*': 'prod' },
    });
    expect(config).toMatchObject({
      kubeconfigDir: join(homedir(), 'clusters'),
      requestTimeout: 60_000,
      probeTimeout: 250,
      port: 80,
      nsk: { enabled: true, refreshInterval: 3_600_000 },
      environments: { 'prod-*': 'prod' },
    });
  });

  it('leaves keys that are undefined to their defaults, and ${NAME} as it is', () => {
    const config = parseFleetConfig({ kubeconfigDir: undefined, host: undefined, defaultCluster: '${X}', nsk: { profile: undefined } });
    expect(config).toMatchObject({ host: '127.0.0.1', defaultCluster: '${X}', nsk: { enabled: false } });
  });

  it('takes its own answer again', () => {
    const config = parseFleetConfig({ nsk: { rancherUrl: 'https://r' }, logLevel: 3 });
    expect(parseFleetConfig(config)).toEqual(config);
    expect(parseFleetConfig(parseFleetConfig({}))).toEqual(parseFleetConfig({}));
  });

  it('reports every problem at once, in the spelling of programs', async () => {
    const { problems } = await failureOf(() =>
      parseFleetConfig({
        kubeconfig_dir: '/x',
        nsk: { rancherToken: 5, kubeconfigDir: '/x', refreshInterval: 'soon' },
        requestTimeout: Number.NaN,
        teleport: null,
      }),
    );
    expect(problems).toMatchObject([
      { key: 'kubeconfig_dir', suggestion: 'Did you mean "kubeconfigDir"?', source: 'input' },
      { key: 'nsk.kubeconfigDir', suggestion: 'It is a top-level key.' },
      { key: 'requestTimeout' },
      { key: 'nsk.rancherToken', message: 'must be a string, not a number' },
      { key: 'nsk.refreshInterval', message: expect.stringContaining('"soon" is not a duration') as unknown },
      { key: 'teleport', message: 'must be a table, not null' },
    ]);
  });

  it.each([[undefined], [null], ['x'], [[]], [new Map()]])('refuses %j', async (input) => {
    const { error } = await failureOf(() => parseFleetConfig(input));
    expect(error.message).toContain('must be an object');
  });
});

describe('the tables that documentation and the terminal are made of', () => {
  it('name only keys that exist', () => {
    const keys = [...CONFIG_FLAGS.flatMap((flag) => flag.keys), ...CONFIG_VARIABLES.flatMap(({ key }) => key ?? [])];
    for (const key of keys) expect(fieldFactsAt(key.split('.')), key).toBeDefined();
  });

  it('describe every key once, with its flags and variables', () => {
    const reference = configurationReference();
    expect(new Set(reference.map(({ key }) => key)).size).toBe(reference.length);
    for (const { key, description } of reference) expect(description, key).toMatch(/\.$/);
    expect(reference.find(({ key }) => key === 'nsk.rancher_token')).toMatchObject({
      secret: true,
      variables: ['RANCHER_TOKEN'],
      flags: [],
    });
    expect(reference.find(({ key }) => key === 'log_level')).toMatchObject({
      default: '2',
      variables: ['LOG_LEVEL'],
      flags: ['--log-level'],
    });
    expect(reference.map(({ key }) => key)).toContain('teleport.environments.*.proxy_url');
  });

  it('say the default that is used', () => {
    const config: unknown = JSON.parse(JSON.stringify(parseFleetConfig({})));
    const durations = configurationReference().filter(({ kind }) => kind === 'duration');
    expect(durations.length).toBeGreaterThan(5);
    expect(config).toMatchObject({ probeTimeout: 5_000, plugins: { refreshInterval: 300_000 } });
  });

  it('take no secret on the command line, where every user of the machine sees it', () => {
    const secrets = configurationReference().filter(({ secret }) => secret);
    expect(secrets.map(({ key }) => key)).toEqual([
      'auth_token',
      'auth.tokens[].sha256',
      'nsk.rancher_token',
      'nsk.github_token',
      'rancher.*.token',
    ]);
    for (const { flags } of secrets) expect(flags).toEqual([]);
  });
});
