import { ERROR_CODES, type FleetError, redactText, toFleetError, type ErrorCode } from '../../index.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import type { Terminal } from './terminal.js';
import { UsageError } from './usage-error.js';

/** Codes of calls that were refused before anything was asked of a cluster. */
const REFUSED: ReadonlySet<ErrorCode> = new Set([
  'INPUT_INVALID',
  'OPERATION_UNKNOWN',
  'OPERATION_NOT_ALLOWED',
  'CONFIRMATION_REQUIRED',
  'CONFIRMATION_INVALID',
  'OPERATION_DECLINED',
  'CLUSTER_NOT_SELECTED',
  'CLUSTER_NAME_CONFLICT',
  'SELECTOR_INVALID',
  'CONFIG_INVALID',
]);

/** Hints that say more here than their code says to everyone. */
const HINTS: Partial<Record<ErrorCode, string>> = {
  // What is given for one process is of no use to the next.
  CONFIRMATION_REQUIRED: 'Run it on a terminal, where it can be asked, or pass --yes.',
  CLUSTER_NOT_SELECTED: 'Pass --cluster NAME; for reads, --default-cluster NAME does too.',
  CLUSTER_UNKNOWN: '`fleetwright call clusters_list` shows the names.',
  OPERATION_UNKNOWN: '`fleetwright tools` lists the operations.',
};

/** Says on standard error what went wrong and what to do, and gives the exit status for it. */
export function reportError(thrown: unknown, terminal: Terminal): ExitCode {
  if (thrown instanceof UsageError) {
    const help = thrown.command === undefined ? 'fleetwright --help' : `fleetwright ${thrown.command} --help`;
    terminal.tell(`error: ${thrown.message}\nhint: ${help} shows what there is.`);
    return EXIT.refused;
  }
  const error = toFleetError(thrown);
  if (terminal.interrupted.aborted && (error.code === 'CANCELLED' || error.code === 'CLOSED')) {
    terminal.tell('Interrupted.');
    return EXIT.interrupted;
  }
  terminal.tell(`error ${errorLine(error)}\nhint: ${hintOf(error)}`);
  if (showsStacks(terminal)) terminal.tell(redactText(stackOf(thrown)));
  return exitCodeOf(error.code);
}

/** An unknown cluster of Rancher has a hint of its own, which says more than the one that goes by the code. */
function hintOf({ code, hint }: FleetError): string {
  if (code === 'CLUSTER_UNKNOWN' && hint !== ERROR_CODES[code].hint) return hint;
  return HINTS[code] ?? hint;
}

/** `TIMEOUT (cluster prod-1): message`. */
export function errorLine(error: FleetError): string {
  return redactText(`${error.code}${error.cluster === undefined ? '' : ` (cluster ${error.cluster})`}: ${error.message}`);
}

/** The exit status of an error. */
export function exitCodeOf(code: ErrorCode): ExitCode {
  if (code === 'CLUSTER_UNKNOWN') return EXIT.nothingMatched;
  return REFUSED.has(code) ? EXIT.refused : EXIT.failed;
}

function showsStacks({ environment }: Terminal): boolean {
  return ['debug', 'trace', '3', '4', '5', '6', '7', '8', '9'].includes(environment['LOG_LEVEL']?.toLowerCase() ?? '');
}

function stackOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  return `${thrown.stack ?? thrown.message}${thrown.cause === undefined ? '' : `\ncaused by ${stackOf(thrown.cause)}`}`;
}
