import { join } from 'node:path';
import { mkdir, writeFile } from 'node:fs/promises';
import { dump } from 'js-yaml';
import { median, type Measure } from '../measure.js';
import { cleanEnvironment } from '../servers.js';
import { PROGRAM, type Site } from '../site.js';
import { StdioClient } from '../stdio-client.js';

const RUNS = 15;
const BARE_SERVER = `process.stdin.once('data',()=>process.stdout.write('{"jsonrpc":"2.0","id":1,"result":{}}\\n'));process.stdin.on('end',()=>process.exit())`;

/** Spawn to the answer of `initialize`, and what 500 clusters that nobody uses cost. */
export async function startupScenario(site: Site): Promise<Measure[]> {
  const one = await configured(site, 1);
  const many = await configured(site, 500);
  const starts = { bare: [] as number[], one: [] as number[], many: [] as number[], peer: [] as number[] };
  // Interleaved, so that a noisy moment of the machine falls on all of them.
  for (let run = 0; run < RUNS; run += 1) {
    starts.bare.push(await firstAnswer(process.execPath, ['-e', BARE_SERVER]));
    starts.one.push(await firstAnswer(process.execPath, [PROGRAM, 'mcp', '--kubeconfig-dir', one]));
    starts.many.push(await firstAnswer(process.execPath, [PROGRAM, 'mcp', '--kubeconfig-dir', many]));
    if (site.peers.mcpServer !== undefined)
      starts.peer.push(await firstAnswer(site.peers.mcpServer, ['--kubeconfig', site.mergedKubeconfig]));
  }
  const listOne = await listed(one);
  const listMany = await listed(many);
  return [
    {
      name: 'spawn → initialize, stdio',
      value: median(starts.one),
      unit: 'ms',
      must: { bound: 130, kind: 'at-most' },
      others: { 'bare Node': median(starts.bare), ...(starts.peer.length === 0 ? {} : { 'kubernetes-mcp-server': median(starts.peer) }) },
    },
    {
      name: '500 clusters: start later than with one',
      value: median(starts.many) - median(starts.one),
      unit: 'ms',
      must: { bound: 100, kind: 'at-most' },
    },
    { name: '500 clusters: spawn → clusters_list later than with one', value: listMany.milliseconds - listOne.milliseconds, unit: 'ms' },
    {
      name: '500 clusters: memory of each, listed',
      value: ((listMany.megabytes - listOne.megabytes) * 1024) / 499,
      unit: 'KB',
      must: { bound: 30, kind: 'at-most' },
    },
  ];
}

async function firstAnswer(command: string, args: readonly string[]): Promise<number> {
  const started = performance.now();
  const client = new StdioClient(command, args, cleanEnvironment());
  await client.initialize();
  const taken = performance.now() - started;
  await client.close();
  return taken;
}

async function listed(directory: string): Promise<{ milliseconds: number; megabytes: number }> {
  const taken: number[] = [];
  const memory: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    const started = performance.now();
    const client = new StdioClient(process.execPath, [PROGRAM, 'mcp', '--kubeconfig-dir', directory], cleanEnvironment());
    await client.initialize();
    await client.callTool('clusters_list', { limit: 1 });
    taken.push(performance.now() - started);
    memory.push(client.residentMegabytes());
    await client.close();
  }
  return { milliseconds: median(taken), megabytes: median(memory) };
}

async function configured(site: Site, count: number): Promise<string> {
  const directory = join(site.directory, `configured-${String(count)}`);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const kubeconfig = dump(site.fleet.cluster('legacy').kubeconfig('admin'));
  const names = Array.from({ length: count }, (_, index) => `unused-${String(index).padStart(3, '0')}.yaml`);
  await Promise.all(names.map((name) => writeFile(join(directory, name), kubeconfig, { mode: 0o600 })));
  return directory;
}
