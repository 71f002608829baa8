import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/lib/config/load-config.js';
import { EVERY_KEY } from './every-key.js';
import { everyValue } from './every-value.js';
import { configFile } from './support.js';

const NOTHING = { environment: { HOME: '/home/bob' } };

describe('loadConfig', () => {
  it('reads every key of the file', async () => {
    const ca = await configFile('-----BEGIN CERTIFICATE-----\n');
    const environment = { HOME: '/home/bob', HTTP_TOKEN: 't1', RANCHER_API: 't2', GH: 't3', EU: 't4', CA: ca };
    const { config, warnings, provenance } = await loadConfig({ file: await configFile(EVERY_KEY), environment });
    expect(config).toEqual(everyValue(ca));
    expect(warnings).toEqual([]);
    // The token of Rancher stands in one place only, and any certificate is taken or a certain one.
    expect(Object.keys(provenance).filter((key) => provenance[key] !== 'file')).toEqual([
      'nsk.enabled',
      'nsk.rancher_token_file',
      'nsk.rancher_token_secret',
      'nsk.ca',
      'nsk.ca_checksum',
    ]);
  });

  it('has a default for everything that needs one', async () => {
    const { config, provenance } = await loadConfig(NOTHING);
    expect(config).toMatchObject({
      logLevel: 'info',
      host: '127.0.0.1',
      defaultCluster: 'auto',
      autoDiscovery: true,
      readOnly: false,
      probeConcurrency: 10,
      probeTimeout: 5_000,
      nsk: { enabled: false, profile: 'default', configDir: '/home/bob/.nsk', refreshInterval: 3_600_000, nskPath: 'nsk' },
      teleport: { enabled: false, tshPath: 'tsh', renewThreshold: 7_200_000, sessionTimeout: 28_800_000 },
      plugins: { enabled: false, refreshInterval: 300_000, executionTimeout: 30_000, maxConcurrent: 3, allowAnyPlugin: false },
    });
    expect(config.port).toBeUndefined();
    expect(config.kubeconfig).toBeUndefined();
    expect(new Set(Object.values(provenance))).toEqual(new Set(['default']));
  });

  it('takes a flag over the environment over the file over the default', async () => {
    const file = await configFile(
      'log_level = "error"\ndefault_cluster = "file"\nread_only = true\n[nsk]\nprofile = "file"\nrancher_url = "https://file"\n',
    );
    const environment = { LOG_LEVEL: '0', NSK_PROFILE: 'environment', RANCHER_URL: 'https://environment' };
    const { config, provenance } = await loadConfig({ file, environment, flags: { 'log-level': '9', 'nsk-profile': 'flag' } });
    expect(config).toMatchObject({
      logLevel: 'trace',
      defaultCluster: 'file',
      readOnly: true,
      nsk: { profile: 'flag', rancherUrl: 'https://environment' },
    });
    expect(provenance).toMatchObject({
      'log_level': 'flag',
      'default_cluster': 'file',
      'host': 'default',
      'nsk.profile': 'flag',
      'nsk.rancher_url': 'environment',
    });
  });

  it('keeps what a flag does not mention of a section the file wrote', async () => {
    const file = await configFile('[plugins]\nmax_concurrent = 7\nallowed_plugins = ["tree"]\n');
    const { config } = await loadConfig({
      file,
      environment: {},
      flags: { 'plugins-allowed': 'a, b', 'plugins-timeout': '60s', 'plugins-enabled': true },
    });
    expect(config.plugins).toMatchObject({ enabled: true, maxConcurrent: 7, allowedPlugins: ['a', 'b'], executionTimeout: 60_000 });
  });

  it('turns every integration on by one flag, and lets a flag of one say no', async () => {
    const { config } = await loadConfig({ environment: {}, flags: { 'teleport-enabled': 'false', 'all-integrations-enabled': true } });
    expect([config.nsk.enabled, config.teleport.enabled, config.plugins.enabled]).toEqual([true, false, true]);
  });

  it('reads every variable, and treats an empty one as absent', async () => {
    const environment = {
      HOME: '/home/bob',
      KUBECONFIG: '~/x:/y',
      LOG_LEVEL: 'WARN',
      FLEETWRIGHT_AUTH_TOKEN: 'secret-1',
      MULTI_CLUSTER_ENABLED: 'true',
      NSK_ENABLED: '1',
      RANCHER_URL: 'https://r',
      RANCHER_TOKEN: 'secret-2',
      RANCHER_INSECURE: 'yes',
      GITHUB_TOKEN: 'secret-3',
      NSK_PROFILE: '',
      NSK_CONFDIR: '/nsk',
      TELEPORT_ENABLED: 'on',
      TELEPORT_AUTO_RENEW: 'TRUE',
      PLUGINS_ENABLED: 'true',
      PLUGINS_AUTO_DISCOVERY: '0',
    };
    expect((await loadConfig({ environment })).config).toMatchObject({
      kubeconfig: '/home/bob/x:/y',
      logLevel: 'warn',
      authToken: 'secret-1',
      nsk: {
        enabled: true,
        rancherUrl: 'https://r',
        rancherToken: 'secret-2',
        rancherInsecure: true,
        githubToken: 'secret-3',
        profile: 'default',
        configDir: '/nsk',
      },
      teleport: { enabled: true, autoRenew: true },
      plugins: { enabled: true, autoDiscovery: false },
    });
  });

  it('does not let KUBECONFIG of the shell add clusters to a folder somebody configured', async () => {
    const environment = { KUBECONFIG: '/shell/config' };
    expect((await loadConfig({ environment, flags: { 'kubeconfig-dir': '/clusters' } })).config.kubeconfig).toBeUndefined();
    expect((await loadConfig({ environment, flags: { 'kubeconfig-dir': '/clusters', 'kubeconfig': '/named' } })).config.kubeconfig).toBe(
      '/named',
    );
  });

  it('does not turn Rancher on because its variables happen to be set', async () => {
    expect((await loadConfig({ environment: { RANCHER_URL: 'https://r', RANCHER_TOKEN: 't' } })).config.nsk.enabled).toBe(false);
    expect((await loadConfig({ file: await configFile('[nsk]\nrancher_url = "https://r"\n'), environment: {} })).config.nsk.enabled).toBe(
      true,
    );
  });

  it.each([
    [0, 'error'],
    [1, 'warn'],
    [2, 'info'],
    [3, 'debug'],
    [5, 'debug'],
    [6, 'trace'],
    [9, 'trace'],
    ['fatal', 'fatal'],
    ['4', 'debug'],
  ])('log level %s means %s', async (written, level) => {
    const file = await configFile(`log_level = ${JSON.stringify(written)}\n`);
    expect((await loadConfig({ file, environment: {} })).config.logLevel).toBe(level);
  });
});
