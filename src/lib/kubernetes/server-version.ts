import type { ClusterSession } from '../context.js';
import { textAt } from './object-values.js';

/** The minor release of a cluster's API server: 24 for v1.24.17; undefined when it does not say. */
export async function minorVersion(session: ClusterSession, signal: AbortSignal): Promise<number | undefined> {
  const version = (await session.request({ path: '/version', signal })).json();
  const [, minor] = /^v1\.(\d+)\./.exec(textAt(version, 'gitVersion') ?? '') ?? [];
  return minor === undefined ? undefined : Number(minor);
}

/** Whether the server refuses unknown fields of a patch where asked to; older ones drop them silently. */
export async function hasStrictValidation(session: ClusterSession, signal: AbortSignal): Promise<boolean> {
  return ((await minorVersion(session, signal)) ?? 0) >= 25;
}
