import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Header, Pax, type HeaderData } from 'tar';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CopyCount } from '../../../../src/lib/kubernetes/copy/copy-limits.js';
import { readArchive } from '../../../../src/lib/kubernetes/copy/read-archive.js';
import { receiveTree } from '../../../../src/lib/kubernetes/copy/receive-tree.js';
import { Skipped } from '../../../../src/lib/kubernetes/copy/skipped.js';
import { failureOf } from '../../../support/failure.js';

let base: string;
let folder: string;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'fleetwright-archive-'));
  folder = await mkdtemp(join(base, 'unfinished-'));
});
afterEach(() => rm(base, { recursive: true, force: true }));

/** One entry as it stands in an archive. `content` may be shorter or longer than the size that is announced. */
function entry(facts: HeaderData, content = ''): Buffer {
  const head = Buffer.alloc(512);
  const body = Buffer.from(content);
  new Header({ mode: 0o644, uid: 0, gid: 0, type: 'File', size: body.length, mtime: new Date(0), ...facts }).encode(head);
  return Buffer.concat([head, body, Buffer.alloc((512 - (body.length % 512)) % 512)]);
}

const END = Buffer.alloc(1024);

/** Receives an archive that comes in pieces of odd lengths. */
async function receive(archive: Buffer, limits = { maxBytes: 1000, maxFiles: 20 }): Promise<{ count: CopyCount; skipped: Skipped }> {
  const count = new CopyCount(limits);
  const skipped = new Skipped();
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let start = 0; start < archive.length; start += 333) yield archive.subarray(start, start + 333);
  }
  await receiveTree(readArchive(pieces()), { folder, name: 'data', count, skipped });
  return { count, skipped };
}

/** Everything below the folder around the one that is written to: nothing may appear beside it. */
async function everything(): Promise<string[]> {
  const entries = await readdir(base, { recursive: true });
  return entries
    .map((path) => path.replace(/^unfinished-\w+\/?/, ''))
    .filter((path) => path !== '')
    .sort();
}

test('files and folders arrive with modes for their owner alone', async () => {
  const archive = [
    entry({ path: 'data/', type: 'Directory', mode: 0o777 }),
    entry({ path: 'data/a.txt', mode: 0o666 }, 'hello'),
    entry({ path: 'data/bin/run', mode: 0o4755 }, '#!'),
    entry({ path: 'data/empty' }),
  ];
  const { count, skipped } = await receive(Buffer.concat([...archive, END]));
  expect([count.files, count.folders, count.bytes, skipped.total]).toEqual([3, 2, 7, 0]);
  expect(await readFile(join(folder, 'data/a.txt'), 'utf8')).toBe('hello');
  const modes = await Promise.all(
    ['data', 'data/a.txt', 'data/bin', 'data/bin/run'].map(async (path) => (await stat(join(folder, path))).mode & 0o7777),
  );
  expect(modes).toEqual([0o700, 0o600, 0o700, 0o700]);
});

test.each([
  ['data/../../escaped', 'name'],
  ['../escaped', 'not below'],
  ['/etc/escaped', 'not below'],
  ['/data/escaped', 'not below'],
  ['other/escaped', 'not below'],
  ['data/./../escaped', 'name'],
  ['data/..', 'name'],
])('the path %s is left out', async (path, reason) => {
  const { count, skipped } = await receive(Buffer.concat([entry({ path }, 'x'), END]));
  expect([count.files, skipped.total, skipped.told[0]?.reason]).toEqual([0, 1, expect.stringContaining(reason)]);
  expect(await everything()).toEqual([]);
});

test.each(['SymbolicLink', 'Link', 'FIFO', 'CharacterDevice', 'BlockDevice'] as const)(
  'a %s is left out, and nothing goes through it',
  async (type) => {
    const linkpath = type.endsWith('Link') ? '../..' : '';
    const archive = [entry({ path: 'data/way', type, linkpath }), entry({ path: 'data/way/escaped' }, 'x')];
    const { skipped } = await receive(Buffer.concat([...archive, END]));
    expect(skipped.told).toEqual([{ path: 'data/way', reason: expect.stringMatching(/link|no file/) }]);
    expect(await everything()).toEqual(['data', 'data/way', 'data/way/escaped']);
    expect((await stat(join(folder, 'data/way'))).isDirectory()).toBe(true);
  },
);

