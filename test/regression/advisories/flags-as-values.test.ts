// GHSA-4xqg-gf5c-ghwq (CVE-2026-39884), GHSA-6mx4-4h42-r8vh (CVE-2026-47250), GHSA-wmg3-h8mf-wgvr, GHSA-qmcc-whxh-2p3p and its
// followers (-sURL, `_` for `-`), the flag cases of Azure/mcp-kubernetes: a value that is read as a flag changes who is asked, or as whom.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeWithFleet } from '../../support/fleet.js';
import { startServer, type TestServer } from '../../support/https-server.js';
import { ending, inputsWith, NAMED, openSite, type Site } from './site.js';

/** Parameters that are names: a flag is never one. */
const NAMES = ['name', 'namespace', 'cluster', 'container', 'kind', 'apiVersion', 'resource', 'node', 'operation'];

await describeWithFleet('no value is read as a flag', () => {
  let site: Site;
  let attacker: TestServer;
  beforeAll(async () => {
    site = await openSite();
    attacker = await startServer((_request, response) => response.end('{}'), { tls: false });
  });
  afterAll(async () => {
    await attacker[Symbol.asyncDispose]();
    await site[Symbol.asyncDispose]();
  });

  describe.each(['legacy', 'current'])('on %s', (cluster) => {
    test.each(NAMED)('%s asks its own cluster, as itself', { timeout: 90_000 }, async (name, operation) => {
      for (const flag of [
        `--server=${attacker.url}`,
        `-s${attacker.url}`,
        `--kube_apiserver=${attacker.url}`,
        '--kubeconfig=/dev/null',
        '-A',
      ]) {
        await Promise.all(
          inputsWith(operation, cluster, flag).map(async ([parameter, input]) => {
            const { code, result } = await ending(site.fleet, name, input);
            if (NAMES.includes(parameter)) expect({ parameter, flag, code }).not.toMatchObject({ code: 'ok' });
            if (result?.cluster !== undefined) expect(result.cluster).toBe(cluster);
          }),
        );
      }
      expect(attacker.connections()).toBe(0);
    });
  });

  test('the server of the attacker would have been seen', async () => {
    const before = attacker.connections();
    await (await fetch(attacker.url)).text();
    expect(attacker.connections()).toBe(before + 1);
  });
});
