import { badResponse } from './api-error.js';
import type { Discovery } from './discovery.js';
import { isRecord } from '../platform/plain-records.js';
import { resolvePath, unknownKind, type PathRequest } from './resolve-path.js';
import type { ClusterSession } from './session.js';

/** One object as stored. @throws FleetError NOT_FOUND, KIND_UNKNOWN, INPUT_INVALID and what requests throw. */
export async function getObject(
  session: ClusterSession,
  discovery: Discovery,
  wanted: PathRequest & { readonly name: string },
): Promise<Record<string, unknown>> {
  const { kind, path } = await resolvePath(session, discovery, wanted);
  try {
    const object = (await session.request({ path, signal: wanted.signal })).json();
    if (!isRecord(object))
      throw badResponse({ cluster: session.cluster.name, what: `get ${kind.plural}`, server: path }, 'it sent no object');
    return object;
  } catch (thrown) {
    throw unknownKind(thrown, kind, discovery, session.cluster.name);
  }
}
