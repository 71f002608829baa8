import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { committedSnapshots, currentSnapshots, SNAPSHOT_FOLDER } from '../test/snapshots/operation-snapshot.js';

const current = currentSnapshots();
const committed = committedSnapshots();
for (const name of committed.keys()) {
  if (current.has(name)) continue;
  rmSync(join(SNAPSHOT_FOLDER, `${name}.json`));
  console.log(`removed ${name}`);
}
for (const [name, text] of current) {
  if (committed.get(name) === text) continue;
  writeFileSync(join(SNAPSHOT_FOLDER, `${name}.json`), text);
  console.log(`wrote ${name}`);
}
