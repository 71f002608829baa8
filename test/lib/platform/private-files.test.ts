import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensurePrivateFolder, writePrivateFile } from '../../../src/lib/platform/private-files.js';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'private-files-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function mode(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o777).toString(8);
}

describe('writePrivateFile', () => {
  it('makes file and folders for the owner alone, whatever the umask', async () => {
    const previous = process.umask(0);
    try {
      const path = join(directory, 'a/b/prod.yaml');
      await writePrivateFile(path, 'content');
      expect(await readFile(path, 'utf8')).toBe('content');
      expect([await mode(path), await mode(join(directory, 'a/b')), await mode(join(directory, 'a'))]).toEqual(['600', '700', '700']);
    } finally {
      process.umask(previous);
    }
  });

  it('replaces as a whole, closes what was open, and leaves nothing beside', async () => {
    const path = join(directory, 'open/prod.yaml');
    await mkdir(join(directory, 'open'));
    await chmod(join(directory, 'open'), 0o755);
    await writeFile(path, 'old', { mode: 0o644 });
    const before = await stat(path);
    await writePrivateFile(path, Buffer.from('new'));
    expect(await readFile(path, 'utf8')).toBe('new');
    expect((await stat(path)).ino).not.toBe(before.ino);
    expect([await mode(path), await mode(join(directory, 'open'))]).toEqual(['600', '700']);
    expect(await readdir(join(directory, 'open'))).toEqual(['prod.yaml']);
  });

  it('shows a reader the old or the new content, never a part', async () => {
    const path = join(directory, 'prod.yaml');
    const contents = ['a'.repeat(200_000), 'b'.repeat(200_000)];
    await writePrivateFile(path, contents[0] ?? '');
    const writing = (async () => {
      for (let round = 0; round < 8; round += 1) await writePrivateFile(path, contents[round % 2] ?? '');
    })();
    for (let round = 0; round < 60; round += 1) expect(contents).toContain(await readFile(path, 'utf8'));
    await writing;
  });

  it('does not write through a link', async () => {
    await writeFile(join(directory, 'elsewhere'), 'untouched');
    await symlink(join(directory, 'elsewhere'), join(directory, 'prod.yaml'));
    await writePrivateFile(join(directory, 'prod.yaml'), 'new');
    expect(await readFile(join(directory, 'elsewhere'), 'utf8')).toBe('untouched');
  });

  it('says why it could not, and leaves nothing behind', async () => {
    await mkdir(join(directory, 'prod.yaml/x'), { recursive: true });
    await expect(writePrivateFile(join(directory, 'prod.yaml'), 'x')).rejects.toMatchObject({
      code: 'FILE_FAILED',
      message: expect.stringContaining('prod.yaml') as unknown,
    });
    expect(await readdir(directory)).toEqual(['prod.yaml']);
    await writeFile(join(directory, 'file'), '');
    await expect(writePrivateFile(join(directory, 'file/prod.yaml'), 'x')).rejects.toMatchObject({ code: 'FILE_FAILED' });
  });
});

describe('ensurePrivateFolder', () => {
  it('refuses a folder that is shared by nature instead of changing it', async () => {
    const shared = join(directory, 'shared');
    await mkdir(shared);
    await chmod(shared, 0o1777);
    await expect(ensurePrivateFolder(shared)).rejects.toMatchObject({
      code: 'FILE_FAILED',
      message: expect.stringContaining('shared with other users') as unknown,
    });
    expect(((await stat(shared)).mode & 0o7777).toString(8)).toBe('1777');
  });
});
