import { createFleet, toFleetError } from '../../../index.js';
import { authenticationOf } from '../authentication.js';
import type { Command } from '../command.js';
import { CONFIG_OPTIONS } from '../config-options.js';
import { examineClusters } from '../examine-clusters.js';
import { examineMachine } from '../examine-machine.js';
import { examineRanchers } from '../examine-ranchers.js';
import { EXIT } from '../exit-codes.js';
import { findingLines, type Finding } from '../finding.js';
import { problemLine, readConfig } from '../open-fleet.js';
import { parseWords, text, type OptionSpecs, type ParsedWords } from '../options.js';
import { errorLine } from '../report-error.js';
import type { Terminal } from '../terminal.js';

const OPTIONS: OptionSpecs = {
  output: { type: 'string', value: 'FORMAT', choices: ['text', 'json'], description: 'How the answer is written' },
};

/** `fleetwright doctor` */
export const doctor: Command = {
  usage: '[options]',
  description:
    'Looks at this machine, the configuration, Rancher, the kubeconfigs and every cluster, and says what fails and what to do.\n' +
    'Exit status: 0 nothing fails, 1 something does.',
  options: OPTIONS,
  configured: true,
  examples: ['fleetwright doctor', 'fleetwright doctor --kubeconfig-dir ~/clusters'],
  run: async (words, terminal) => {
    const parsed = parseWords(words, { command: 'doctor', options: { ...OPTIONS, ...CONFIG_OPTIONS } });
    const findings = [...(await examineMachine(terminal.environment)), ...(await examineConfig(parsed, terminal))];
    // An interruption is told as such, not as a list of clusters that were not asked.
    terminal.interrupted.throwIfAborted();
    const failed = findings.filter(({ state }) => state === 'fail').length;
    if (text(parsed, 'output') === 'json') {
      terminal.print(JSON.stringify({ ok: failed === 0, findings }, undefined, 2));
    } else {
      const verdict = failed === 0 ? 'Nothing fails.' : `${String(failed)} of ${String(findings.length)} findings fail.`;
      terminal.print(`${findingLines(findings, terminal.colours)}\n\n${verdict}`);
    }
    return failed === 0 ? EXIT.ok : EXIT.failed;
  },
};

async function examineConfig(parsed: ParsedWords, terminal: Terminal): Promise<readonly Finding[]> {
  const file = text(parsed, 'config');
  const found: Finding[] = [
    {
      state: 'note',
      what: file === undefined ? 'configuration: no --config file; flags, environment and defaults' : `configuration: ${file}`,
    },
  ];
  try {
    const { config, warnings } = await readConfig(parsed, terminal);
    found.push(...warnings.map((warning): Finding => ({ state: 'note', what: `configuration: ${problemLine(warning)}` })));
    authenticationOf(config);
    const fleet = createFleet({ ...config, autoDiscovery: false });
    try {
      const ranchers = await examineRanchers(fleet, terminal);
      return [...found, ...ranchers, ...(await examineClusters(fleet, terminal))];
    } finally {
      await fleet.close();
    }
  } catch (thrown) {
    const error = toFleetError(thrown);
    return [...found, { state: 'fail', what: errorLine(error), advice: error.hint }];
  }
}
