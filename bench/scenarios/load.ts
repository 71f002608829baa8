import { generateLoad, type Load, type LoadResult } from '../http/generate-load.js';
import type { MeasuredProgram } from '../http/measured-program.js';
import { apiAccess, startRest } from '../http/rest-site.js';
import { mean, type Measure } from '../measure.js';
import { SMALL_NAMESPACE, type Site } from '../site.js';

const CONNECTIONS = 500;
const SECONDS = 30;
const WARM_UP_SECONDS = 10;
const BARE_SECONDS = 5;
const LIST = `/v1/core/pods_list_in_namespace?cluster=legacy&namespace=${SMALL_NAMESPACE}`;
const BARE_LIST = `/api/v1/namespaces/${SMALL_NAMESPACE}/pods?includeObject=None&limit=200`;
const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';

/** 500 callers at once: each asks for a small list again as soon as it has one. Server, callers and API servers share the machine. */
export async function loadScenario(site: Site): Promise<Measure[]> {
  const { port, ca, cert, key } = apiAccess(site);
  const bare = await generateLoad({
    port,
    path: BARE_LIST,
    accept: TABLE,
    tls: { ca, cert, key },
    connections: CONNECTIONS,
    seconds: BARE_SECONDS,
  });
  const rest = await startRest(site);
  const load: Load = { port: rest.port, path: LIST, connections: CONNECTIONS, seconds: SECONDS };
  try {
    await generateLoad({ ...load, seconds: WARM_UP_SECONDS });
    const before = await rest.memory();
    // Collecting the garbage made the program smaller than it is at work.
    await generateLoad({ ...load, seconds: WARM_UP_SECONDS });
    const started = rest.cpuMilliseconds();
    const { result, resident } = await underLoad(rest, load);
    const cpu = rest.cpuMilliseconds() - started;
    const after = await rest.memory();
    const third = Math.floor(resident.length / 3);
    return [
      {
        name: `${CONNECTIONS} at once for ${SECONDS} s: errors`,
        value: errorsOf(result),
        unit: 'errors',
        must: { bound: 0, kind: 'at-most' },
      },
      {
        name: 'the same: 99th percentile',
        value: result.p99,
        unit: 'ms',
        must: { bound: 250, kind: 'at-most' },
        others: { 'bare requests to the API server': bare.p99 },
      },
      { name: 'the same: median', value: result.median, unit: 'ms', others: { 'bare requests to the API server': bare.median } },
      {
        name: 'the same: calls',
        value: result.answered / SECONDS,
        unit: 'per second',
        others: { 'bare requests to the API server': bare.answered / BARE_SECONDS },
      },
      {
        name: 'the same: resident memory, last third over the first',
        value: growth(mean(resident.slice(0, third)), mean(resident.slice(-third))),
        unit: '%',
        must: { bound: 15, kind: 'at-most' },
      },
      {
        name: 'the same: heap after it over before, warm',
        value: growth(before.heapMegabytes, after.heapMegabytes),
        unit: '%',
        must: { bound: 15, kind: 'at-most' },
      },
      {
        name: 'processor time of a call under this load',
        value: cpu / result.answered,
        unit: 'ms',
      },
    ];
  } finally {
    await rest.close();
  }
}

/** Runs the load and looks at the memory meanwhile. */
async function underLoad(rest: MeasuredProgram, load: Load): Promise<{ result: LoadResult; resident: number[] }> {
  const resident: number[] = [];
  const timer = setInterval(() => resident.push(rest.residentMegabytes()), 200);
  try {
    return { result: await generateLoad(load), resident };
  } finally {
    clearInterval(timer);
  }
}

function errorsOf({ errors, sent, answered }: LoadResult): number {
  for (const [what, count] of Object.entries(errors)) process.stderr.write(`${String(count)} times: ${what}\n`);
  return Math.max(
    sent - answered,
    Object.values(errors).reduce((sum, count) => sum + count, 0),
  );
}

/** Percent. */
function growth(before: number, after: number): number {
  return (after / before - 1) * 100;
}
