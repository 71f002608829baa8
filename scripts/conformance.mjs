/**
 * Lets programs of others judge our MCP server: the conformance suite for both protocol eras and the strict inspector.
 * Needs `npm ci`; installs the judges in a folder of their own (see outside-gates.mjs). Exits with 1 when one is not content.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { outsideGates } from './outside-gates.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const SUITE_TIMEOUT_MS = 5 * 60_000;

const { node, conformance, inspector } = await outsideGates();
const workspace = mkdtempSync(join(tmpdir(), 'fleetwright-conformance-'));
const app = spawn(process.execPath, ['--import', 'tsx', join(root, 'test/conformance/app.ts'), workspace], {
  cwd: root,
  stdio: ['pipe', 'pipe', 'inherit'],
});
const verdicts = [];
try {
  const { url } = JSON.parse(await firstLine(app));
  for (const revision of ['2025-11-25', '2026-07-28']) {
    const suite = [conformance, 'server', '--url', `${url}/mcp`, '--requirements', revision];
    verdicts.push([`conformance ${revision}`, await judge(node, [...suite, '--output-dir', join(workspace, revision)])]);
  }
  const strict = ['--cli', `${url}/mcp`, '--transport', 'http', '--method', 'tools/list', '--strict'];
  verdicts.push(['inspector tools/list --strict', await judge(node, [inspector, ...strict], false)]);
} finally {
  app.stdin.end();
  rmSync(workspace, { recursive: true, force: true });
}
for (const [what, code] of verdicts) console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${what}${code === 0 ? '' : ` (ended with ${code})`}`);
process.exitCode = verdicts.every(([, code]) => code === 0) ? 0 : 1;

/** Runs a judge; what it prints is indented, so that its counts are not taken for those of our own tests. */
async function judge(command, args, shown = true) {
  const child = spawn(command, args, { cwd: workspace, timeout: SUITE_TIMEOUT_MS, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) if (shown) console.log(`  | ${line}`);
  const [code, signal] = await ended;
  return code ?? signal;
}

async function firstLine(child) {
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error('The server under test did not start.');
}
