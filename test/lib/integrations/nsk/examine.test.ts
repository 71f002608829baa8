import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { RancherFinding } from '../../../../src/lib/integrations/nsk/finding.js';
import { startServer } from '../../../support/https-server.js';
import { clusters, withStage } from './nsk-stage.js';

const nskPath = fileURLToPath(new URL('../../../support/nsk/nsk.mjs', import.meta.url));
const DAY = 86_400_000;

/** The finding that says this, or the test fails with all of them. */
function finding(findings: readonly RancherFinding[], state: RancherFinding['state'], words: RegExp): RancherFinding {
  const found = findings.find((each) => each.state === state && words.test(each.what));
  expect(found, `${state} ${String(words)} in ${JSON.stringify(findings, undefined, 1)}`).toBeDefined();
  return found ?? { state, what: '' };
}

const failures = (findings: readonly RancherFinding[]): readonly string[] =>
  findings.flatMap(({ state, what }) => (state === 'fail' ? [what] : []));

describe('examining a Rancher', () => {
  test('where all is well nothing fails, nothing is written and no token is shown', async () => {
    await withStage({ clusters: clusters('alpha', 'beta') }, async ({ open, rancher }) => {
      const nsk = open();
      await nsk.refresh();
      rancher.requests.length = 0;
      const findings = await nsk.examine();
      expect(failures(findings)).toEqual([]);
      finding(findings, 'ok', /^Rancher answers at https:.*: v2\.8\.15$/);
      finding(findings, 'ok', /accepts the token of user-abcde; it does not end/);
      finding(findings, 'ok', /lists 2 clusters, 2 of them active$/);
      finding(findings, 'ok', /private and writable/);
      finding(findings, 'note', /2 kubeconfigs were fetched/);
      expect(rancher.requests.every(({ method }) => method === 'GET')).toBe(true);
      expect(JSON.stringify(findings)).not.toContain(rancher.token.split(':')[1]);
    });
  });

  test('an address that does not resolve, refuses, or leads elsewhere', async () => {
    await withStage({ clusters: [] }, async ({ open, rancher }) => {
      const nowhere = await open({ rancherUrl: 'https://no-such-host.invalid' }).examine();
      expect(finding(nowhere, 'fail', /^DNS_FAILED/).advice).toContain('VPN');
      const closed = await open({ rancherUrl: 'https://127.0.0.1:1' }).examine();
      expect(finding(closed, 'fail', /^CONNECTION_REFUSED/).advice).toContain('host and port');
      rancher.knobs.failures.push({ path: /^\/ping/, times: 1, answer: '302' });
      const elsewhere = await open().examine();
      expect(finding(elsewhere, 'fail', /login\.example\.com/).advice).toContain('rancher_url leads to something else');
      expect(rancher.requests.filter(({ token }) => token !== undefined)).toEqual([]);
    });
    await using stranger = await startServer((_request, response) => response.end('<html><title>Shop</title></html>'), { tls: false });
    await withStage({}, async ({ open }) => {
      const findings = await open({ rancherUrl: stranger.url }).examine();
      expect(finding(findings, 'fail', /an HTML page \(Shop\)/).advice).toContain('rancher_url leads to something else');
      finding(findings, 'note', /is not encrypted/);
    });
  });

  test('a certificate that is not trusted: the checksum that would be, and no token sent', async () => {
    await withStage({ clusters: [] }, async ({ open, rancher }) => {
      const findings = await open({ certificateAuthority: undefined }).examine();
      const { advice = '' } = finding(findings, 'fail', /^TLS_FAILED/);
      const [, checksum] = /SHA-256 ([0-9a-f]{64})\./.exec(advice) ?? [];
      expect(rancher.requests.filter(({ token }) => token !== undefined)).toEqual([]);
      const pinned = await open({ certificateAuthority: undefined, certificateChecksum: checksum }).examine();
      finding(pinned, 'ok', /^Rancher answers/);
      const wrong = await open({ certificateAuthority: undefined, certificateChecksum: 'f'.repeat(64) }).examine();
      expect(finding(wrong, 'fail', /^TLS_FAILED/).advice).toContain(`SHA-256 ${checksum ?? ''}. The configured one is ffff`);
      const insecure = await open({ certificateAuthority: undefined, rancherInsecure: true }).examine();
      expect(finding(insecure, 'note', /is not checked/).why).toContain('gets the token');
    });
  });

  test('tokens: disabled, scoped to one cluster, ending soon, or of no form', async () => {
    await withStage({ clusters: clusters('alpha', 'beta') }, async ({ open, rancher }) => {
      const nsk = open();
      await nsk.refresh();
      const soon = rancher.tokens.mint({ ttl: 2 * DAY + 60_000 }).bearer;
      finding(await open({ rancherToken: () => soon }).examine(), 'note', /expires in 2 days/);
      const scoped = rancher.tokens.mint({ cluster: 'c-m-00000001' }).bearer;
      const forOne = finding(await open({ rancherToken: () => scoped }).examine(), 'fail', /scoped to the cluster beta/);
      expect(forOne.advice).toContain('c-m-00000001');
      for (const each of rancher.tokens.list()) each.enabled = false;
      expect(finding(await nsk.examine(), 'fail', /refuses the token \(401\)/).advice).toContain('API key');
      rancher.requests.length = 0;
      finding(await open({ rancherToken: () => 'no-colon' }).examine(), 'fail', /NAME:SECRET/);
      finding(await open({ rancherToken: () => '' }).examine(), 'fail', /is empty/);
      expect(rancher.requests.filter(({ token }) => token !== undefined)).toEqual([]);
    });
  });

  test('settings of Rancher that make kubeconfigs useless', async () => {
    await withStage({ clusters: clusters('alpha'), knobs: { serverUrl: 'https://inside.example.com' } }, async ({ open, rancher }) => {
      const native = finding(await open().examine(), 'note', /calls itself https:\/\/inside\.example\.com/);
      expect(native.why).toContain('lead to rancher_url');
      rancher.knobs.generateToken = false;
      const made = await open({ mode: 'nsk', nskPath, rancherInsecure: true, certificateAuthority: undefined }).examine();
      expect(finding(made, 'note', /calls itself/).advice).toContain('Use that address');
      finding(made, 'note', /kubeconfig-generate-token is false/);
      finding(made, 'note', /end after 30 days/);
    });
  });

  test('clusters that are not active, with the words of Rancher; none at all', async () => {
    const listed = clusters('alpha', 'beta', 'gamma');
    await withStage({ clusters: listed }, async ({ open, rancher }) => {
      Object.assign(listed[1] ?? {}, { state: 'unavailable', transitioningMessage: 'Cluster agent is not connected' });
      Object.assign(listed[2] ?? {}, { state: 'provisioning', transitioningMessage: 'waiting for machines' });
      const findings = await open().examine();
      finding(findings, 'ok', /lists 3 clusters, 1 of them active; 3 have no kubeconfig here/);
      expect(finding(findings, 'fail', /cluster beta .* is unavailable: Cluster agent is not connected/).advice).toContain(
        'cattle-cluster-agent',
      );
      finding(findings, 'note', /cluster gamma .* is provisioning: waiting for machines/);
      rancher.clusters.length = 0;
      expect(finding(await open().examine(), 'fail', /lists no cluster/).advice).toContain('administrator');
    });
  });

  test('the folder: open to others, a file, a lock of the living and of the dead, a damaged ledger', async () => {
    await withStage({ clusters: clusters('alpha') }, async ({ open, directory }) => {
      const nsk = open();
      finding(await nsk.examine(), 'note', /is not there yet/);
      await nsk.refresh();
      await chmod(directory, 0o755);
      expect(finding(await nsk.examine(), 'fail', /open to other users \(mode 755\)/).advice).toContain('chmod 700');
      await chmod(directory, 0o700);
      const lock = join(directory, '.fleetwright-nsk.lock');
      await writeFile(lock, `${String(process.pid)} ${hostname()} 1`);
      finding(await nsk.examine(), 'note', new RegExp(`process ${String(process.pid)} of .* works on the folder`));
      await writeFile(lock, `4194304 ${hostname()} 1`);
      finding(await nsk.examine(), 'note', /was left by process 4194304/);
      await writeFile(join(directory, '.fleetwright-nsk.json'), '{"version":1,"clus');
      expect(finding(await nsk.examine(), 'fail', /is damaged/).why).toContain('stay in use');
      const file = join(directory, 'file');
      await writeFile(file, '');
      expect(finding(await open({ directory: file }).examine(), 'fail', /it is no folder/).advice).toContain('another folder');
    });
  });

  test('kubeconfigs of clusters that are gone, and of those that vanished together', async () => {
    await withStage({ clusters: clusters('alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta') }, async ({ open, rancher }) => {
      const nsk = open();
      await nsk.refresh();
      rancher.clusters.splice(0, 1);
      await nsk.refresh({ force: true });
      rancher.clusters.splice(0, 4);
      await nsk.refresh();
      const findings = await nsk.examine();
      expect(finding(findings, 'note', /does not list any more: alpha$/).advice).toContain('nsk_clean');
      expect(finding(findings, 'note', /vanished from Rancher together: beta, gamma, delta, epsilon/).advice).toContain(
        'nsk_refresh --force',
      );
    });
  });

  test('the program nsk: its version, its login, and that it is missing', async () => {
    await withStage({ clusters: clusters('alpha') }, async ({ open, directory, rancher }) => {
      const native = { rancherInsecure: true, certificateAuthority: undefined };
      const findings = await open({ mode: 'nsk', nskPath, ...native }).examine();
      finding(findings, 'ok', /nsk\.mjs \(it tells no version\)/);
      finding(findings, 'ok', /nsk auth verify: Logged in as ada/);
      for (const token of rancher.tokens.list()) token.enabled = false;
      const refused = finding(await open({ mode: 'nsk', nskPath, profile: 'prod', ...native }).examine(), 'fail', /auth verify failed/);
      expect(refused.advice).toContain('profile prod');
      const missing = await open({ mode: 'nsk', nskPath: '/nowhere/nsk' }).examine();
      expect(finding(missing, 'fail', /the program \/nowhere\/nsk is not there/).advice).toContain('Install nsk');
      finding(await open({ mode: 'auto', nskPath: '/nowhere/nsk' }).examine(), 'note', /Rancher is asked itself/);
      await mkdir(directory, { recursive: true, mode: 0o700 });
      const telling = join(directory, 'nsk');
      await writeFile(telling, '#!/bin/sh\n[ "$1" = --version ] && echo "nsk version 3.1.4"\n', { mode: 0o700 });
      finding(
        await open({ mode: 'nsk', nskPath: telling, rancherUrl: undefined, rancherToken: undefined }).examine(),
        'ok',
        /nsk version 3\.1\.4/,
      );
    });
  });
});
