import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configurationPage } from './reference/configuration-page.js';
import { errorsPage } from './reference/errors-page.js';
import { eventsPage } from './reference/events-page.js';
import { operationsPage } from './reference/operations-page.js';
import { PROJECT_ROOT } from './run-program.js';

/** Page name → its text, made from the code. `--check` fails on a difference instead of writing. */
const pages: Readonly<Record<string, () => string>> = {
  'configuration.md': configurationPage,
  'errors.md': errorsPage,
  'events.md': eventsPage,
  'operations.md': operationsPage,
};

const folder = join(PROJECT_ROOT, 'docs/reference');
const check = process.argv.includes('--check');
mkdirSync(folder, { recursive: true });
for (const [name, make] of Object.entries(pages)) {
  const path = join(folder, name);
  const text = `<!-- Generated from the code by \`npm run docs:generate\`. Do not edit. -->\n\n${make().trimEnd()}\n`;
  if (readOrNothing(path) === text) continue;
  if (check) {
    console.error(`docs/reference/${name} is stale: run \`npm run docs:generate\` and commit it.`);
    process.exitCode = 1;
  } else {
    writeFileSync(path, text);
    console.log(`wrote docs/reference/${name}`);
  }
}

function readOrNothing(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
