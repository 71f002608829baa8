import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../architecture/source-files.js';

const folder = join(PROJECT_ROOT, 'examples');

/** Names of the example programs that the tests run. Folders with packages of their own are not among them. */
export function exampleFiles(): string[] {
  return readdirSync(folder).filter((file) => file.endsWith('.ts'));
}

export function exampleText(file: string): string {
  return readFileSync(join(folder, file), 'utf8');
}
