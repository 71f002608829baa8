// GHSA-x4x5-wv5h-jjf8 (CVE-2026-77441, and its followers): parameters that named files of the server, whose content was then shown.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineOperation } from '../../../src/index.js';
import { describeWithFleet } from '../../support/fleet.js';
import { temporaryDirectory } from '../../support/kubeconfigs.js';
import { ending, inputsWith, NAMED, openSite, type Site } from './site.js';

const folder = temporaryDirectory();
const file = join(folder.path, 'canary.yaml');
const CANARY = 'canary-of-a-local-file';
const HOSTILE = [file, `@${file}`, `file://${file}`, `../../../../../../../..${file}`];

/** What must not be: shows that the walk would find it. */
const fileReader = defineOperation({
  name: 'file_reader',
  title: 'File reader',
  description: 'Reads a file of the server.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: z.object({ manifest: z.string() }),
  output: z.object({ text: z.string() }),
  handler: async (_context, { manifest }) => ({ text: readFileSync(manifest, 'utf8') }),
});

await describeWithFleet('no parameter names a file of the server', () => {
  let site: Site;
  beforeAll(async () => {
    writeFileSync(file, `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${CANARY} }\n`);
    site = await openSite([fileReader]);
  });
  afterAll(async () => {
    await site[Symbol.asyncDispose]();
    folder.remove();
  });

  test('an operation that reads files is found out', async () => {
    const endings = await Promise.all(inputsWith(fileReader, 'legacy', file).map(([, input]) => ending(site.fleet, 'file_reader', input)));
    expect(endings.some(({ shown }) => shown.includes(CANARY))).toBe(true);
  });

  describe.each(['legacy', 'current'])('on %s', (cluster) => {
    test.each(NAMED)('%s shows none', { timeout: 90_000 }, async (name, operation) => {
      for (const hostile of HOSTILE) {
        for (const { shown } of await Promise.all(
          inputsWith(operation, cluster, hostile).map(([, input]) => ending(site.fleet, name, input)),
        )) {
          expect(shown).not.toContain(CANARY);
        }
      }
    });
  });
});
