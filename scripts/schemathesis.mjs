/**
 * Lets programs of others judge the HTTP API on real control planes: openapi-spec-validator its document; schemathesis its answers to
 * what it makes up out of that document, right and wrong. Needs `npm ci` and Python 3.10; test/schemathesis/ holds the server and the
 * rules. Exits with 1 when one is not content.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { pythonPrograms } from './outside-python.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const rules = join(root, 'test/schemathesis');
/** Far above what a run takes, so that a call that never ends is seen as what it is. */
const RUN_TIMEOUT_MS = 8 * 60_000;
/** The forms of an answer beside JSON: they differ in how it is written down, so the examples of the document are enough. */
const OTHER_FORMS = {
  // Events are no text.
  'text/plain': ['--exclude-path', '/v1/events'],
  // OpenAPI 3.1 cannot describe single events. The document describes the body, a text; schemathesis takes that for the events.
  'text/event-stream': ['--exclude-checks', 'response_schema_conformance'],
  // A stream of events never ends, and only that of the form above is cut off by schemathesis.
  'application/x-ndjson': ['--exclude-path', '/v1/events'],
};

const programs = await pythonPrograms('schemathesis', join(rules, 'requirements.txt'));
const workspace = mkdtempSync(join(tmpdir(), 'fleetwright-schemathesis-'));
const app = spawn(process.execPath, ['--import', 'tsx', join(rules, 'app.ts')], { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
const ended = once(app, 'exit');
const verdicts = [];
try {
  const { open, locked, token } = JSON.parse(await firstLine(app));
  const authorization = ['--header', `Authorization: Bearer ${token}`];
  for (const name of ['openapi.json', 'openapi.yaml']) {
    writeFileSync(join(workspace, name), await (await fetch(`${open}/${name}`)).text());
    verdicts.push([`openapi-spec-validator, ${name}`, await run('openapi-spec-validator', ['--schema', '3.1', name])]);
  }
  for (const [form, options] of Object.entries(OTHER_FORMS)) {
    const examples = ['--phases', 'examples', '--header', `Accept: ${form}`, ...options];
    verdicts.push([`schemathesis, examples as ${form}`, await judge(open, examples)]);
  }
  // These last: what they delete is missing afterwards.
  verdicts.push(['schemathesis, without authentication', await judge(open)]);
  // Behind the door the answers are the same ones: fewer of them.
  verdicts.push(['schemathesis, with a token', await judge(locked, [...authorization, '--max-examples', '15'])]);
} finally {
  app.stdin.end();
  await ended;
  rmSync(workspace, { recursive: true, force: true });
}
for (const [what, code] of verdicts) console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${what}${code === 0 ? '' : ` (ended with ${code})`}`);
process.exitCode = verdicts.every(([, code]) => code === 0) ? 0 : 1;

/** Resolves to 0 when schemathesis finds nothing. */
function judge(url, options = []) {
  return run('schemathesis', ['--config-file', join(rules, 'schemathesis.toml'), 'run', `${url}/openapi.json`, '--no-color', ...options]);
}

/** Runs a judge; what it prints is indented, so that its counts are not taken for those of our own tests. */
async function run(name, args) {
  const child = spawn(join(programs, name), args, {
    cwd: workspace,
    env: { ...process.env, SCHEMATHESIS_HOOKS: join(rules, 'hooks.py'), PYTHONDONTWRITEBYTECODE: '1', PYTHONUTF8: '1' },
    timeout: RUN_TIMEOUT_MS,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) console.log(`  | ${line}`);
  const [code, signal] = await exited;
  return code ?? signal;
}

async function firstLine(child) {
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error('The server under test did not start.');
}
