import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, readFile, rename } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A program of tests that is built from Go. */
export interface GoProgram {
  readonly name: string;
  /** The folder of its module. */
  readonly source: string;
  /** What of the folder decides what is built. */
  readonly files: readonly string[];
  /** What `go build` builds. */
  readonly goPackage: string;
}

const run = promisify(execFile);

/** Its path; built once for each state of its source, and kept outside of the tree. */
export async function builtProgram({ name, source, files, goPackage }: GoProgram): Promise<string> {
  const contents = await Promise.all(files.map((file) => readFile(join(source, file))));
  const version = createHash('sha256').update(Buffer.concat(contents)).digest('hex').slice(0, 16);
  const cache = process.env['FLEETWRIGHT_CACHE_DIR'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'fleetwright');
  const folder = join(cache, 'test-programs');
  const path = join(folder, `${name}-${version}`);
  if (await isThere(path)) return path;
  await mkdir(folder, { recursive: true });
  const unfinished = `${path}.${String(process.pid)}`;
  const environment = { ...process.env, CGO_ENABLED: '0', GOWORK: 'off' };
  const build = ['build', '-mod=readonly', '-buildvcs=false', '-trimpath', '-ldflags=-s -w', '-o', unfinished, goPackage];
  await run('go', build, { cwd: source, env: environment });
  await rename(unfinished, path);
  return path;
}

async function isThere(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
