import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createFleet, type Fleet } from '../../../src/index.js';
import { startLocalFleet, type LocalFleet } from '../../../src/testing/index.js';
import { failureOf } from '../../support/failure.js';
import { describeWithFleet } from '../../support/fleet.js';
import { startKubelet, type TestKubelet } from '../../support/kubelet.js';

const VERSIONS = { legacy: '1.24', current: 'current' } as const;
type ClusterName = keyof typeof VERSIONS;
const run = promisify(execFile);

// The end of the input of a command can be told on `current` only (see open-command.ts): both ways of sending are tested.
await describeWithFleet('pods_cp', () => {
  let local: LocalFleet;
  let root: string;
  let fleet: Fleet;
  const kubelets = new Map<ClusterName, TestKubelet>();

  beforeAll(async () => {
    const clusters = Object.entries(VERSIONS).map(([name, version]) => ({ name, version, nodes: 0, controllers: false }));
    local = await startLocalFleet({ clusters });
    for (const name of ['legacy', 'current'] as const) kubelets.set(name, await startKubelet(local.cluster(name)));
  }, 120_000);
  afterAll(async () => {
    for (const kubelet of kubelets.values()) await kubelet[Symbol.asyncDispose]();
    await local.close();
  });
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'fleetwright-files-'));
    fleet = createFleet({
      kubeconfigDir: local.kubeconfigDirectory,
      toolsets: ['files'],
      files: { root, maxBytes: 4_000_000, maxFiles: 50 },
    });
  });
  afterEach(async () => {
    await fleet.close();
    await rm(root, { recursive: true, force: true });
  });

  describe.each(['legacy', 'current'] as const)('on %s', (cluster) => {
    let folder: string;
    beforeEach(async () => {
      folder = await mkdtemp(join(kubelets.get(cluster)?.directory ?? '', 'fs-'));
    });
    const copy = (direction: 'to_pod' | 'from_pod', podPath: string, localPath: string, more: object = {}) =>
      fleet.run('pods_cp', {
        cluster,
        name: kubelets.get(cluster)?.pod ?? '',
        namespace: 'default',
        direction,
        pod_path: podPath,
        local_path: localPath,
        ...more,
      });

    test('a folder goes there and comes back the same', async () => {
      const long = 'n'.repeat(120);
      const contents: Readonly<Record<string, Buffer>> = {
        'a.txt': Buffer.from('hello'),
        'sub/empty': Buffer.alloc(0),
        'sub/ünïcode $(id); -rf': randomBytes(700_001),
        [`sub/${long}/${long}`]: randomBytes(512),
        'sub/run': Buffer.from('#!/bin/sh\n'),
      };
      await mkdir(join(root, 'site/sub', long), { recursive: true });
      for (const [name, content] of Object.entries(contents)) await writeFile(join(root, 'site', name), content);
      await chmod(join(root, 'site/sub/run'), 0o700);
      const sent = await copy('to_pod', join(folder, 'copied'), 'site');
      expect(sent).toMatchObject({
        cluster,
        files: 5,
        folders: 3,
        complete: true,
        skipped: [],
        pod_path: join(folder, 'copied'),
        local_path: 'site',
      });
      await run('diff', ['-r', join(root, 'site'), join(folder, 'copied')]);
      expect((await stat(join(folder, 'copied/sub/run'))).mode & 0o111).not.toBe(0);

      const received = await copy('from_pod', join(folder, 'copied'), 'back/again');
      expect(received).toMatchObject({ files: 5, folders: 3, complete: true, bytes: sent.bytes });
      await run('diff', ['-r', join(root, 'site'), join(root, 'back/again')]);
      const modes = await Promise.all(
        ['back', 'back/again/a.txt', 'back/again/sub/run'].map(async (path) => (await stat(join(root, path))).mode & 0o777),
      );
      expect(modes).toEqual([0o700, 0o600, 0o700]);
      expect((await readdir(root)).sort()).toEqual(['back', 'site']);
    });

    test('one file, with a new name on the other side', async () => {
      await writeFile(join(folder, 'app.log'), 'lines\n');
      const result = await fleet.call({
        operation: 'pods_cp',
        input: {
          cluster,
          name: kubelets.get(cluster)?.pod,
          namespace: 'default',
          direction: 'from_pod',
          pod_path: join(folder, 'app.log'),
          local_path: 'logs/today.log',
        },
      });
      expect(result.output).toMatchObject({ files: 1, folders: 0, bytes: 6, complete: true });
      expect(result.text()).toContain('to logs/today.log: 1 file, 0 folders, 6 bytes');
    });

    test('nothing is replaced unless that is asked for', async () => {
      await writeFile(join(root, 'new'), 'new');
      await writeFile(join(folder, 'old'), 'old');
      expect(await failureOf(copy('to_pod', join(folder, 'old'), 'new'))).toMatchObject({
        code: 'CONFLICT',
        cluster,
        hint: expect.stringContaining('overwrite=true'),
      });
      expect(await failureOf(copy('from_pod', join(folder, 'old'), 'new'))).toMatchObject({ code: 'CONFLICT', cluster });
      expect([await readFile(join(folder, 'old'), 'utf8'), await readFile(join(root, 'new'), 'utf8')]).toEqual(['old', 'new']);
      await copy('to_pod', join(folder, 'old'), 'new', { overwrite: true });
      expect(await readFile(join(folder, 'old'), 'utf8')).toBe('new');
      await writeFile(join(folder, 'old'), 'newer');
      await copy('from_pod', join(folder, 'old'), 'new', { overwrite: true });
      expect(await readFile(join(root, 'new'), 'utf8')).toBe('newer');
    });

    test('a folder that is replaced keeps what it had beside, and what is of another kind', async () => {
      await mkdir(join(folder, 'conf/deep'), { recursive: true });
      for (const name of ['a', 'b', 'deep/c', 'linked']) await writeFile(join(folder, 'conf', name), 'theirs');
      await mkdir(join(root, 'conf/b'), { recursive: true });
      await writeFile(join(root, 'conf/a'), 'ours');
      await writeFile(join(root, 'conf/own'), 'ours');
      await symlink(join(root, 'conf/own'), join(root, 'conf/linked'));
      const result = await copy('from_pod', join(folder, 'conf'), 'conf', { overwrite: true });
      expect(result).toMatchObject({ complete: false, skipped_total: 2 });
      expect(result.skipped).toEqual(
        expect.arrayContaining([
          { path: 'conf/b', reason: 'here, this is a folder' },
          { path: 'conf/linked', reason: 'here, this is a link' },
        ]),
      );
      expect(await Promise.all(['a', 'own', 'deep/c'].map((name) => readFile(join(root, 'conf', name), 'utf8')))).toEqual([
        'theirs',
        'ours',
        'theirs',
      ]);
    });

    test('links, hard links and pipes of a container are left out and told', async () => {
      await mkdir(join(folder, 'tree'));
      await writeFile(join(folder, 'tree/file'), 'x');
      await link(join(folder, 'tree/file'), join(folder, 'tree/hard'));
      await symlink('/etc/passwd', join(folder, 'tree/soft'));
      await run('mkfifo', [join(folder, 'tree/pipe')]);
      const { files, complete, skipped } = await copy('from_pod', join(folder, 'tree'), 'tree');
      expect([files, complete]).toEqual([1, false]);
      expect(skipped.map(({ reason }) => reason).sort()).toEqual(['it is a link', 'it is a link', 'it is no file and no folder']);
      expect(await failureOf(copy('from_pod', join(folder, 'tree/soft'), 'soft'))).toMatchObject({
        code: 'INPUT_INVALID',
        message: expect.stringContaining('link'),
      });
    });

    test('a file that only seems small, and too many files, end the copy and leave nothing', async () => {
      await writeFile(join(folder, 'bomb'), '');
      await truncate(join(folder, 'bomb'), 10 ** 11);
      expect(await failureOf(copy('from_pod', join(folder, 'bomb'), 'bomb'))).toMatchObject({
        code: 'RESPONSE_TOO_LARGE',
        cluster,
        hint: expect.stringContaining('max_bytes'),
      });
      await mkdir(join(root, 'many'));
      for (let index = 0; index < 60; index += 1) await writeFile(join(root, 'many', String(index)), '');
      expect(await failureOf(copy('to_pod', join(folder, 'many'), 'many'))).toMatchObject({
        code: 'RESPONSE_TOO_LARGE',
        hint: expect.stringContaining('max_files'),
      });
      expect([await readdir(root), await readdir(folder)]).toEqual([['many'], ['bomb']]);
    });

    test('what is not there is told, on either side', async () => {
      await writeFile(join(root, 'file'), 'x');
      expect(await failureOf(copy('from_pod', join(folder, 'nothing'), 'copy'))).toMatchObject({
        code: 'NOT_FOUND',
        cluster,
        message: expect.stringContaining('Nothing was copied'),
      });
      expect(await failureOf(copy('to_pod', join(folder, 'no/such/folder'), 'file'))).toMatchObject({ code: 'NOT_FOUND', cluster });
      expect(await failureOf(copy('to_pod', join(folder, 'x'), 'nothing'))).toMatchObject({ code: 'NOT_FOUND' });
      expect(await failureOf(copy('from_pod', '/x', 'copy', { name: 'nobody' }))).toMatchObject({ code: 'NOT_FOUND', cluster });
      expect(await readdir(root)).toEqual(['file']);
    });

    describe('a container with a tar of its own', () => {
      const ownTar = async (script: string): Promise<void> => {
        const bin = join(kubelets.get(cluster)?.directory ?? '', 'bin');
        await mkdir(bin, { recursive: true });
        await writeFile(join(bin, 'tar'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
      };
      afterEach(() => rm(join(kubelets.get(cluster)?.directory ?? '', 'bin'), { recursive: true, force: true }));

      test('a part that it could not read is told, the rest is there', async () => {
        await writeFile(join(folder, 'file'), 'x');
        await ownTar('command -p tar "$@"; echo "tar: closed: Permission denied" >&2; exit 2');
        expect(await copy('from_pod', join(folder, 'file'), 'part')).toMatchObject({
          files: 1,
          complete: false,
          said: 'tar: closed: Permission denied',
        });
        expect(await readFile(join(root, 'part'), 'utf8')).toBe('x');
      });

      test('one that reads its input to the end gets the end', async () => {
        await writeFile(join(root, 'file'), randomBytes(300_000));
        await ownTar('cat > "$0.archive"; command -p tar "$@" < "$0.archive"');
        expect(await copy('to_pod', join(folder, 'file'), 'file')).toMatchObject({ files: 1, bytes: 300_000, complete: true });
        await run('cmp', [join(root, 'file'), join(folder, 'file')]);
      });

      test('one that fails in the middle is told with what it says', async () => {
        await writeFile(join(root, 'file'), randomBytes(300_000));
        // As tar does, which reads on when it cannot write.
        await ownTar('head -c 1000 > /dev/null; echo "tar: write error: No space left on device" >&2; cat > /dev/null; exit 1');
        const failure = await failureOf(copy('to_pod', join(folder, 'file'), 'file'));
        expect(failure).toMatchObject({
          code: 'EXEC_FAILED',
          cluster,
          message: expect.stringContaining('No space left on device'),
          details: { exitCode: 1 },
        });
      });

      // The connection may break while a piece is on its way: then what it said never arrives.
      test('one that ends before it read everything is told as that, or as a cut connection', async () => {
        await writeFile(join(root, 'file'), randomBytes(300_000));
        await ownTar('head -c 1000 > /dev/null; exit 1');
        const failure = await failureOf(copy('to_pod', join(folder, 'file'), 'file'));
        expect(failure.cluster).toBe(cluster);
        expect(['EXEC_FAILED', 'CONNECTION_FAILED']).toContain(failure.code);
        expect(failure.message).toContain('A part may have been copied.');
        expect(failure.hint).toMatch(/free space/);
      });

      test('one that is none: nothing is copied', async () => {
        await writeFile(join(folder, 'file'), 'x');
        await ownTar('echo "this is not an archive"');
        expect(await failureOf(copy('from_pod', join(folder, 'file'), 'part'))).toMatchObject({ code: 'BAD_RESPONSE', cluster });
        await ownTar('exit 0');
        expect(await failureOf(copy('from_pod', join(folder, 'file'), 'part'))).toMatchObject({ code: 'INPUT_INVALID' });
        expect(await readdir(root)).toEqual([]);
      });
    });

    test('a link on the way, or in the place, never leads out', async () => {
      const outside = await mkdtemp(join(tmpdir(), 'fleetwright-outside-'));
      await writeFile(join(outside, 'secret'), 'x');
      await symlink(outside, join(root, 'way'));
      await symlink(join(outside, 'secret'), join(root, 'here'));
      await writeFile(join(folder, 'file'), 'evil');
      expect((await failureOf(copy('from_pod', join(folder, 'file'), 'way/new'))).code).toBe('INPUT_INVALID');
      expect((await failureOf(copy('from_pod', join(folder, 'file'), 'here', { overwrite: true }))).code).toBe('CONFLICT');
      expect((await failureOf(copy('to_pod', join(folder, 'stolen'), 'way/secret'))).code).toBe('INPUT_INVALID');
      expect((await failureOf(copy('to_pod', join(folder, 'stolen'), 'here'))).code).toBe('INPUT_INVALID');
      expect([await readdir(outside), await readFile(join(outside, 'secret'), 'utf8'), await readdir(folder)]).toEqual([
        ['secret'],
        'x',
        ['file'],
      ]);
      await rm(outside, { recursive: true });
    });
  });
});
