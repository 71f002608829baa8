import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { NskIntegration } from '../../../../src/lib/integrations/nsk/nsk-integration.js';
import { failureOf } from '../../../support/failure.js';

/** The processes of this machine whose command line names a text. */
async function processesNaming(text: string): Promise<number[]> {
  const found: number[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (line.includes(text)) found.push(Number(pid));
  }
  return found;
}

const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

test('stop in the middle of a refresh ends nsk and what nsk started; after the grace time of two seconds no timer is left', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fleetwright-nsk-stop-'));
  const program = join(folder, 'nsk');
  // It starts a child of its own, and both would run for minutes.
  await writeFile(program, `#!/bin/sh\ntail -f "${folder}/nsk" > /dev/null &\ntail -f "${folder}/nsk"\n`);
  await chmod(program, 0o700);
  const before = timers();
  const nsk = new NskIntegration({ directory: join(folder, 'clusters'), mode: 'nsk', nskPath: program, autoRefresh: true });
  try {
    const refresh = failureOf(nsk.refresh());
    await expect.poll(async () => (await processesNaming(folder)).length, { timeout: 20_000 }).toBe(3);
    await nsk.stop();
    expect(await refresh).toMatchObject({ code: 'CLOSED' });
    await expect.poll(() => processesNaming(folder), { timeout: 1_500, interval: 20 }).toEqual([]);
    await expect.poll(timers, { timeout: 10_000 }).toBeLessThanOrEqual(before);
    expect((await readdir(join(folder, 'clusters'))).filter((name) => name.includes('lock'))).toEqual([]);
  } finally {
    await nsk.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
