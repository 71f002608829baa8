import { parseArgs } from 'node:util';
import { runProgram } from './run-program.js';

/** Everything that must hold, cheapest first. Later steps use what `build` and `pack` leave in dist/ and temp/. */
const STEPS: Readonly<Record<string, readonly [program: string, ...args: string[]]>> = {
  'format': ['prettier', '--check', '.'],
  'types': ['tsc', '-p', 'tsconfig.json'],
  'type-tests': ['tsc', '-p', 'test/types/tsconfig.json'],
  'page-types': ['tsc', '-p', 'src/adapters/rest/page/assets/tsconfig.json'],
  'lint': ['eslint', '.'],
  'docs': ['tsx', 'scripts/generate-docs.ts', '--check'],
  'api-reports': ['tsx', 'scripts/api-reports.ts'],
  'api-docs': ['typedoc', '--logLevel', 'Warn'],
  'build': ['tsup', '--silent'],
  'pack': ['tsx', 'scripts/pack.ts'],
  'publint': ['publint', 'run', 'temp/package.tgz', '--strict'],
  'attw': ['attw', 'temp/package.tgz', '--profile', 'esm-only'],
  'package': ['vitest', 'run', '--config', 'test/package/vitest.config.ts'],
  'tests': ['vitest', 'run'],
};

const { values } = parseArgs({ options: { only: { type: 'string' }, except: { type: 'string' } } });
const only = values.only?.split(',');
const except = values.except?.split(',') ?? [];
const unknown = [...(only ?? []), ...except].filter((name) => !(name in STEPS));
if (unknown.length > 0) {
  console.error(`unknown step ${unknown.join(', ')}; there are ${Object.keys(STEPS).join(', ')}`);
  process.exit(2);
}

const failed: string[] = [];
for (const [name, [program, ...args]] of Object.entries(STEPS)) {
  if (except.includes(name) || only?.includes(name) === false) continue;
  const { ok, output, seconds } = await runProgram(program, args);
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name.padEnd(12)} ${seconds.toFixed(1).padStart(6)} s`);
  if (ok) continue;
  failed.push(name);
  console.log(`${output.trimEnd()}\n`);
}
console.log(
  failed.length === 0 ? 'Everything holds.' : `Failed: ${failed.join(', ')}. Run one alone: npm run check -- --only ${failed[0] ?? ''}`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
