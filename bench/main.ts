import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { holds, type Measure } from './measure.js';
import { reportTable } from './report.js';
import { importsScenario } from './scenarios/imports.js';
import { largeNamespaceScenario } from './scenarios/large-namespace.js';
import { listingScenario } from './scenarios/listing.js';
import { loadScenario } from './scenarios/load.js';
import { memoryScenario } from './scenarios/memory.js';
import { overheadScenario } from './scenarios/overhead.js';
import { rancherScenario } from './scenarios/rancher.js';
import { readingScenario } from './scenarios/reading.js';
import { requestsScenario } from './scenarios/requests.js';
import { startupScenario } from './scenarios/startup.js';
import { statusScenario } from './scenarios/status.js';
import { subscribersScenario } from './scenarios/subscribers.js';
import { openSite } from './site.js';

const scenarios = {
  'startup': startupScenario,
  'imports': importsScenario,
  'listing': listingScenario,
  'reading': readingScenario,
  'requests': requestsScenario,
  'overhead': overheadScenario,
  'load': loadScenario,
  'subscribers': subscribersScenario,
  'memory': memoryScenario,
  'status': statusScenario,
  'rancher': rancherScenario,
  // Last: what it makes stays on the cluster of all.
  'large-namespace': largeNamespaceScenario,
};

const progress = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** `npm run bench [scenario…]`: prints a table, writes JSON, exits 1 when a bound is missed. */
async function main(wanted: readonly string[]): Promise<number> {
  const chosen = Object.entries(scenarios).filter(([name]) => wanted.length === 0 || wanted.includes(name));
  if (chosen.length === 0) throw new Error(`There is no such scenario; there are: ${Object.keys(scenarios).join(', ')}.`);
  const site = await openSite(progress);
  const measures: Measure[] = [];
  try {
    for (const [name, run] of chosen) {
      progress(`measuring ${name}`);
      measures.push(...(await run(site)));
    }
  } finally {
    await site.close();
  }
  process.stdout.write(`${reportTable(measures)}\n`);
  const folder = join('temp', 'bench');
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'latest.json'),
    `${JSON.stringify({ at: new Date().toISOString(), node: process.version, measures }, null, 2)}\n`,
  );
  return measures.some((measure) => holds(measure) === false) ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
