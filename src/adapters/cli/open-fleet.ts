import { createFleet, loadConfig, type ConfigProblem, type Fleet, type LoadedConfig } from '../../index.js';
import { configFlags } from './config-options.js';
import { logToTerminal } from './log-to-terminal.js';
import { text, type ParsedWords } from './options.js';
import type { Terminal } from './terminal.js';

/**
 * Reads the configuration that a command line names.
 * @throws FleetError CONFIG_INVALID
 */
export function readConfig(parsed: ParsedWords, terminal: Terminal): Promise<LoadedConfig> {
  return loadConfig({ file: text(parsed, 'config'), flags: configFlags(parsed), environment: terminal.environment });
}

/**
 * The fleet that a command line names; warnings are told once.
 * @throws FleetError CONFIG_INVALID
 */
export async function openFleet(parsed: ParsedWords, terminal: Terminal, life: 'one call' | 'lasting'): Promise<Fleet> {
  const { config, warnings, provenance } = await readConfig(parsed, terminal);
  for (const warning of warnings) terminal.tell(`warning: ${problemLine(warning)}`);
  const logger = logToTerminal(provenance['log_level'] === 'default' ? 'warn' : config.logLevel, terminal);
  // Nobody waits for changes of the kubeconfigs during one call.
  const fleet = createFleet(life === 'lasting' ? config : { ...config, autoDiscovery: false }, { logger });
  // Servers ask their Ranchers before the first call comes. What fails is in the log; nobody waits for it.
  if (life === 'lasting' && fleet.ranchers.length > 0) void fleet.clusters.start().catch(() => undefined);
  return fleet;
}

/** Runs something with the fleet of a command line, and closes the fleet whatever comes. */
export async function withFleet<Result>(
  parsed: ParsedWords,
  terminal: Terminal,
  use: (fleet: Fleet) => Promise<Result>,
  life: 'one call' | 'lasting' = 'one call',
): Promise<Result> {
  const fleet = await openFleet(parsed, terminal, life);
  try {
    return await use(fleet);
  } finally {
    await fleet.close();
  }
}

/** A problem of the configuration as one line. */
export function problemLine({ key, message, suggestion, source, line }: ConfigProblem): string {
  const place = line === undefined ? source : `${source}, line ${String(line)}`;
  return `${key === '' ? '' : `${key} `}${message} (${place})${suggestion === undefined ? '' : `. ${suggestion}`}`;
}
