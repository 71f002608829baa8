import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/lib/config/load-config.js';
import { configFile, failureOf } from './support.js';

describe('problems of the configuration', () => {
  it('come all together, from every source, each with its place', async () => {
    const file = await configFile(
      [
        'log_level = 12',
        'readonly = true',
        'port = 70000',
        'probe_timeout = 5',
        '[access.environments]',
        'prod = "readonly"',
        '[nsk]',
        'rancher_token = "${NOT_SET}"',
        'exclude_clusters = "a"',
        'cluster_pattern = "(["',
        'read_only = true',
        '[teleport.environments."p.b"]',
        'allowed_clusters = [1]',
        '[plugins]',
        'max_concurent = 3',
        'enabled = "yes"',
      ].join('\n'),
    );
    const { error, problems } = await failureOf(() =>
      loadConfig({ file, flags: { port: 'x', prot: '1' }, environment: { LOG_LEVEL: 'loud', PLUGINS_ENABLED: 'maybe' } }),
    );
    const inFile = { source: `file ${file}` };
    expect(problems).toHaveLength(17);
    for (const expected of [
      { key: 'log_level', source: 'environment LOG_LEVEL' },
      { key: 'plugins.enabled', source: 'environment PLUGINS_ENABLED', message: 'must be true or false' },
      { key: 'port', source: 'flag --port' },
      { key: '', source: 'flag --prot', suggestion: 'Did you mean --port?' },
      { key: 'log_level', line: 1, ...inFile },
      { key: 'readonly', line: 2, message: 'is not a key of the configuration', suggestion: 'Did you mean "read_only"?', ...inFile },
      { key: 'port', line: 3, ...inFile },
      { key: 'probe_timeout', line: 4, message: expect.stringContaining('without unit') as unknown, ...inFile },
      { key: 'access.environments.prod', line: 6, suggestion: 'Did you mean "read-only"?', ...inFile },
      { key: 'nsk.rancher_token', line: 8, message: 'needs the environment variable NOT_SET, which is not set', ...inFile },
      { key: 'nsk.exclude_clusters', line: 9, message: 'must be a list, not a string', ...inFile },
      { key: 'nsk.cluster_pattern', line: 10, message: expect.stringContaining('is not a regular expression') as unknown, ...inFile },
      { key: 'nsk.read_only', line: 11, suggestion: expect.stringContaining('top-level key') as unknown, ...inFile },
      { key: 'teleport.environments."p.b".proxy_url', line: 12, message: 'is missing', ...inFile },
      { key: 'teleport.environments."p.b".allowed_clusters[0]', line: 13, message: 'must be a string, not a number', ...inFile },
      {
        key: 'plugins.enabled',
        line: 16,
        message: 'must be true or false, not a string',
        suggestion: 'Write it without quotes.',
        ...inFile,
      },
      { key: 'plugins.max_concurent', line: 15, suggestion: 'Did you mean "max_concurrent"?', ...inFile },
    ]) {
      expect(problems).toContainEqual(expect.objectContaining(expected));
    }
    expect(error.message).toContain('17 problems');
    for (const { key } of problems) expect(error.message).toContain(key);
  });

  it.each([
    ['port = true', 'port must be a port number from 0 to 65535'],
    ['port = "80a"', 'port must be a port number'],
    ['port = -1', 'port must be a port number'],
    ['read_only = "true"', 'read_only must be true or false, not a string'],
    ['read_only = 1', 'read_only must be true or false, not a number'],
    ['kubeconfig_dir = ""', 'kubeconfig_dir must not be empty'],
    ['kubeconfig_dir = 1979-05-27', 'kubeconfig_dir must be a string, not a date'],
    ['probe_concurrency = 0', 'probe_concurrency must be a whole number from 1 to 1000'],
    ['probe_concurrency = 1.5', 'probe_concurrency must be a whole number'],
    ['request_timeout = "soon"', 'request_timeout "soon" is not a duration'],
    ['request_timeout = "-5s"', 'request_timeout "-5s" is not a duration'],
    ['request_timeout = "1us"', 'too short'],
    ['request_timeout = "9999h"', 'too long'],
    ['nsk = 1', 'nsk must be a table, not a number'],
    ['cluster_aliases = ["a"]', 'cluster_aliases must be a table, not a list'],
    ['[cluster_aliases]\na = 1', 'cluster_aliases.a must be a string, not a number'],
    ['[teleport.environments.a]\nproxy_url = "https://x:443"', 'must be host:port'],
    ['[teleport.environments.a]\nproxy_url = "x:70000"', 'must be host:port'],
    ['[nsk]\nrancher_url = "rancher.example.com"', 'nsk.rancher_url must be a URL'],
    ['[plugins.cluster_plugins]\na = "tree"', 'plugins.cluster_plugins.a must be a list'],
    ['kubeconfigDir = "x"', 'Did you mean "kubeconfig_dir"?'],
    ['[neske]\na = 1', 'neske is not a key'],
    ['host = "${A-B}"', 'holds a reference that is not ${NAME}'],
    ['__proto__ = 1', '__proto__ is not a key'],
    ['constructor = 1', 'constructor is not a key'],
  ])('%s', async (content, message) => {
    const { error } = await failureOf(async () => loadConfig({ file: await configFile(`${content}\n`), environment: {} }));
    expect(error.message).toContain(message);
  });

  it('hold no secret', async () => {
    const canary = 'canary-7f3a9';
    const file = await configFile(
      `auth_token = ["${canary}"]\n[nsk]\nrancher_token = { value = "${canary}" }\ngithub_token = "\${BROKEN}${canary}"\nrancher_url = "bob:${canary}@host"\n`,
    );
    const environment = { RANCHER_INSECURE: canary, LOG_LEVEL: canary };
    const { error } = await failureOf(() => loadConfig({ file, environment, flags: { 'read-only': canary } }));
    expect(JSON.stringify(error) + error.message).not.toContain(canary);
  });

  it('keep a dollar that was meant', async () => {
    const { config } = await loadConfig({ file: await configFile('host = "$${HOST}"\n[nsk]\ncluster_pattern = "^a$"\n'), environment: {} });
    expect([config.host, config.nsk.clusterPattern]).toEqual(['${HOST}', '^a$']);
  });
});
