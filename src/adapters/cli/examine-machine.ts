import { findProgram, type Environment } from '../../index.js';
import type { Finding } from './finding.js';

const LEAST_NODE = [20, 19] as const;

/** The Node version, and which programs are there. */
export async function examineMachine(environment: Environment): Promise<readonly Finding[]> {
  const programs = await Promise.all(
    PROGRAMS.map(async ({ name, without }): Promise<Finding> => {
      const path = await findProgram(name, environment['PATH'] ?? '');
      return path === undefined ? { state: 'note', what: `${name} is not on PATH: ${without}` } : { state: 'ok', what: `${name}: ${path}` };
    }),
  );
  return [nodeVersion(process.versions.node), ...programs];
}

const PROGRAMS = [
  { name: 'kubectl', without: 'nothing here needs it' },
  { name: 'helm', without: 'needed by the operations of the helm toolset' },
  { name: 'go', without: 'only needed by `fleetwright demo`, where no release of Kubernetes can be downloaded' },
] as const;

/** Whether this Node can run the program. */
export function nodeVersion(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isEnough = major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]);
  if (isEnough) return { state: 'ok', what: `Node ${version}` };
  return { state: 'fail', what: `Node ${version} is too old`, advice: `Install Node ${LEAST_NODE.join('.')} or newer.` };
}
