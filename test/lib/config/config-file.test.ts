import { chmod, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/lib/config/load-config.js';
import { tomlLines } from '../../../src/lib/config/toml-lines.js';
import { configDirectory, configFile, failureOf } from './support.js';

async function messageFor(file: string): Promise<string> {
  return (await failureOf(() => loadConfig({ file, environment: {} }))).error.message;
}

describe('a configuration file that cannot be used', () => {
  it('does not exist', async () => {
    const directory = await configDirectory();
    expect(await messageFor(join(directory, 'missing.toml'))).toContain('missing.toml does not exist');
    expect(await messageFor(join(await configFile(''), 'below-a-file'))).toContain('does not exist');
  });

  it('is a directory', async () => {
    expect(await messageFor(await configDirectory())).toContain('is a directory');
  });

  it('may not be read', async () => {
    const file = await configFile('port = 1\n');
    await chmod(file, 0o000);
    // Root reads everything, so that it has to be somebody else for a moment.
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid?.(65_534);
    try {
      expect(await messageFor(file)).toContain('may not be read');
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  });

  it('leads nowhere', async () => {
    const path = join(await configDirectory(), 'loop.toml');
    await symlink(path, path);
    expect(await messageFor(path)).toContain('cannot be read');
  });

  it('is not TOML: line and column, and nothing of its content', async () => {
    const file = await configFile('port = 1\n[nsk]\nrancher_token = "canary-7f3a9\nprofile = "x"\n');
    const { error, problems } = await failureOf(() => loadConfig({ file, environment: {} }));
    expect(problems).toMatchObject([{ line: 3, message: expect.stringMatching(/is not TOML: .*\(column \d+\)/) as unknown }]);
    expect(JSON.stringify(error) + error.message).not.toContain('canary');
  });

  it('names a key twice', async () => {
    expect(await messageFor(await configFile('port = 1\nport = 2\n'))).toContain('line 2');
  });

  it('is not text', async () => {
    expect(await messageFor(await configFile(Buffer.from([0xff, 0xfe, 0x00, 0x80])))).toContain('is not UTF-8 text');
  });

  it('is far too large', async () => {
    expect(await messageFor(await configFile('#'.repeat(5 * 1024 * 1024)))).toContain('at most');
  });

  it('is fine when empty, with a byte order mark or with Windows line ends', async () => {
    expect((await loadConfig({ file: await configFile(''), environment: {} })).config.host).toBe('127.0.0.1');
    expect(
      (await loadConfig({ file: await configFile('\ufeffhost = "a"\r\n[nsk]\r\nprofile = "b"\r\n'), environment: {} })).config,
    ).toMatchObject({
      host: 'a',
      nsk: { profile: 'b' },
    });
  });
});

it('tomlLines finds keys of tables, dotted and quoted keys, and is not misled by text blocks', () => {
  const lines = tomlLines(
    [
      'a = 1',
      'text = """',
      'not_a_key = 2',
      '"""',
      '[b.c]',
      'd.e = 3',
      '["x.y"]',
      "'q' = 1",
      '[[list]]',
      'f = 1',
      '[[list]]',
      'f = 2',
    ].join('\n'),
  );
  const found = Object.fromEntries([...lines].map(([path, line]) => [path.split('\0').join('>'), line]));
  expect(found).toEqual({
    'a': 1,
    'text': 2,
    'b>c': 5,
    'b>c>d>e': 6,
    'x.y': 7,
    'x.y>q': 8,
    'list': 9,
    'list>0': 9,
    'list>0>f': 10,
    'list>1': 11,
    'list>1>f': 12,
  });
});
