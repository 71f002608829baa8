import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFleet, type Fleet, type FleetConfigInput } from '../../../../src/index.js';
import { failureOf } from '../../../support/failure.js';
import { kubeconfig, temporaryDirectory } from '../../../support/kubeconfigs.js';

/** A program in place of helm that says which version it is, and writes down that it was started for anything else. */
const STAND_IN = (version: string, record: string): string =>
  `#!/bin/sh\nif [ "$1" = version ]; then echo ${version}; exit 0; fi\necho "$@" >> ${record}\nexit 1\n`;

describe('what helm is not started for', () => {
  const folder = temporaryDirectory();
  const helmPath = join(folder.path, 'helm');
  const record = join(folder.path, 'record');
  let fleet: Fleet;
  const fleetWith = (helm: NonNullable<FleetConfigInput['helm']>): Fleet =>
    createFleet({ kubeconfigDir: join(folder.path, 'clusters'), toolsets: ['helm'], helm: { helmPath, ...helm } });

  beforeAll(async () => {
    await mkdir(join(folder.path, 'clusters'));
    await mkdir(join(folder.path, 'charts', 'web'), { recursive: true });
    await writeFile(join(folder.path, 'clusters', 'prod-1.yaml'), kubeconfig({}), { mode: 0o600 });
    await symlink('/etc', join(folder.path, 'charts', 'outside'));
    await writeFile(helmPath, STAND_IN('v3.19.0', record));
    await chmod(helmPath, 0o755);
    await writeFile(record, '');
    fleet = fleetWith({ chartsDir: join(folder.path, 'charts'), repositories: { stable: 'https://charts.example.com' } });
  });
  afterAll(async () => {
    expect(await readFile(record, 'utf8')).toBe('');
    await fleet.close();
    folder.remove();
  });

  const target = { cluster: 'prod-1', name: 'web' };
  const every = [
    ['helm_install', {}],
    ['helm_upgrade', {}],
    ['helm_template', {}],
    ['helm_diff', {}],
    ['helm_show', { cluster: undefined, name: undefined }],
    ['helm_versions', { cluster: undefined, name: undefined }],
  ] as const;

  describe.each(every)('%s', (operation, changes) => {
    test.each([
      ['--post-renderer=/bin/sh', 'INPUT_INVALID'],
      ['-f', 'INPUT_INVALID'],
      ['file:///etc/passwd', 'INPUT_INVALID'],
      ['/etc/passwd', 'INPUT_INVALID'],
      ['../charts/web', 'INPUT_INVALID'],
      ['web', 'INPUT_INVALID'],
      ['s3://bucket/chart', 'INPUT_INVALID'],
      ['https://user:pass@example.com/a.tgz', 'INPUT_INVALID'],
      ['https://example.com/a.tgz?x=1', 'INPUT_INVALID'],
      ['https://example.com/a/../b.tgz', 'INPUT_INVALID'],
      ['oci://example.com/a/../b', 'INPUT_INVALID'],
      ['oci://user@example.com/a', 'INPUT_INVALID'],
      ['oci://example.com/a --plain-http', 'INPUT_INVALID'],
      ['stable/web\n--debug', 'INPUT_INVALID'],
      ['http://example.com/a.tgz', 'OPERATION_NOT_ALLOWED'],
      ['./../clusters', 'OPERATION_NOT_ALLOWED'],
      ['./outside/passwd', 'OPERATION_NOT_ALLOWED'],
      ['./outside', 'OPERATION_NOT_ALLOWED'],
      ['./', 'OPERATION_NOT_ALLOWED'],
      ['./nothing', 'NOT_FOUND'],
      ['stabel/web', 'NOT_FOUND'],
      ['__proto__/web', 'INPUT_INVALID'],
      ['constructor/web', 'NOT_FOUND'],
    ])('the chart %j', async (chart, code) => {
      const error = await failureOf(fleet.call({ operation, input: definedOf({ ...target, chart, ...changes }) }));
      expect(error).toMatchObject({ code });
    });

    test('a version that is a flag', async () => {
      const input = definedOf({ ...target, chart: './web', version: '--debug', ...changes });
      const error = await failureOf(fleet.call({ operation, input }));
      expect(error.code).toBe('INPUT_INVALID');
    });
  });

  test('a misspelt repository is told the right one', async () => {
    const error = await failureOf(fleet.run('helm_show', { chart: 'stabel/web' }));
    expect(error.message).toContain('Did you mean "stable"?');
  });

  test.each([
    [{ name: '--kubeconfig=/etc/x' }, 'name'],
    [{ name: '-n' }, 'name'],
    [{ name: 'a'.repeat(54) }, 'name'],
    [{ name: 'Web' }, 'name'],
    [{ name: 'a/b' }, 'name'],
    [{ namespace: '--all-namespaces' }, 'namespace'],
    [{ namespace: 'a.b' }, 'namespace'],
    [{ namespace: '' }, 'namespace'],
  ])('%j in any operation on a release', async (wrong, parameter) => {
    for (const operation of [
      'helm_status',
      'helm_get',
      'helm_history',
      'helm_rollback',
      'helm_uninstall',
      'helm_test',
      'helm_install',
      'helm_upgrade',
    ]) {
      const input = {
        ...target,
        ...(/install$|upgrade/.test(operation) && operation !== 'helm_uninstall' ? { chart: './web' } : {}),
        ...wrong,
      };
      const error = await failureOf(fleet.call({ operation, input }));
      expect({ operation, code: error.code }).toEqual({ operation, code: 'INPUT_INVALID' });
      expect(JSON.stringify(error.details)).toContain(parameter);
    }
  });

  test.each([
    ['helm_list', { all_namespaces: true, namespace: 'shop' }],
    ['helm_list', { continue: 'at:--max' }],
    ['helm_diff', { name: 'web' }],
    ['helm_diff', { name: 'web', chart: './web', revision: 1 }],
    ['helm_diff', { name: 'web', revision: 1, values: {} }],
    ['helm_install', { chart: './web', timeout: '1h' }],
    ['helm_install', { chart: './web', set: ['a=b'] }],
    ['helm_install', { chart: './web', values: 'colour: red' }],
    ['helm_get', { name: 'web', what: 'secrets' }],
  ])('%s with %j', async (operation, input) => {
    expect(await failureOf(fleet.call({ operation, input: { cluster: 'prod-1', ...input } }))).toMatchObject({ code: 'INPUT_INVALID' });
  });

  test('a chart that the allowlist does not name', async () => {
    const limited = fleetWith({
      chartsDir: join(folder.path, 'charts'),
      repositories: { stable: 'https://charts.example.com' },
      allowedCharts: ['stable/web-*', 'oci://registry.example.com/team/*'],
    });
    for (const chart of [
      'stable/other',
      './web',
      'oci://registry.example.com/other/web',
      'oci://registry.example.com.evil.test/team/web',
      'https://charts.example.com/web-1.tgz',
    ]) {
      const error = await failureOf(limited.run('helm_show', { chart }));
      expect({ chart, code: error.code }).toEqual({ chart, code: 'OPERATION_NOT_ALLOWED' });
      expect(error.message).toContain('not among the allowed ones');
    }
    await limited.close();
  });

  test('charts of this machine, where no folder of them is configured', async () => {
    const without = fleetWith({});
    expect(await failureOf(without.run('helm_show', { chart: './web' }))).toMatchObject({
      code: 'OPERATION_NOT_ALLOWED',
      message: expect.stringContaining('charts_dir'),
    });
    await without.close();
  });

  test.each(['v2.17.0', 'v3.10.3', 'not-helm'])('a helm that is %s', async (version) => {
    const path = join(folder.path, `helm-${version}`);
    await writeFile(path, STAND_IN(version, record));
    await chmod(path, 0o755);
    const old = fleetWith({ helmPath: path });
    const error = await failureOf(old.run('helm_show', { chart: 'oci://registry.example.com/web' }));
    expect(error).toMatchObject({
      code: 'PROGRAM_FAILED',
      message: expect.stringContaining(version),
      hint: expect.stringContaining('3.13'),
    });
    await old.close();
  });

  test.each(['no-such-helm', '/nowhere/helm', './helm'])('a helm that is not there: %s', async (path) => {
    const none = fleetWith({ helmPath: path });
    const error = await failureOf(none.run('helm_show', { chart: 'oci://registry.example.com/web' }));
    expect(error).toMatchObject({
      code: 'PROGRAM_MISSING',
      message: expect.stringContaining(path),
      hint: expect.stringContaining('helm_path'),
    });
    await none.close();
  });
});

describe('the [helm] section', () => {
  test.each([
    [{ allowedCharts: ['a[b'] }, 'helm.allowedCharts'],
    [{ repositories: { a: 'ftp://x' } }, 'helm.repositories'],
    [{ repositories: { a: 'https://user:secret-word@x/' } }, 'helm.repositories'],
    [{ helmPath: '' }, 'helm.helmPath'],
    [{ chartDir: '/charts' }, 'helm.chartDir'],
  ])('refuses %j', (helm, key) => {
    let message = '';
    try {
      createFleet({ helm } as FleetConfigInput);
    } catch (thrown) {
      message = String(thrown);
    }
    expect(message).toContain(key);
    expect(message).not.toContain('secret-word');
  });
});

function definedOf(input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}
