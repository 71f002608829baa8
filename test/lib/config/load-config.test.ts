import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/lib/config/load-config.js';
import { EVERY_KEY } from './every-key.js';
import { configFile } from './support.js';

const NOTHING = { environment: { HOME: '/home/bob' } };

describe('loadConfig', () => {
  it('reads every key of the file', async () => {
    const environment = { HOME: '/home/bob', HTTP_TOKEN: 't1', RANCHER_API: 't2', GH: 't3' };
    const { config, warnings, provenance } = await loadConfig({ file: await configFile(EVERY_KEY), environment });
    expect(config).toEqual({
      logLevel: 'debug',
      port: 8080,
      host: '0.0.0.0',
      authToken: 't1',
      allowedHosts: ['fleet.example.com'],
      allowedOrigins: ['https://fleet.example.com'],
      rateLimit: 100,
      auth: {
        tokens: [{ user: 'bot', sha256: 'ab'.repeat(32), roles: ['viewer'] }],
        jwt: {
          issuer: 'https://login.example.com',
          audience: 'fleet',
          jwksUri: 'https://login.example.com/keys',
          algorithms: ['RS256'],
          userClaim: 'email',
          rolesClaim: 'groups',
        },
        roles: { viewer: { access: 'read-only' } },
      },
      confirmation: {
        ttl: 120_000,
        rules: [
          {
            operations: ['pods_*'],
            effects: ['destructive'],
            clusters: ['prod-*'],
            environments: ['prod'],
            kinds: ['Pod'],
            namespaces: ['/kube-.*/'],
            ask: false,
          },
        ],
      },
      readOnly: true,
      disableDestructive: true,
      access: {
        environments: { prod: 'read-only' },
        clusters: { 'prod-1': 'non-destructive' },
        rules: [
          {
            environments: ['prod'],
            clusters: ['prod-*'],
            allowedNamespaces: ['shop'],
            deniedNamespaces: ['/kube-.*/'],
            allowedKinds: ['apps/v1/Deployment'],
            deniedKinds: ['v1/Secret'],
          },
        ],
      },
      allowedNamespaces: ['shop', '/team-.*/'],
      deniedNamespaces: ['kube-system'],
      allowedKinds: ['Pod'],
      deniedKinds: ['Secret', '*.example.com'],
      reveal: [
        {
          operations: ['resources_get'],
          kinds: ['Secret'],
          namespaces: ['shop'],
          environments: ['dev'],
          clusters: ['dev-*'],
          users: ['ada'],
          anonymous: true,
        },
      ],
      allow: ['pods_list'],
      deny: ['pods_delete'],
      toolsets: ['all'],
      toolSearch: true,
      kubeconfigDir: '/home/bob/clusters',
      kubeconfig: '/home/bob/a:/b:/home/bob/c',
      defaultCluster: 'one',
      autoDiscovery: false,
      clusterAliases: { uno: 'one' },
      environments: { 'prod-*': 'prod' },
      zones: { 'gov-*': 'fedramp' },
      probeConcurrency: 20,
      probeTimeout: 2_000,
      requestTimeout: 60_000,
      auditLog: '/home/bob/audit.log',
      auditMaxSize: 1_000_000,
      auditKeep: 3,
      auditRequired: true,
      nsk: {
        enabled: true,
        rancherUrl: 'https://rancher.example.com',
        rancherToken: 't2',
        rancherInsecure: true,
        profile: 'work',
        configDir: '/home/bob/nsk',
        autoRefresh: true,
        refreshInterval: 1_800_000,
        clusterPattern: '^prod-.*$',
        excludeClusters: ['old'],
        nskPath: '/home/bob/bin/nsk',
        githubToken: 't3',
      },
      teleport: {
        enabled: true,
        tshPath: '/usr/bin/tsh',
        defaultProfile: 'commercial',
        autoRenew: true,
        renewThreshold: 5_400_000,
        sessionTimeout: 14_400_000,
        requireValidAuth: true,
        environments: {
          commercial: {
            proxyUrl: 'teleport.netskope.io:443',
            cluster: 'iad0',
            allowedClusters: ['a', 'b'],
            requiredRoles: ['dev'],
            kubernetesEnabled: false,
          },
        },
        kubernetes: { autoDiscovery: false, requiredGroups: ['viewers'] },
      },
      plugins: {
        enabled: true,
        autoDiscovery: false,
        refreshInterval: 600_000,
        executionTimeout: 60_000,
        maxConcurrent: 5,
        allowAnyPlugin: true,
        allowedPlugins: ['tree'],
        blockedPlugins: ['*-delete'],
        pluginPaths: ['/home/bob/plugins'],
        clusterPlugins: { one: ['tree'] },
      },
      helm: {
        helmPath: '/home/bob/bin/helm',
        repositories: { stable: 'https://charts.example.com' },
        allowedCharts: ['stable/*'],
        chartsDir: '/home/bob/charts',
        registryConfig: '/home/bob/registry.json',
        caFile: '/home/bob/ca.pem',
        httpHosts: ['localhost:5000'],
      },
      files: { root: '/home/bob/copies', maxBytes: 1000, maxFiles: 10 },
      exec: { interactive: true, idleTimeout: 300_000, maxDuration: 3_600_000 },
    });
    expect(warnings).toEqual([]);
    expect(Object.entries(provenance).filter(([, source]) => source !== 'file')).toEqual([['nsk.enabled', 'default']]);
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
