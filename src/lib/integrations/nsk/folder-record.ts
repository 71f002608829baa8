import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { FleetError } from '../../errors.js';
import { isMissingFile } from '../../platform/is-missing-file.js';
import { parseJson } from '../../platform/plain-records.js';
import { fileFailed, writePrivateFile } from '../../platform/private-files.js';

/**
 * What stands in a file of ours beside the kubeconfigs; undefined when there is none. It is never replaced silently.
 * @param hint what it is good for, and what to do when it is damaged
 * @throws FleetError FILE_FAILED when there is one that cannot be used
 */
export async function readFolderRecord<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  hint: string,
): Promise<z.output<Schema> | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (isMissingFile(error)) return undefined;
    throw fileFailed(`${path} could not be read`, error);
  }
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new FleetError('FILE_FAILED', `${path} is damaged: it is not what fleetwright wrote.`, { hint, details: { path } });
}

export async function writeFolderRecord(path: string, record: object): Promise<void> {
  await writePrivateFile(path, `${JSON.stringify(record, undefined, 1)}\n`);
}
