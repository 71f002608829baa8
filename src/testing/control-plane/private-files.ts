import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes files that only this user may read, into a folder that only this user may open. Resolves to the path of each. */
export async function writePrivateFiles<Name extends string>(
  directory: string,
  contents: Readonly<Record<Name, string>>,
): Promise<Readonly<Record<Name, string>>> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const paths: Record<Name, string> = { ...contents };
  for (const name in contents) {
    paths[name] = join(directory, name);
    await writeFile(paths[name], contents[name], { mode: 0o600 });
  }
  return paths;
}
