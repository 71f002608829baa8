import { constants } from 'node:fs';
import { access, readFile, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '../../platform/is-alive.js';
import { isMissingFile } from '../../platform/is-missing-file.js';
import { PRIVATE_FOLDER_MODE } from '../../platform/private-files.js';
import type { RancherFinding } from './finding.js';
import { LOCK } from './folder-turn.js';

/** Whether the folder of the kubeconfigs can be used, and who works on it. */
export async function examineFolder(directory: string): Promise<readonly RancherFinding[]> {
  const facts = await stat(directory).catch((error: unknown) => (isMissingFile(error) ? undefined : toError(error)));
  if (facts === undefined) return [{ state: 'note', what: `${directory} is not there yet; the first refresh makes it` }];
  if (facts instanceof Error) return [unusable(directory, facts.message)];
  if (!facts.isDirectory()) return [unusable(directory, 'it is no folder')];
  const findings: RancherFinding[] = [];
  const writable = await access(directory, constants.R_OK | constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  const own = process.getuid?.() ?? facts.uid;
  if (facts.uid !== own) findings.push(unusable(directory, `it belongs to another user (uid ${String(facts.uid)}, we are ${String(own)})`));
  else if (!writable) findings.push(unusable(directory, 'it is not writable'));
  const mode = facts.mode & 0o777;
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    findings.push({
      state: 'fail',
      what: `${directory} is open to other users (mode ${mode.toString(8)})`,
      why: 'Whoever can read a kubeconfig can use its credential.',
      advice: `Run: chmod ${PRIVATE_FOLDER_MODE.toString(8)} ${directory} (the next refresh does it, too)`,
    });
  }
  findings.push(...(await lockFindings(join(directory, LOCK))));
  return findings.length > 0 ? findings : [{ state: 'ok', what: `folder ${directory}: private and writable` }];
}

async function lockFindings(path: string): Promise<readonly RancherFinding[]> {
  const holder = await readFile(path, 'utf8').catch(() => undefined);
  if (holder === undefined) return [];
  const [pid = '', host = ''] = holder.split(' ');
  const touched = (await stat(path).catch(() => undefined))?.mtime.toISOString() ?? 'just now';
  const who = pid === '' ? 'an unknown process' : `process ${pid} of ${host}`;
  if (host === hostname() && !isAlive(Number(pid)))
    return [{ state: 'note', what: `${path} was left by ${who}, which is gone; the next refresh takes it over` }];
  return [
    {
      state: 'note',
      what: `${who} works on the folder; its lock was last touched ${touched}`,
      why: 'Others wait for it; a lock that is not touched for 20 seconds is taken over.',
    },
  ];
}

function unusable(directory: string, why: string): RancherFinding {
  return {
    state: 'fail',
    what: `the folder ${directory} cannot be used: ${why}`,
    why: 'No kubeconfig can be written.',
    advice: 'Give its owner back, or name another folder (kubeconfig_dir, or directory of [rancher.NAME]).',
  };
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
