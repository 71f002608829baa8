// GHSA-gjv4-ghm7-q58q (CVE-2025-53355), GHSA-4hqq-7q79-932p (CVE-2025-59377), GHSA-hjm5-xgj8-vwj6, CVE-2025-69902, CVE-2025-65719:
// parameters that reached a shell.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createHook } from 'node:async_hooks';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeWithFleet } from '../../support/fleet.js';
import { temporaryDirectory } from '../../support/kubeconfigs.js';
import { ending, inputsWith, NAMED, openSite, type Site } from './site.js';

const folder = temporaryDirectory();
const canary = join(folder.path, 'canary');
const HOSTILE = [`x;touch ${canary}`, `$(touch ${canary})`, `x\ntouch ${canary}`, `';touch ${canary};'`, `x|tee$IFS${canary}`];

let processes = 0;
const watching = createHook({
  init: (_id, type) => {
    if (type === 'PROCESSWRAP') processes += 1;
  },
});

await describeWithFleet('no parameter reaches a shell', () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
    watching.enable();
  });
  afterAll(async () => {
    watching.disable();
    await site[Symbol.asyncDispose]();
    folder.remove();
  });

  test('what is watched for is seen: a process, and the file that a shell would make', async () => {
    const before = processes;
    await once(spawn('/bin/true'), 'exit');
    expect(processes).toBe(before + 1);
    execFileSync('/bin/sh', ['-c', `echo ${HOSTILE[1] ?? ''}`]);
    expect(existsSync(canary)).toBe(true);
    execFileSync('/bin/rm', [canary]);
  });

  describe.each(['legacy', 'current'])('on %s', (cluster) => {
    test.each(NAMED)('%s runs no program', { timeout: 90_000 }, async (name, operation) => {
      const before = processes;
      for (const hostile of HOSTILE) {
        await Promise.all(inputsWith(operation, cluster, hostile).map(([, input]) => ending(site.fleet, name, input)));
      }
      expect(existsSync(canary)).toBe(false);
      expect(processes).toBe(before);
    });
  });
});
