import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT, runProgram } from './run-program.js';

/** `--update` writes etc/*.api.md; without it a report that differs from the code is a failure. */
const update = process.argv.includes('--update');
rmSync(join(PROJECT_ROOT, 'temp/types'), { recursive: true, force: true });
mkdirSync(join(PROJECT_ROOT, 'etc'), { recursive: true });

const declarations = await runProgram('tsc', ['-p', 'tsconfig.types.json']);
if (!declarations.ok) {
  console.error(declarations.output);
  process.exit(1);
}
const configurations = readdirSync(PROJECT_ROOT).filter((file) => /^api-extractor(-[a-z]+)?\.json$/.test(file));
for (const configuration of configurations) {
  const { ok, output } = await runProgram('api-extractor', ['run', '--config', configuration, ...(update ? ['--local'] : [])]);
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${configuration}`);
  if (ok) continue;
  console.error(`${output}\nIf the change of the public surface is meant: npm run api:update, read the difference, commit it.`);
  process.exitCode = 1;
}
