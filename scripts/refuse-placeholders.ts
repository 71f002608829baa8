import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from './run-program.js';

// Provenance, the registry name and every link of the package rest on these fields.
if (readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8').includes('OWNER/')) {
  console.error('package.json still names the repository OWNER/fleetwright: write the real one before publishing.');
  process.exitCode = 1;
}
