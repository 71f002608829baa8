import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ConnectionSettings, Credential } from '../clusters/connection.js';
import { FleetError } from '../errors.js';
import { type ClusterPart, readClusterPart } from './kubeconfig-cluster.js';
import { readCredential } from './kubeconfig-credential.js';
import type { KubeconfigEntry } from './kubeconfig-document.js';
import { isPem, textOf } from './kubeconfig-fields.js';
import { findEntry, type KubeconfigIndex, nameConflict } from './kubeconfig-merge.js';
import { kubeconfigProblem, quoted } from './kubeconfig-problem.js';
import { nodeCrypto } from '../platform/node-modules.js';

/** One context with its cluster and user, checked. Holds secrets. */
export interface ResolvedContext {
  readonly name: string;
  /** The file that holds the context. */
  readonly path: string;
  readonly cluster: ClusterPart;
  readonly credential: Credential;
  readonly namespace: string;
  /** Changes whenever one of the above changes. */
  readonly fingerprint: string;
}

/**
 * Puts one context together out of the entries of a KUBECONFIG list. The same context in several files is one, as long as it
 * means the same connection.
 * @throws FleetError KUBECONFIG_INVALID, CLUSTER_NAME_CONFLICT
 */
export function resolveContext(name: string, index: KubeconfigIndex): ResolvedContext {
  const contexts = index.context.get(name) ?? [];
  const [first, ...others] = contexts.map((context) => resolveEntry(context, index));
  if (first === undefined || contexts[0] === undefined)
    throw new FleetError('KUBECONFIG_INVALID', `There is no context ${quoted(name)}.`, { details: { name } });
  if (others.some((other) => other.fingerprint !== first.fingerprint)) throw nameConflict('context', name, contexts, contexts[0]);
  return first;
}

function resolveEntry(context: KubeconfigEntry, index: KubeconfigIndex): ResolvedContext {
  const { name, path } = context;
  const where = `context ${quoted(name)}`;
  const clusterName = textOf(context.body, 'cluster', { path, where });
  if (clusterName === undefined) throw kubeconfigProblem(path, `${where} names no cluster`);
  const userName = textOf(context.body, 'user', { path, where });
  const clusterEntry = findEntry('cluster', clusterName, index, context);
  const userEntry = userName === undefined ? undefined : findEntry('user', userName, index, context);
  const cluster = readClusterPart(clusterEntry.body, placeOf(clusterEntry), dirname(clusterEntry.path));
  const credential = userEntry === undefined ? {} : readCredential(userEntry.body, placeOf(userEntry), dirname(userEntry.path));
  const namespace = textOf(context.body, 'namespace', { path, where }) ?? 'default';
  const fingerprint = nodeCrypto()
    .createHash('sha256')
    .update(JSON.stringify([cluster, credential, namespace]))
    .digest('base64url')
    .slice(0, 22);
  return { name, path, cluster, credential, namespace, fingerprint };
}

/**
 * The connection data of a context; reads a CA that is given as a file.
 * @throws FleetError KUBECONFIG_INVALID
 */
export async function connectionSettings(context: ResolvedContext, signal: AbortSignal): Promise<ConnectionSettings> {
  const { certificateAuthorityFile, ...cluster } = context.cluster;
  const rest = { namespace: context.namespace, credential: context.credential };
  if (certificateAuthorityFile === undefined) return { ...cluster, ...rest };
  const place = `${quoted(context.name)}: certificate-authority ${certificateAuthorityFile}`;
  let certificateAuthority: string;
  try {
    certificateAuthority = await readFile(certificateAuthorityFile, { encoding: 'utf8', signal });
  } catch (error) {
    signal.throwIfAborted();
    throw kubeconfigProblem(context.path, `${place} cannot be read`, { cause: error });
  }
  if (!isPem(certificateAuthority, 'CERTIFICATE')) throw kubeconfigProblem(context.path, `${place} does not hold a PEM certificate`);
  return { ...cluster, certificateAuthority, ...rest };
}

function placeOf(entry: KubeconfigEntry): { path: string; where: string } {
  return { path: entry.path, where: `${entry.section} ${quoted(entry.name)}` };
}
