import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClusterSession } from '../../context.js';
import { FleetError } from '../../errors.js';
import { fileFailed } from '../../platform/private-files.js';
import { BoundedOutput } from '../exec/bounded-output.js';
import { openCommand, type OpenCommand } from '../exec/open-command.js';
import { CopyCount } from './copy-limits.js';
import type { CopyOutcome, CopyRequest } from './copy-request.js';
import { factsOf, placeBelow, UNFINISHED } from './local-root.js';
import { placeTaken, placeTree } from './place-tree.js';
import { readArchive } from './read-archive.js';
import { receiveTree } from './receive-tree.js';
import { Skipped } from './skipped.js';
import { commandFailed, withoutTar } from './tar-failure.js';

const MOST_SAID = 4096;

/**
 * Copies a file or a folder of a container to this machine: first beside its place, then, when it is whole, to its place.
 * @throws FleetError NOT_FOUND, CONFLICT, RESPONSE_TOO_LARGE, EXEC_FAILED, FILE_FAILED; nothing was copied then
 */
export async function copyFromPod(session: ClusterSession, request: CopyRequest): Promise<CopyOutcome> {
  const { root, parts, podPath, limits } = request;
  const [count, skipped, said] = [new CopyCount(limits), new Skipped(), new BoundedOutput(MOST_SAID)];
  // A place that is taken is told before anything is read; what stands there in the end counts all the same.
  const there = request.overwrite ? undefined : await factsOf(join(root, ...parts)).catch(() => undefined);
  if (there !== undefined) throw placeTaken(parts.join('/'));
  const unfinished = await mkdtemp(join(root, UNFINISHED)).catch((cause: unknown) => {
    throw fileFailed('A folder for the copy could not be made', cause);
  });
  try {
    const exitCode = await receive(session, request, { folder: unfinished, count, skipped, said });
    if (count.files + count.folders === 0) {
      if (exitCode === 0) throw nothingUsable(session, request, skipped);
      throw commandFailed(session.cluster.name, exitCode, said.text(), 'Nothing was copied.');
    }
    const target = await placeBelow(root, parts, true);
    await placeTree(join(unfinished, podPath.name), target, { overwrite: request.overwrite, shown: parts.join('/'), skipped });
    return { files: count.files, folders: count.folders, bytes: count.bytes, skipped, complete: exitCode === 0, said: said.text().trim() };
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

interface Receiving {
  readonly folder: string;
  readonly count: CopyCount;
  readonly skipped: Skipped;
  readonly said: BoundedOutput;
}

async function receive(session: ClusterSession, { where, podPath, signal }: CopyRequest, receiving: Receiving): Promise<number> {
  const command = ['tar', 'cf', '-', '-C', podPath.folder, '--', podPath.name];
  const open = await openCommand(session, { ...where, command, signal });
  try {
    await receiveTree(readArchive(stdoutOf(open, receiving.said)), { ...receiving, name: podPath.name });
    // Whoever stopped reading at the end of the archive has not heard how the command ended.
    for await (const { stream, data } of open.output()) if (stream === 'stderr') receiving.said.add(data);
    return open.exitCode();
  } catch (thrown) {
    throw withoutTar(thrown);
  } finally {
    open.close();
  }
}

async function* stdoutOf(open: OpenCommand, said: BoundedOutput): AsyncGenerator<Uint8Array> {
  for await (const { stream, data } of open.output()) {
    if (stream === 'stdout') yield data;
    else said.add(data);
  }
}

function nothingUsable(session: ClusterSession, { podPath }: CopyRequest, skipped: Skipped): FleetError {
  const [first] = skipped.told;
  const why = first === undefined ? 'tar sent nothing' : first.reason;
  return new FleetError('INPUT_INVALID', `${podPath.path} cannot be copied: ${why}. Nothing was copied.`, {
    cluster: session.cluster.name,
    hint: 'Name a file or a folder; of a link, name what it leads to.',
    details: { parameter: 'pod_path' },
  });
}
