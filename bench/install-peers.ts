import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { peersFolder } from './peers.js';

/** `npm run bench:peers`: installs what the benchmark compares with into a side folder, never among this project's dependencies. */
const folder = peersFolder();
mkdirSync(folder, { recursive: true });
execFileSync('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', 'kubernetes-mcp-server'], {
  stdio: 'inherit',
  timeout: 300_000,
});
