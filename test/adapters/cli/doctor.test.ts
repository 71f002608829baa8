import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LocalFleet } from '../../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { runProgram } from './run-program.js';
import { kubeconfigTo, temporaryFolder } from './temporary-folder.js';

test('with no kubeconfig it says where it looked and what to do, with status 1', async () => {
  const end = await runProgram(['doctor']);
  expect(end).toMatchObject({ status: 1, stderr: '' });
  expect(end.stdout).toMatch(/^ok {4}Node 2\d\./m);
  expect(end.stdout).toMatch(/^FAIL {2}no cluster is known\n {6}-> .*--kubeconfig-dir/m);
  expect(end.stdout).not.toContain('\u001b');
});

test('programs that are not there are notes, not failures', async () => {
  const end = await runProgram(['doctor', '--output', 'json'], { environment: { PATH: '/nowhere' } });
  const { findings } = JSON.parse(end.stdout) as { findings: { state: string; what: string }[] };
  expect(findings.filter(({ what }) => what.includes('is not on PATH')).map(({ state }) => state)).toEqual(['note', 'note', 'note']);
});

test('a configuration that cannot be used is a finding', async () => {
  const end = await runProgram(['doctor', '--config', '/nowhere/fleet.toml']);
  expect(end).toMatchObject({ status: 1, stderr: '' });
  expect(end.stdout).toMatch(/^FAIL {2}CONFIG_INVALID.*\/nowhere\/fleet\.toml/m);
});

test('every broken kubeconfig and dead cluster is named with its remedy', async () => {
  await using folder = await temporaryFolder();
  await folder.write('empty.yaml', '');
  await folder.write('no-yaml.yaml', '\t{');
  await folder.write('dead.yaml', kubeconfigTo('https://127.0.0.1:1'));
  await folder.write('nameless.yaml', kubeconfigTo('https://no-such-host.invalid:6443'));
  const end = await runProgram(['doctor', '--kubeconfig-dir', folder.path]);
  expect(end).toMatchObject({ status: 1, stderr: '' });
  expect(end.stdout).toMatch(/^FAIL {2}KUBECONFIG_INVALID.*empty\.yaml.*\n {6}-> /m);
  expect(end.stdout).toMatch(/^FAIL {2}KUBECONFIG_INVALID[^]*no-yaml\.yaml/m);
  expect(end.stdout).toMatch(/^FAIL {2}cluster dead: refused[^]*?-> Check that the API server runs/m);
  expect(end.stdout).toMatch(/^FAIL {2}cluster nameless: dns[^]*?-> Check the host name/m);
  expect(end.stdout).toMatch(/4 of \d+ findings fail\.$/m);
  expect(end.stdout).not.toContain('hunter2');
});

await describeWithFleet('fleetwright doctor on clusters', () => {
  let fleet: LocalFleet;
  beforeAll(async () => {
    fleet = await sharedFleet();
  });
  afterAll(() => fleet.close());

  test('nothing fails where all is well', async () => {
    const end = await runProgram(['doctor', '--kubeconfig-dir', fleet.kubeconfigDirectory]);
    expect(end).toMatchObject({ status: 0, stderr: '' });
    expect(end.stdout).toMatch(/^ok {4}cluster legacy: ready \(v1\.24\.17, \d+ ms\)$/m);
    expect(end.stdout).toContain('Nothing fails.');
  });

  test('a credential that is not accepted is told apart from a cluster that is down', async () => {
    await using folder = await temporaryFolder();
    await folder.copy(await fleet.cluster('legacy').kubeconfigPath('expired'), 'expired.yaml');
    await folder.copy(await fleet.cluster('current').kubeconfigPath('revoked-token'), 'revoked.yaml');
    const end = await runProgram(['doctor', '--kubeconfig-dir', folder.path]);
    expect(end.status).toBe(1);
    expect(end.stdout).toMatch(/^FAIL {2}cluster expired: expired-certificate[^]*?-> Renew the certificate/m);
    expect(end.stdout).toMatch(/^FAIL {2}cluster revoked: 401[^]*?-> Log in again/m);
  });
});
