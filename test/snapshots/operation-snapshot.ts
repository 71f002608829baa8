import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { operationSchemas, TOOLSETS, type Operation } from '../../src/index.js';

/** The folder of the committed snapshots: one `NAME.json` per operation. */
export const SNAPSHOT_FOLDER = dirname(fileURLToPath(import.meta.url));

/** What callers see of an operation: a change of any of it may break one of them. */
function operationSnapshot(operation: Operation, toolset: string): Record<string, unknown> {
  const { name, title, description, scope, effect, idempotent, needs = [], long = false } = operation;
  return { name, title, description, toolset, scope, effect, idempotent, needs, long, ...operationSchemas(operation) };
}

/** Operation name → the text its snapshot file should hold. */
export function currentSnapshots(): Map<string, string> {
  const snapshots = TOOLSETS.flatMap(({ name: toolset, operations }) =>
    operations.map((operation): [string, string] => [
      operation.name,
      `${JSON.stringify(operationSnapshot(operation, toolset), null, 2)}\n`,
    ]),
  );
  return new Map(snapshots);
}

/** Operation name → the text its snapshot file holds. */
export function committedSnapshots(): Map<string, string> {
  const files = readdirSync(SNAPSHOT_FOLDER).filter((file) => file.endsWith('.json'));
  return new Map(files.map((file) => [file.slice(0, -'.json'.length), readFileSync(join(SNAPSHOT_FOLDER, file), 'utf8')]));
}
