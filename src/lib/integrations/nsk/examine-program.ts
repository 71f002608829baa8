import { toFleetError, type FleetError } from '../../errors.js';
import { CHILD_ENVIRONMENT_BASE, childEnvironment } from '../../platform/environment.js';
import { redactText } from '../../platform/redact.js';
import { runCommand } from '../../platform/run-command.js';
import type { RancherFinding } from './finding.js';
import type { NskIntegrationOptions } from './nsk-options.js';
import { findNsk, runNsk } from './nsk-program.js';

/** Whether the program nsk is there, what it calls itself, and whether its login holds. */
export async function examineProgram(
  options: NskIntegrationOptions,
  signal: AbortSignal,
): Promise<{ readonly findings: readonly RancherFinding[]; readonly isAsked: boolean }> {
  const { mode = 'auto', nskPath = 'nsk', rancherUrl, rancherToken } = options;
  if (mode === 'rancher')
    return { isAsked: false, findings: [{ state: 'note', what: 'Rancher is asked itself; the program nsk is not used' }] };
  const path = await findNsk(options);
  if (path !== undefined) {
    const version = await versionOf(path, signal);
    const found: RancherFinding = { state: 'ok', what: `nsk: ${path} (${version ?? 'it tells no version'})` };
    return { isAsked: true, findings: [found, await login(options, signal)] };
  }
  if (mode === 'auto' && rancherUrl !== undefined && rancherToken !== undefined)
    return { isAsked: false, findings: [{ state: 'note', what: `no program ${nskPath}: Rancher is asked itself` }] };
  return {
    isAsked: false,
    findings: [
      {
        state: 'fail',
        what: `the program ${nskPath} is not there`,
        why: 'Without it no kubeconfig can be fetched in this mode.',
        advice: 'Install nsk, give its path (nsk_path), or set RANCHER_URL and RANCHER_TOKEN with mode "rancher" or "auto".',
      },
    ],
  };
}

async function versionOf(path: string, signal: AbortSignal): Promise<string | undefined> {
  const environment = childEnvironment(CHILD_ENVIRONMENT_BASE, {});
  const { exitCode, stdout } = await runCommand(path, ['--version'], { environment, timeoutMs: 5_000, signal, maxOutputBytes: 10_000 });
  const [line = ''] = stdout.trim().split('\n');
  return exitCode === 0 && line !== '' ? redactText(line.slice(0, 100)) : undefined;
}

async function login(options: NskIntegrationOptions, signal: AbortSignal): Promise<RancherFinding> {
  try {
    const [said = ''] = (await runNsk(options, ['auth', 'verify'], { signal })).trim().split('\n');
    return { state: 'ok', what: `nsk auth verify: ${said === '' ? 'accepted' : redactText(said.slice(0, 200))}` };
  } catch (thrown) {
    signal.throwIfAborted();
    const error = toFleetError(thrown);
    return { state: 'fail', what: error.message, why: 'Without a login nsk fetches nothing.', advice: adviceFor(error, options) };
  }
}

function adviceFor({ code, hint }: FleetError, { profile = 'default', configDir = '~/.nsk' }: NskIntegrationOptions): string {
  if (code !== 'UNAUTHORIZED') return hint;
  return `The login of nsk ended or was never made: log in with profile ${profile} of ${configDir}, or set a valid RANCHER_TOKEN.`;
}