test('a long path of either kind is the path of the next entry only', async () => {
  const long = `data/${'x'.repeat(150)}`;
  const gnu = [entry({ path: '././@LongLink', type: 'NextFileHasLongPath' }, `${long}1\0`), entry({ path: 'data/cut' }, '1')];
  const pax = [new Pax({ path: `${long}2` }).encode(), entry({ path: 'data/cut' }, '2')];
  const escaping = [new Pax({ path: 'data/../../escaped' }).encode(), entry({ path: 'data/fine' }, '3')];
  const { skipped } = await receive(Buffer.concat([...gnu, ...pax, ...escaping, entry({ path: 'data/short' }, '4'), END]));
  expect(await everything()).toEqual(['data', 'data/short', `${long}1`, `${long}2`]);
  expect(skipped.told.map(({ path }) => path)).toEqual(['data/../../escaped']);
});

test('a file that says it is larger than allowed is refused before it is written', async () => {
  const failure = await failureOf(receive(Buffer.concat([entry({ path: 'data/bomb', size: 10 ** 12 }), END])));
  expect(failure).toMatchObject({ code: 'RESPONSE_TOO_LARGE', hint: expect.stringContaining('max_bytes') });
  expect(await everything()).toEqual([]);
});

test('many files, many folders and many links are too many', async () => {
  const files = Array.from({ length: 30 }, (_, index) => entry({ path: `data/${index}` }));
  expect((await failureOf(receive(Buffer.concat([...files, END])))).message).toContain('20 files and folders');
  const deep = entry({ path: `data/${Array.from({ length: 30 }, () => 'd').join('/')}/`, type: 'Directory' });
  await rm(join(folder, 'data'), { recursive: true, force: true });
  expect((await failureOf(receive(Buffer.concat([deep, END])))).code).toBe('RESPONSE_TOO_LARGE');
  const links = Array.from({ length: 30 }, (_, index) => entry({ path: `data/l${index}`, type: 'SymbolicLink', linkpath: '/etc' }));
  await rm(join(folder, 'data'), { recursive: true, force: true });
  expect((await failureOf(receive(Buffer.concat([...links, END])))).code).toBe('RESPONSE_TOO_LARGE');
});

test('a name that comes twice keeps its first content', async () => {
  const { skipped } = await receive(Buffer.concat([entry({ path: 'data/a' }, 'first'), entry({ path: 'data/a' }, 'second'), END]));
  expect(await readFile(join(folder, 'data/a'), 'utf8')).toBe('first');
  expect(skipped.told).toEqual([{ path: 'data/a', reason: expect.stringContaining('already') }]);
});

test.each([
  ['the middle of a file', Buffer.concat([entry({ path: 'data/a', size: 900 }), Buffer.alloc(300)])],
  ['the middle of a header', entry({ path: 'data/a' }).subarray(0, 200)],
])('an archive that ends in %s is refused', async (_, archive) => {
  expect((await failureOf(receive(archive))).code).toBe('BAD_RESPONSE');
});

test.each([
  ['no archive at all', Buffer.from('tar: this is a message of a wrapper script\n'.repeat(30))],
  ['compressed', Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0]), Buffer.alloc(2000, 7)])],
  [
    'endless words about one entry',
    Buffer.concat(Array.from({ length: 40 }, () => entry({ path: 'x', type: 'NextFileHasLongPath' }, 'data/a'))),
  ],
  ['a path of a megabyte', entry({ path: 'x', type: 'NextFileHasLongPath', size: 2 ** 20 })],
  ['zeros without end', Buffer.alloc(3 * 1024 * 1024)],
])('%s is refused', async (_, archive) => {
  expect((await failureOf(receive(archive))).code).toBe('BAD_RESPONSE');
});
