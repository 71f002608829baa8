import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT, runProgram } from './run-program.js';

// One tarball under a fixed name, for every step that judges what would be published.
const folder = join(PROJECT_ROOT, 'temp');
mkdirSync(folder, { recursive: true });
for (const file of readdirSync(folder)) if (file.endsWith('.tgz')) rmSync(join(folder, file));
const packed = await runProgram('npm', ['pack', '--ignore-scripts', '--pack-destination', folder]);
if (!packed.ok) {
  console.error(packed.output);
  process.exit(1);
}
const made = readdirSync(folder).find((file) => file.endsWith('.tgz'));
if (made === undefined) throw new Error(`npm pack wrote no tarball:\n${packed.output}`);
renameSync(join(folder, made), join(folder, 'package.tgz'));
