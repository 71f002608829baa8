import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/lib/config/load-config.js';
import { configFile, failureOf } from './support.js';

describe('top-level keys below [nsk]', () => {
  it('are read as top-level keys, with one warning', async () => {
    const file = await configFile(
      [
        '[nsk]',
        'rancher_url = "https://r"',
        'kubeconfig_dir = "/clusters"',
        'default_cluster = "one"',
        'auto_discovery = false',
        '[nsk.cluster_aliases]',
        'uno = "one"',
      ].join('\n'),
    );
    const { config, warnings, provenance } = await loadConfig({ file, environment: {} });
    expect(config).toMatchObject({
      kubeconfigDir: '/clusters',
      defaultCluster: 'one',
      autoDiscovery: false,
      clusterAliases: { uno: 'one' },
    });
    expect(warnings).toMatchObject([
      { key: 'nsk.kubeconfig_dir, nsk.default_cluster, nsk.auto_discovery, nsk.cluster_aliases', line: 3, source: `file ${file}` },
    ]);
    expect(provenance['kubeconfig_dir']).toBe('file');
  });

  it('do not turn the integration on by themselves', async () => {
    const { config } = await loadConfig({ file: await configFile('[nsk]\nkubeconfig_dir = "/clusters"\n'), environment: {} });
    expect(config.nsk.enabled).toBe(false);
  });

  it('are an error when they stand at the top level too', async () => {
    const file = await configFile('kubeconfig_dir = "/a"\n[nsk]\nkubeconfig_dir = "/b"\ndefault_cluster = "one"\n');
    const { problems, error } = await failureOf(() => loadConfig({ file, environment: {} }));
    expect(problems).toMatchObject([{ key: 'nsk.kubeconfig_dir', line: 3, message: 'stands both below [nsk] and at the top level' }]);
    expect(error.details?.['warnings']).toMatchObject([{ key: 'nsk.default_cluster' }]);
  });

  it('are judged like top-level keys, at the line they stand on', async () => {
    const { problems } = await failureOf(async () =>
      loadConfig({ file: await configFile('[nsk]\nauto_discovery = "yes"\n'), environment: {} }),
    );
    expect(problems).toMatchObject([{ key: 'auto_discovery', line: 2 }]);
  });
});

describe('nsk.refresh_interval', () => {
  it.each(['"soon"', '"0s"', '""', '30', 'true'])('%s is reported, and 1h is used', async (written) => {
    const file = await configFile(`[nsk]\nrefresh_interval = ${written}\n`);
    const { config, warnings } = await loadConfig({ file, environment: {} });
    expect(config.nsk.refreshInterval).toBe(3_600_000);
    expect(warnings).toMatchObject([{ key: 'nsk.refresh_interval', line: 2, suggestion: '1h is used.' }]);
  });

  it('is reported for a flag as well', async () => {
    const { config, warnings } = await loadConfig({ flags: { 'nsk-refresh-interval': 'soon' }, environment: {} });
    expect(config.nsk.refreshInterval).toBe(3_600_000);
    expect(warnings).toMatchObject([{ source: 'flag --nsk-refresh-interval' }]);
  });
});
