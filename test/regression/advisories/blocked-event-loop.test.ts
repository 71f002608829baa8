// Flux159: every call blocked the event loop of the server, so that slow clusters held up the others, and a ping.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWithFleet } from '../../support/fleet.js';
import { PROJECT_ROOT, typeScriptFiles } from '../../architecture/source-files.js';
import { openSite, type Site } from './site.js';

test('nothing that serves waits for a program or spins', () => {
  const blocking = /\b(execSync|execFileSync|spawnSync|Atomics\.wait)\b/;
  const files = typeScriptFiles('src').filter((file) => !file.startsWith('src/testing/'));
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((file) => blocking.test(readFileSync(join(PROJECT_ROOT, file), 'utf8')))).toEqual([]);
});

await describeWithFleet('a slow cluster holds up nobody', () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site[Symbol.asyncDispose]());

  test.each([
    ['legacy', 'current'],
    ['current', 'legacy'],
  ])('%s hangs, %s answers', async (slow, other) => {
    await Promise.all([slow, other].map((cluster) => site.fleet.run('namespaces_list', { cluster })));
    site.local.cluster(slow).faults.hang();
    const leaving = new AbortController();
    const hanging = Array.from({ length: 20 }, () => site.fleet.run('pods_list', { cluster: slow }, { signal: leaving.signal }));
    const ended = Promise.allSettled(hanging);
    const first = await Promise.race([...hanging.map((call) => call.then(() => slow)), site.fleet.run('pods_list', { cluster: other })]);
    expect(first).toMatchObject({ cluster: other });
    leaving.abort();
    expect((await ended).map(({ status }) => status)).toEqual(hanging.map(() => 'rejected'));
    site.local.cluster(slow).faults.resume();
  });
});
