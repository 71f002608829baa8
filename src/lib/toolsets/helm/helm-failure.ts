import { FleetError, type ErrorCode } from '../../errors.js';
import type { CommandResult } from '../../platform/run-command.js';

/** What is known of a run that failed. */
export interface HelmFailureFacts {
  readonly command: string;
  /** Its folder, which says nothing to anybody. */
  readonly folder: string;
  /** What the session refused or failed at while it ran. */
  readonly failures: readonly FleetError[];
}

interface Meaning {
  readonly says: RegExp;
  readonly code: ErrorCode;
  readonly hint: string;
}

/** What the words of helm mean: the one place that reads them. The first that fits counts. */
const MEANINGS: readonly Meaning[] = [
  {
    says: /another operation \(install\/upgrade\/rollback\) is in progress/,
    code: 'CONFLICT',
    hint: 'If nobody else is at it, the last one was interrupted: look at helm_history, then helm_rollback to the last revision that was deployed, or helm_uninstall where there is none.',
  },
  {
    says: /cannot re-?use a name that is still in use/,
    code: 'CONFLICT',
    hint: 'Use helm_upgrade for the release that is there, or another name.',
  },
  {
    says: /has no deployed releases/,
    code: 'CONFLICT',
    hint: 'Where there is no release yet, use helm_install; where its first installation failed, helm_uninstall it before.',
  },
  {
    says: /invalid ownership metadata|cannot be imported into the current release/,
    code: 'CONFLICT',
    hint: 'An object of this name belongs to something else; rename it in the values, or remove it.',
  },
  {
    says: /release(?: name)?: not found|release: .* not found|release not loaded|has no \d+ version/i,
    code: 'NOT_FOUND',
    hint: 'helm_list shows the releases of a namespace, helm_history the revisions of a release.',
  },
  {
    says: /namespaces? "[^"]*" not found/,
    code: 'NOT_FOUND',
    hint: 'Pass create_namespace=true, or make the namespace first.',
  },
  {
    says: /values don't meet the specifications of the schema|parse error|execution error|error calling|failed to parse/,
    code: 'INPUT_INVALID',
    hint: 'The chart does not accept these values; helm_show what=values shows those that it knows.',
  },
  {
    says: / is invalid: |error validating data|cannot be handled as an? |unable to build kubernetes objects/,
    code: 'INVALID_OBJECT',
    hint: 'The cluster does not take what the chart makes of these values: helm_template shows it.',
  },
  {
    says: /timed out waiting|context deadline exceeded|client rate limiter Wait|resource .* not ready/,
    code: 'TIMEOUT',
    hint: 'What was sent is in the cluster and may still become ready: look at helm_status, pods_list and events_list.',
  },
  {
    says: /dial tcp|no such host|x509: |tls: |server gave HTTP response|response status code 4(?:01|03)|: 40[13] /,
    code: 'CONNECTION_FAILED',
    hint: 'The server of the chart does not answer as it should: check the address, its certificate (ca_file below [helm]) and its login (registry_config).',
  },
  {
    says: /chart .* not found|failed to (?:fetch|download)|is not a valid chart repository|no chart version|not a valid chart|manifest unknown|: not found\.$|404 Not Found|Chart\.yaml file is missing|improper constraint|could not locate a version|Unable to locate any tags/,
    code: 'NOT_FOUND',
    hint: 'Check the chart and its version with helm_versions and helm_show.',
  },
];

/** Answers of an API server that programs expect. Other failures of the way to the cluster explain more than what helm says of them. */
const ORDINARY: ReadonlySet<ErrorCode> = new Set([
  'NOT_FOUND',
  'CONFLICT',
  'INVALID_OBJECT',
  'INPUT_INVALID',
  'CONTINUE_EXPIRED',
  'KIND_UNKNOWN',
  'CANCELLED',
  'CLOSED',
]);

/** A run that failed as the error to throw. */
export function helmFailure(result: CommandResult, facts: HelmFailureFacts): FleetError {
  const said = saying(result, facts.folder);
  const details = { command: `helm ${facts.command}`, exitCode: result.exitCode };
  const refused = facts.failures.find(({ code }) => code === 'OPERATION_NOT_ALLOWED');
  if (refused !== undefined) {
    return new FleetError('OPERATION_NOT_ALLOWED', `helm ${facts.command} was stopped: ${refused.message}`, {
      cause: refused,
      hint: `${refused.hint} Charts with hooks delete what an earlier run of a hook left.`,
      details: { ...details, helm: said },
    });
  }
  if (result.outputTruncated) return new FleetError('RESPONSE_TOO_LARGE', `helm ${facts.command} wrote more than is read.`, { details });
  const meaning = MEANINGS.find(({ says }) => says.test(said));
  const way = facts.failures.findLast(({ code }) => !ORDINARY.has(code));
  if (way !== undefined && (meaning === undefined || said.includes(saidBy(way)))) {
    return new FleetError(way.code, `helm ${facts.command} failed: ${way.message}`, {
      cause: way,
      hint: way.hint,
      details: { ...way.details, ...details, helm: said },
    });
  }
  const why = result.timedOut ? `it did not end in time. ${said}` : said;
  return new FleetError(result.timedOut ? 'TIMEOUT' : (meaning?.code ?? 'PROGRAM_FAILED'), `helm ${facts.command} failed: ${why}`, {
    hint: meaning?.hint,
    details,
  });
}

/** The words in which helm was told of a failure. */
function saidBy({ message, details }: FleetError): string {
  const told = details?.['kubernetesMessage'];
  return typeof told === 'string' ? told : message;
}

const LONGEST = 2_000;

/** From the last line that begins with `Error:` on, without log lines and places that are gone. */
function saying({ stderr, stdout }: CommandResult, folder: string): string {
  const text = (stderr.trim() === '' ? stdout : stderr).replaceAll(folder, '…');
  const lines = text
    .replace(/\d+ errors? occurred:\s+\* /, '')
    .split('\n')
    .filter((line) => !/^(level=|time=|WARNING: |I\d{4} |W\d{4} |E\d{4} )/.test(line));
  const start = lines.findLastIndex((line) => line.startsWith('Error: '));
  const said = lines
    .slice(Math.max(start, 0))
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n')
    .replace(/^Error: /, '')
    .replace(/\.?$/, '.');
  if (said === '.') return 'it gave no reason.';
  return said.length > LONGEST ? `${said.slice(0, LONGEST)}…` : said;
}
