import { createFleet } from '../../../index.js';
import { startLocalFleet } from '../../../testing/index.js';
import type { Command } from '../command.js';
import { demoClusters } from '../demo-clusters.js';
import { checkPlace, placeKubeconfigs } from '../demo-kubeconfigs.js';
import { EXIT } from '../exit-codes.js';
import { logToTerminal } from '../log-to-terminal.js';
import { isOn, parseWords, text, type OptionSpecs } from '../options.js';
import { aborted, serveUntilInterrupted } from '../serve-until-interrupted.js';
import type { Terminal } from '../terminal.js';
import { UsageError } from '../usage-error.js';

const MOST_CLUSTERS = 12;

const OPTIONS: OptionSpecs = {
  'clusters': { type: 'string', value: 'COUNT', description: `How many clusters, from 1 to ${String(MOST_CLUSTERS)}; default 3` },
  'kubeconfig-dir': { type: 'string', value: 'DIR', description: 'Also write one kubeconfig per cluster into this folder, until the end' },
  'port': { type: 'string', value: 'PORT', description: 'Port to serve on; 0 takes a free one; default 8099' },
  'no-serve': { type: 'boolean', description: 'Only the clusters: print one line of JSON when they are ready' },
};

/** `fleetwright demo` */
export const demo: Command = {
  usage: '[options]',
  description:
    'Starts real Kubernetes control planes on this machine (v1.24.17 and the current release by turns, nodes are simulated), puts some\n' +
    'workloads into them, and serves them over HTTP as `fleetwright serve` does. Everything is gone when it ends (Ctrl-C or SIGTERM). The first start\n' +
    'downloads or builds the programs, which may take minutes; later starts take seconds.',
  options: OPTIONS,
  configured: false,
  examples: ['fleetwright demo', 'fleetwright demo --no-serve --clusters 3 --kubeconfig-dir ./demo-clusters'],
  run: async (words, terminal) => {
    const parsed = parseWords(words, { command: 'demo', options: OPTIONS });
    const clusters = demoClusters(wholeNumber('clusters', text(parsed, 'clusters') ?? '3', { least: 1, most: MOST_CLUSTERS }));
    const port = wholeNumber('port', text(parsed, 'port') ?? '8099', { least: 0, most: 65_535 });
    const names = clusters.map(({ name }) => name);
    const place = text(parsed, 'kubeconfig-dir');
    if (place !== undefined) await checkPlace(place, names);
    terminal.tell(`Starting ${names.join(', ')} on this machine.`);
    await using local = await startLocalFleet({ clusters, progress: (line) => terminal.tell(line), signal: terminal.interrupted });
    const placed = place === undefined ? undefined : await placeKubeconfigs(local.kubeconfigDirectory, place, names);
    try {
      const directory = placed?.directory ?? local.kubeconfigDirectory;
      if (isOn(parsed, 'no-serve')) await announceUntilInterrupted(directory, terminal);
      else await serveDemo(directory, port, terminal);
    } finally {
      await placed?.remove();
      terminal.tell('Stopping the clusters.');
    }
    return EXIT.ok;
  },
};

async function announceUntilInterrupted(directory: string, terminal: Terminal): Promise<void> {
  terminal.print(JSON.stringify({ ready: true, kubeconfig_dir: directory }));
  await aborted(terminal.interrupted);
}

async function serveDemo(directory: string, port: number, terminal: Terminal): Promise<void> {
  const fleet = createFleet({ kubeconfigDir: directory }, { logger: logToTerminal('warn', terminal) });
  try {
    const result = await fleet.run('clusters_status', {}, { signal: terminal.interrupted });
    terminal.tell(`${String(result.clusters.length)} clusters are ready; their kubeconfigs are in ${directory}`);
    terminal.tell(`Another terminal can use them: fleetwright status --kubeconfig-dir ${directory}`);
    await serveUntilInterrupted(fleet, { host: '127.0.0.1', port, allowUnauthenticated: false }, terminal);
  } finally {
    await fleet.close();
  }
}

function wholeNumber(name: string, written: string, { least, most }: { readonly least: number; readonly most: number }): number {
  const number = /^\d{1,6}$/.test(written) ? Number(written) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new UsageError(`--${name} is a whole number from ${String(least)} to ${String(most)}, not ${JSON.stringify(written)}.`, 'demo');
}
