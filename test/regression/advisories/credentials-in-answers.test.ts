// containers/kubernetes-mcp-server #1415: in read-only mode the raw kubeconfig was shown, and the agent went on with its token.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { smallestInput } from '../../contract/catalog/smallest-input.js';
import { describeWithFleet } from '../../support/fleet.js';
import { ending, NAMED, openSite, type Site } from './site.js';

const KUBECONFIG = z.object({ users: z.array(z.object({ user: z.object({ 'client-key-data': z.string() }) })) });
const reads = NAMED.filter(([, { effect }]) => effect === 'read');

await describeWithFleet('no answer holds a credential, and no read changes a kubeconfig', () => {
  let site: Site;
  let folder: string;
  let auditLog: string;
  beforeAll(async () => {
    site = await openSite();
    folder = await mkdtemp(join(tmpdir(), 'fleetwright-advisory-'));
    auditLog = join(folder, 'audit.log');
  });
  afterAll(async () => {
    await site[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });
  const files = (): string[] =>
    readdirSync(site.local.kubeconfigDirectory).map((name) => readFileSync(join(site.local.kubeconfigDirectory, name), 'utf8'));
  /** What nobody but an API server may see: keys as they stand in the kubeconfigs of the tests, and their first line as it was. */
  const credentials = (): string[] =>
    files().flatMap((text) =>
      KUBECONFIG.parse(load(text)).users.flatMap(({ user }) => {
        const key = user['client-key-data'];
        return [key, Buffer.from(key, 'base64').toString().split('\n')[1] ?? ''];
      }),
    );

  test('there are credentials to look for', () => {
    expect(credentials()).toHaveLength(4);
    for (const credential of credentials()) expect(credential.length).toBeGreaterThan(30);
  });

  describe.each(['legacy', 'current'])('on %s', (cluster) => {
    test.each(reads)('%s', { timeout: 60_000 }, async (name, operation) => {
      const before = files();
      const fleet = site.open({ readOnly: true, auditLog });
      const { shown } = await ending(fleet, name, smallestInput(operation, cluster));
      await fleet.close();
      for (const credential of credentials()) {
        expect(shown).not.toContain(credential);
        expect(await readFile(auditLog, 'utf8')).not.toContain(credential);
      }
      expect(files()).toEqual(before);
    });
  });
});
