import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { median, type Measure } from '../measure.js';
import { cleanEnvironment } from '../servers.js';

const RUNS = 15;
const ROOT = new URL('../../dist/index.js', import.meta.url).href;
const LANGCHAIN = new URL('../../dist/adapters/langchain/index.js', import.meta.url).href;
const LANGCHAIN_ITSELF = '@langchain/core/tools';

/** What the first `import` of the package takes in a new process. */
export async function importsScenario(): Promise<Measure[]> {
  const taken = { root: [] as number[], langchain: [] as number[], itself: [] as number[] };
  for (let run = 0; run < RUNS; run += 1) {
    taken.root.push(await importTime(ROOT));
    taken.langchain.push(await importTime(LANGCHAIN));
    taken.itself.push(await importTime(LANGCHAIN_ITSELF));
  }
  return [
    { name: "import 'fleetwright'", value: median(taken.root), unit: 'ms', must: { bound: 60, kind: 'at-most' } },
    {
      name: "import 'fleetwright/langchain'",
      value: median(taken.langchain),
      unit: 'ms',
      others: { [LANGCHAIN_ITSELF]: median(taken.itself) },
    },
  ];
}

/** Milliseconds, the start of Node.js not counted. */
async function importTime(specifier: string): Promise<number> {
  const program = `const started = performance.now(); await import(${JSON.stringify(specifier)}); console.log(performance.now() - started)`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], { env: cleanEnvironment() });
  return Number(stdout);
}
