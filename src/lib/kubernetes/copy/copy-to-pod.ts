import type { ClusterSession } from '../../context.js';
import { FleetError, toFleetError } from '../../errors.js';
import { BoundedOutput } from '../exec/bounded-output.js';
import { openCommand, type OpenCommand } from '../exec/open-command.js';
import { runInPod } from '../exec/run-in-pod.js';
import { CopyCount } from './copy-limits.js';
import type { CopyOutcome, CopyRequest } from './copy-request.js';
import { factsOf, placeBelow } from './local-root.js';
import { listTree, packTree, type PackedTree } from './pack-tree.js';
import { Skipped } from './skipped.js';
import { commandFailed, cutWhileSending, withoutTar } from './tar-failure.js';

const MOST_SAID = 4096;

/**
 * Copies a file or a folder of this machine into a container.
 * @throws FleetError NOT_FOUND, CONFLICT, RESPONSE_TOO_LARGE, FILE_FAILED: nothing was copied; EXEC_FAILED: a part may have been
 */
export async function copyToPod(session: ClusterSession, request: CopyRequest): Promise<CopyOutcome> {
  const { root, parts, podPath, limits, overwrite } = request;
  const [count, skipped] = [new CopyCount(limits), new Skipped()];
  const source = await placeBelow(root, parts, false);
  if ((await factsOf(source)) === undefined)
    throw new FleetError('NOT_FOUND', `There is no ${parts.join('/')} in the folder for copies. Nothing was copied.`);
  const list = await listTree(source, podPath.name, count, skipped);
  if (list.entries.length === 0)
    throw new FleetError('INPUT_INVALID', `${parts.join('/')} cannot be copied: ${skipped.told[0]?.reason ?? ''}.`);
  if (!overwrite && (await isThere(session, request))) throw taken(session.cluster.name, podPath.path);
  const { exitCode, said } = await send(session, request, await packTree(list));
  if (exitCode !== 0) {
    if (!overwrite && /file exists/i.test(said)) throw taken(session.cluster.name, podPath.path);
    throw commandFailed(session.cluster.name, exitCode, said, 'A part may have been copied.');
  }
  return { files: count.files, folders: count.folders, bytes: count.bytes, skipped, complete: true, said: said.trim() };
}

/** A container without `test` is asked nothing: there, only tar itself keeps what is there. */
async function isThere(session: ClusterSession, { where, podPath, signal }: CopyRequest): Promise<boolean> {
  try {
    const { exitCode } = await runInPod(session, { ...where, command: ['test', '-e', podPath.path], maxBytes: MOST_SAID, signal });
    return exitCode === 0;
  } catch (thrown) {
    if (FleetError.isInstance(thrown) && thrown.code === 'EXEC_FAILED') return false;
    throw thrown;
  }
}

async function send(
  session: ClusterSession,
  request: CopyRequest,
  packed: PackedTree,
): Promise<{ readonly exitCode: number; readonly said: string }> {
  const { where, podPath, overwrite, signal } = request;
  // x: extract, k: keep what is there, m: times of now, o: owned by whoever extracts.
  const extract = ['tar', overwrite ? '-xmof' : '-xkmof', '-', '-C', podPath.folder];
  const direct = await openCommand(session, { ...where, command: extract, stdin: true, signal });
  if (direct.canEndInput) return await transfer(direct, packed);
  // Where the end of the input cannot be told, many a tar waits for it for ever. It has got nothing yet, so it did nothing.
  direct.close();
  const script = 'length=$1; shift; head -c "$length" | "$@"';
  const counted = ['sh', '-c', script, 'sh', String(packed.length), ...extract];
  return await transfer(await openCommand(session, { ...where, command: counted, stdin: true, signal }), packed);
}

async function transfer(open: OpenCommand, packed: PackedTree): Promise<{ readonly exitCode: number; readonly said: string }> {
  const said = new BoundedOutput(MOST_SAID);
  // A command that ends early has its reasons, which say more than the broken pipe.
  const sending = sendAll(open, packed).then(
    () => undefined,
    (thrown: unknown) => {
      if (!open.ended) open.close();
      return thrown;
    },
  );
  try {
    for await (const { stream, data } of open.output()) if (stream === 'stderr') said.add(data);
    const exitCode = open.exitCode();
    const failure = await sending;
    if (exitCode === 0 && failure !== undefined) throw toFleetError(failure);
    return { exitCode, said: said.text() };
  } catch (thrown) {
    if (FleetError.isInstance(thrown) && thrown.code === 'CONNECTION_FAILED') throw cutWhileSending(thrown);
    throw withoutTar(FleetError.isInstance(thrown) && thrown.code === 'EXEC_FAILED' ? ((await sending) ?? thrown) : thrown);
  } finally {
    open.close();
  }
}

async function sendAll(open: OpenCommand, packed: PackedTree): Promise<void> {
  for await (const piece of packed.pieces()) {
    if (open.ended) return;
    await open.write(piece);
  }
  await open.endInput();
}

function taken(cluster: string, path: string): FleetError {
  return new FleetError('CONFLICT', `${path} is there already in the container. Nothing of it was replaced.`, {
    cluster,
    hint: 'Choose another pod_path, or pass overwrite=true.',
  });
}
