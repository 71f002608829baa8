import { chmod, mkdir, mkdtemp, readFile, readdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAuditLog, type AuditEntry } from '../../../src/lib/platform/audit-log.js';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'audit-log-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

function entry(number: number): AuditEntry {
  return {
    requestId: `request-${number}`,
    operation: 'pods_list',
    caller: 'bob',
    cluster: 'prod-1',
    effect: 'read',
    outcome: 'ok',
    code: undefined,
    startedAt: '2026-01-02T03:04:05.678Z',
    durationMs: 12.3456,
  };
}

async function lines(path: string): Promise<unknown[]> {
  const text = await readFile(path, 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
}

describe('the audit log', () => {
  it('holds one line of JSON per operation, in a file of mode 0600', async () => {
    const path = join(directory, 'logs/audit.log');
    const log = openAuditLog(path);
    await log.write(entry(1));
    await log.write({ ...entry(2), cluster: undefined, outcome: 'failed', code: 'TIMEOUT' });
    await log.close();
    expect(await lines(path)).toEqual([
      {
        time: '2026-01-02T03:04:05.678Z',
        user: 'bob',
        cluster: 'prod-1',
        operation: 'pods_list',
        outcome: 'ok',
        effect: 'read',
        request_id: 'request-1',
        duration_ms: 12.35,
      },
      {
        time: '2026-01-02T03:04:05.678Z',
        user: 'bob',
        cluster: null,
        operation: 'pods_list',
        outcome: 'failed',
        code: 'TIMEOUT',
        effect: 'read',
        request_id: 'request-2',
        duration_ms: 12.35,
      },
    ]);
    expect(((await stat(path)).mode & 0o777).toString(8)).toBe('600');
    expect(((await stat(join(directory, 'logs'))).mode & 0o777).toString(8)).toBe('700');
  });

  it('keeps order and whole lines when many are written at once, and appends to what is there', async () => {
    const path = join(directory, 'audit.log');
    for (const from of [0, 500]) {
      const log = openAuditLog(path);
      await Promise.all(Array.from({ length: 500 }, (_, number) => log.write(entry(from + number))));
      await log.close();
    }
    expect((await lines(path)).map((line) => (line as { request_id: string }).request_id)).toEqual(
      Array.from({ length: 1_000 }, (_, number) => `request-${number}`),
    );
  });

  it('closes a file that was open to others', async () => {
    const path = join(directory, 'audit.log');
    await writeFile(path, '');
    await chmod(path, 0o644);
    const log = openAuditLog(path);
    await log.write(entry(1));
    await log.close();
    expect(((await stat(path)).mode & 0o777).toString(8)).toBe('600');
  });

  it('rotates by size and keeps only so many', async () => {
    const path = join(directory, 'audit.log');
    const log = openAuditLog(path, { maxBytes: 500, keep: 2 });
    for (let number = 0; number < 20; number += 1) await log.write(entry(number));
    await log.close();
    expect((await readdir(directory)).sort()).toEqual(['audit.log', 'audit.log.1', 'audit.log.2']);
    for (const name of await readdir(directory)) expect((await stat(join(directory, name))).size).toBeLessThanOrEqual(500);
    expect((await lines(path)).at(-1)).toMatchObject({ request_id: 'request-19' });
  });

  it('follows its name when another program moves the file away', async () => {
    const path = join(directory, 'audit.log');
    const log = openAuditLog(path);
    await log.write(entry(1));
    await rename(path, join(directory, 'moved.log'));
    await log.write(entry(2));
    await log.close();
    expect(await lines(path)).toMatchObject([{ request_id: 'request-2' }]);
  });

  it('carries no secret, whatever the caller calls itself', async () => {
    const path = join(directory, 'audit.log');
    const log = openAuditLog(path);
    await log.write({ ...entry(1), caller: 'Bearer abcdefgh12345678\n{"forged":true}' });
    await log.close();
    const text = await readFile(path, 'utf8');
    expect(text).not.toContain('abcdefgh12345678');
    expect(text.trimEnd().split('\n')).toHaveLength(1);
  });

  it('fails each line that could not be written, and works again when the cause is gone', async () => {
    const path = join(directory, 'audit.log');
    await mkdir(path);
    const log = openAuditLog(path);
    await expect(log.write(entry(1))).rejects.toMatchObject({ code: 'FILE_FAILED', message: expect.stringContaining(path) as unknown });
    await rm(path, { recursive: true });
    await log.write(entry(2));
    expect(await lines(path)).toHaveLength(1);
    await log.close();
    await log.close();
  });

  it('does not follow a link', async () => {
    await writeFile(join(directory, 'target'), '');
    await symlink(join(directory, 'target'), join(directory, 'audit.log'));
    await expect(openAuditLog(join(directory, 'audit.log')).write(entry(1))).rejects.toMatchObject({ code: 'FILE_FAILED' });
    expect(await readFile(join(directory, 'target'), 'utf8')).toBe('');
  });
});
