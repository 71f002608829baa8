import { FleetError, type ErrorCode } from '../../errors.js';
import { CHILD_ENVIRONMENT_BASE, childEnvironment, expandHome, hostEnvironment } from '../../platform/environment.js';
import { findProgram, runCommand, type CommandResult } from '../../platform/run-command.js';
import { redactText } from '../../platform/redact.js';

/** What the program `nsk` is told: by its environment only, never on its command line. */
export interface NskProgramOptions {
  /** A path, or a name to look for on PATH. @default 'nsk' */
  readonly nskPath?: string | undefined;
  readonly rancherUrl?: string | undefined;
  readonly rancherToken?: ((signal: AbortSignal) => string | Promise<string>) | undefined;
  readonly rancherInsecure?: boolean | undefined;
  /** @default 'default' */
  readonly profile?: string | undefined;
  readonly configDir?: string | undefined;
  readonly githubToken?: string | undefined;
  /** Milliseconds for one run. @default 30000 */
  readonly timeoutMs?: number | undefined;
}

const DEFAULT_TIMEOUT_MS = 30_000;

/** The path of the program; undefined when there is none. */
export async function findNsk({ nskPath = 'nsk' }: NskProgramOptions): Promise<string | undefined> {
  return findProgram(expandHome(nskPath), hostEnvironment()['PATH'] ?? '');
}

/** One run of `nsk`. @throws FleetError PROGRAM_MISSING, TIMEOUT, or what its words mean */
export async function runNsk(
  options: NskProgramOptions,
  words: readonly string[],
  { workingDirectory, signal }: { readonly workingDirectory?: string; readonly signal: AbortSignal },
): Promise<string> {
  const program = await findNsk(options);
  if (program === undefined) {
    throw new FleetError('PROGRAM_MISSING', `The program ${options.nskPath ?? 'nsk'} was not found.`, {
      hint: 'Install nsk, give its path (nsk_path), or set mode = "rancher" to ask Rancher without it.',
    });
  }
  const { timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  const result = await runCommand(program, words, {
    environment: childEnvironment(CHILD_ENVIRONMENT_BASE, await variables(options, signal)),
    timeoutMs,
    signal,
    maxOutputBytes: 32 * 1024 * 1024,
    ...(workingDirectory === undefined ? {} : { workingDirectory }),
  });
  signal.throwIfAborted();
  if (result.exitCode === 0 && !result.outputTruncated) return result.stdout;
  throw nskFailure(words, result, timeoutMs);
}

async function variables(options: NskProgramOptions, signal: AbortSignal): Promise<Record<string, string | undefined>> {
  return {
    RANCHER_URL: options.rancherUrl,
    RANCHER_TOKEN: await options.rancherToken?.(signal),
    RANCHER_INSECURE: options.rancherInsecure === true ? 'true' : undefined,
    NSK_PROFILE: options.profile ?? 'default',
    NSK_CONFDIR: options.configDir,
    GITHUB_TOKEN: options.githubToken,
  };
}

/** The one place where the words of `nsk` become error codes. Its texts are not known for certain: what does not fit is PROGRAM_FAILED. */
const MEANINGS: readonly (readonly [RegExp, ErrorCode])[] = [
  [/statusCode \[401\]|unauthorized|must authenticate/i, 'UNAUTHORIZED'],
  [/statusCode \[403\]|forbidden/i, 'FORBIDDEN'],
  [/statusCode \[404\]|not found/i, 'NOT_FOUND'],
  [/statusCode \[429\]|rate limit|too many requests/i, 'RATE_LIMITED'],
  [/statusCode \[5\d\d\]/i, 'SERVER_ERROR'],
  [/connection refused/i, 'CONNECTION_REFUSED'],
  [/network (is )?unreachable|connection reset|broken pipe|\bEOF\b/i, 'CONNECTION_FAILED'],
  [/no such host|temporary failure in name resolution/i, 'DNS_FAILED'],
  [/x509|certificate/i, 'TLS_FAILED'],
  [/time(d )?-?out|deadline exceeded/i, 'TIMEOUT'],
  [/temporary failure/i, 'CONNECTION_FAILED'],
];

function nskFailure(
  words: readonly string[],
  { exitCode, stderr, stdout, timedOut, outputTruncated }: CommandResult,
  timeoutMs: number,
): FleetError {
  const what = `nsk ${words
    .filter((word) => !word.startsWith('-'))
    .slice(0, 2)
    .join(' ')}`;
  if (timedOut) return new FleetError('TIMEOUT', `${what} did not finish within ${String(timeoutMs / 1000)} s.`, { hint: HINT });
  if (outputTruncated) return new FleetError('RESPONSE_TOO_LARGE', `${what} printed more than can be kept.`, { hint: HINT });
  const said = redactText((stderr.trim() === '' ? stdout : stderr).trim().slice(-1_000));
  const code = MEANINGS.find(([pattern]) => pattern.test(said))?.[1] ?? 'PROGRAM_FAILED';
  return new FleetError(code, `${what} failed (exit code ${String(exitCode ?? 'none')}): ${said === '' ? 'it said nothing' : said}`, {
    hint: HINT,
    details: { exitCode: exitCode ?? null },
  });
}

const HINT = 'Run nsk auth verify by hand with the same profile. The kubeconfigs at hand stay in use.';
