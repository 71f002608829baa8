import { stat } from 'node:fs/promises';
import type { HelmSettings } from '../../context.js';
import { FleetError } from '../../errors.js';
import { childEnvironment, hostEnvironment } from '../../platform/environment.js';
import { findProgram, runCommand } from '../../platform/run-command.js';

/** A helm that can be used. */
export interface HelmProgram {
  readonly path: string;
  readonly major: 3 | 4;
}

/** Older ones cannot ask a server without changing it. */
const OLDEST_MINOR = 13;
const VERSION_TIMEOUT_MS = 20_000;
const INSTALL_HINT = 'Install helm 3.13 or later, or 4, on the machine of fleetwright, or set helm_path below [helm].';

/** What is known of the program that a configuration names, until its file changes. */
const known = new WeakMap<HelmSettings, { readonly stamp: string; readonly program: HelmProgram }>();

/** The helm of the configuration, its version checked. @throws FleetError PROGRAM_MISSING, PROGRAM_FAILED */
export async function findHelm(settings: HelmSettings, signal: AbortSignal): Promise<HelmProgram> {
  const path = await findProgram(settings.helmPath, hostEnvironment()['PATH'] ?? '');
  if (path === undefined) {
    const where = settings.helmPath.includes('/') ? 'is no program' : 'is not on PATH';
    throw new FleetError('PROGRAM_MISSING', `There is no helm: "${settings.helmPath}" ${where}.`, { hint: INSTALL_HINT });
  }
  const { mtimeMs, size } = await stat(path);
  const stamp = `${path} ${String(mtimeMs)} ${String(size)}`;
  const before = known.get(settings);
  if (before?.stamp === stamp) return before.program;
  const program = { path, major: await majorOf(path, signal) };
  known.set(settings, { stamp, program });
  return program;
}

async function majorOf(path: string, signal: AbortSignal): Promise<3 | 4> {
  const environment = childEnvironment(['PATH'], { HELM_NO_PLUGINS: '1', HELM_PLUGINS: '/nonexistent' });
  const asked = await runCommand(path, ['version', '--short'], { environment, timeoutMs: VERSION_TIMEOUT_MS, signal });
  const version = /^v?(\d+)\.(\d+)/.exec(asked.stdout.trim());
  const major = Number(version?.[1]);
  const minor = Number(version?.[2]);
  if (major === 4 || (major === 3 && minor >= OLDEST_MINOR)) return major;
  const said = (version === null ? asked.stderr || asked.stdout : asked.stdout).trim().slice(0, 200);
  throw new FleetError('PROGRAM_FAILED', `${path} is no helm that can be used: it says "${said}" of its version.`, { hint: INSTALL_HINT });
}
