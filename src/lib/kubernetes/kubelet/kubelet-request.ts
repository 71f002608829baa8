import type { ClusterSession } from '../../context.js';
import { FleetError } from '../../errors.js';

/** The path below which the API server passes requests on to the kubelet of a node. @throws FleetError INPUT_INVALID for a name that is none */
export async function kubeletPath(session: ClusterSession, node: string, signal: AbortSignal): Promise<string> {
  const { path } = await session.locate({ apiVersion: 'v1', kind: 'Node' }, { name: node, signal });
  return `${path}/proxy`;
}

/** API servers answer 400 to it, as if the request were wrong. */
const UNUSABLE_ADDRESS = /address not allowed|: lookup /;

/** What an answer means that is none of the kubelet, or one that refuses. */
export function kubeletFailure(thrown: unknown, session: ClusterSession, node: string): unknown {
  if (!FleetError.isInstance(thrown)) return thrown;
  const { code, cause, details, message } = thrown;
  const cluster = session.cluster.name;
  const options = { cluster, cause: cause ?? thrown, details };
  if (code === 'FORBIDDEN') {
    const hint = 'What kubelets say needs the right to get nodes/proxy; ask for it (a ClusterRole).';
    return new FleetError('FORBIDDEN', message, { ...options, hint });
  }
  if (code === 'NOT_FOUND' && details?.['object'] !== undefined) {
    return new FleetError('NOT_FOUND', message, { ...options, hint: 'Check the name: resources_list of kind Node shows the nodes.' });
  }
  if (code === 'INPUT_INVALID' && UNUSABLE_ADDRESS.test(message)) {
    const hint = `The API server cannot use the address of node ${node}: it does not resolve, or is a loopback or link-local one.`;
    return new FleetError('SERVER_ERROR', message, { ...options, hint });
  }
  if (code === 'SERVER_ERROR') {
    const hint = `The API server did not get an answer from the kubelet of ${node}; resources_get of the Node shows whether it is ready.`;
    return new FleetError('SERVER_ERROR', message, { ...options, hint });
  }
  return thrown;
}
