import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LocalFleet } from '../../../src/testing/index.js';
import { proxiedClusters } from '../../lib/integrations/nsk/proxied-fleet.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { authority } from '../../support/https-server.js';
import { startRancher } from '../../support/rancher/stand-in-rancher.js';
import { runProgram } from './run-program.js';
import { temporaryFolder, type TemporaryFolder } from './temporary-folder.js';

/** A configuration with one Rancher; its token comes from the environment. */
async function configuration(folder: TemporaryFolder, url: string): Promise<string> {
  const ca = await folder.write('authority.pem', authority.certificate);
  const keys = { url, token: '${RANCHER_API}', ca, directory: `${folder.path}/kubeconfigs` };
  const lines = Object.entries(keys).map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
  return folder.write('fleet.toml', ['[rancher.prod]', ...lines, ''].join('\n'));
}

await describeWithFleet('fleetwright doctor on a Rancher', () => {
  let fleet: LocalFleet;
  beforeAll(async () => {
    fleet = await sharedFleet();
  });
  afterAll(() => fleet.close());

  test('nothing fails where all is well, and the clusters behind it answer', async () => {
    await using rancher = await startRancher({ clusters: proxiedClusters(fleet) });
    await using folder = await temporaryFolder();
    const environment = { RANCHER_API: rancher.token };
    const end = await runProgram(['doctor', '--config', await configuration(folder, rancher.url)], { environment });
    expect(end).toMatchObject({ status: 0, stderr: '' });
    expect(end.stdout).toMatch(/^ok {4}prod: Rancher answers at https:.*: v2\.8\.15$/m);
    expect(end.stdout).toMatch(/^ok {4}prod: Rancher accepts the token of user-abcde/m);
    expect(end.stdout).toMatch(/^ok {4}cluster legacy: ready \(v1\.24\.17/m);
    expect(end.stdout).toMatch(/^ok {4}cluster current: ready/m);
    expect(end.stdout).not.toContain(rancher.token.split(':')[1]);
  });

  test('a broken one is told in words: what, why, and what to do, with status 1', async () => {
    const clusters = [
      { id: 'c-m-1', name: 'edge', state: 'unavailable', transitioningMessage: 'Cluster agent is not connected' },
      { id: 'c-m-2', name: 'new', state: 'provisioning' },
    ];
    await using rancher = await startRancher({ clusters });
    await using folder = await temporaryFolder();
    const config = await configuration(folder, rancher.url);
    const away = await runProgram(['doctor', '--config', config], { environment: { RANCHER_API: rancher.token } });
    expect(away.status).toBe(1);
    expect(away.stdout).toMatch(
      /^FAIL {2}prod: cluster edge \(c-m-1\) is unavailable: Cluster agent is not connected\n {6}Rancher cannot reach it.*\n {6}-> /m,
    );
    expect(away.stdout).toMatch(/^note {2}prod: cluster new \(c-m-2\) is provisioning/m);
    const refused = await runProgram(['doctor', '--config', config, '--output', 'json'], {
      environment: { RANCHER_API: 'token-abcde:wrong' },
    });
    expect(refused.status).toBe(1);
    const { findings } = JSON.parse(refused.stdout) as { findings: { state: string; what: string; advice?: string }[] };
    expect(findings.find(({ what }) => what.startsWith('prod: Rancher refuses the token (401)'))).toMatchObject({ state: 'fail' });
    await rancher[Symbol.asyncDispose]();
    const closed = await runProgram(['doctor', '--config', config], { environment: { RANCHER_API: rancher.token } });
    expect(closed.stdout).toMatch(/^FAIL {2}prod: CONNECTION_REFUSED.*\n {6}Nothing can be refreshed.*\n {6}-> Check host and port/m);
  });
});
