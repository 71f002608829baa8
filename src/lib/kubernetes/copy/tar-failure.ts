import { FleetError } from '../../errors.js';
import { plainText } from '../diagnosis/fact-text.js';

/** `tar` in the container ended with a failure. */
export function commandFailed(cluster: string, exitCode: number, said: string, then: string): FleetError {
  const words = plainText(said, 1000);
  const isMissing = /no such file or directory|not found/i.test(words);
  const message = `tar in the container ended with ${exitCode}${words === '' ? '' : `: ${words}`}. ${then}`;
  return new FleetError(isMissing ? 'NOT_FOUND' : 'EXEC_FAILED', message, {
    cluster,
    hint: isMissing ? 'Check the path; pods_exec with `ls` shows what is there.' : 'Check the rights and the free space in the container.',
    details: { exitCode },
  });
}

/** A server that cuts the connection while it is sent to has often a command that ended early, and did not come to say so. */
export function cutWhileSending(failure: FleetError): FleetError {
  const { code, message, cluster, cause, details } = failure;
  return new FleetError(code, `${message} A part may have been copied.`, {
    cluster,
    cause,
    details,
    hint: 'The container may have stopped reading: check the free space and the rights there, then call again.',
  });
}

/** The same error, with what to do where it means that the container has no such program. */
export function withoutTar(thrown: unknown): unknown {
  if (!FleetError.isInstance(thrown) || thrown.code !== 'EXEC_FAILED') return thrown;
  const { code, message, cluster, cause, details } = thrown;
  const hint = 'pods_cp needs `tar` in the container, as kubectl cp does. Choose a container that has it, or use pods_exec.';
  return new FleetError(code, message, { cluster, cause, details, hint });
}
