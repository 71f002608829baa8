import type { ClusterSession } from '../../context.js';
import { toFleetError } from '../../errors.js';
import { deleteObject } from '../../kubernetes/delete-object.js';
import { findTarget, readObject } from '../../kubernetes/object-target.js';
import { recordAt, textAt } from '../../kubernetes/object-values.js';
import { areRunLabels } from './run-labels.js';

/**
 * Deletes the service that pods_run made with a pod; no other is touched.
 * @returns what was done, in words; nothing where there is no such service
 */
export async function deleteServiceOf(
  session: ClusterSession,
  pod: unknown,
  options: { readonly dryRun?: boolean | undefined; readonly signal: AbortSignal },
): Promise<string[]> {
  const [name, namespace] = [textAt(pod, 'metadata', 'name'), textAt(pod, 'metadata', 'namespace')];
  if (name === undefined || !areRunLabels(recordAt(pod, 'metadata', 'labels'), name)) return [];
  const target = await findTarget(session, { apiVersion: 'v1', kind: 'Service', name, namespace }, options.signal);
  const service = await readObject(session, target, options.signal);
  if (service === undefined || !areRunLabels(recordAt(service, 'metadata', 'labels'), name)) return [];
  try {
    await deleteObject(session, target, { ...options, uid: textAt(service, 'metadata', 'uid') });
    return [`Service ${name} ${options.dryRun === true ? 'would be' : 'is'} deleted with it`];
  } catch (thrown) {
    // The pod is gone by now: that must be told, too.
    return [`Service ${name} was not deleted: ${toFleetError(thrown).message}`];
  }
}
