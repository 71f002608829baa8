import { setTimeout as delay } from 'node:timers/promises';
import type { ClusterContext } from '../../context.js';
import { type FleetError, toFleetError } from '../../errors.js';
import { findTarget, readObject } from '../object-target.js';
import { listAt, textAt } from '../object-values.js';
import type { PodChoice } from './choose-pods.js';

/** How one pod left its node, or why it did not. */
export interface Evicted {
  readonly status: 'evicted' | 'failed';
  readonly why?: string | undefined;
}

/** Between two tries where a disruption budget says not now, and two looks whether a pod is gone (milliseconds). */
const AGAIN_MS = 1000;
const LOOK_MS = 250;

/**
 * Asks for the eviction of a pod until it is granted, then waits until the pod is gone. A disruption budget is never overruled.
 * Failures are outcomes: the other pods go on. Ends with the signal.
 */
export async function evictPod(
  { cluster, progress }: Pick<ClusterContext, 'cluster' | 'progress'>,
  pod: PodChoice,
  options: { readonly gracePeriodSeconds: number | undefined; readonly signal: AbortSignal },
): Promise<Evicted> {
  const { signal, gracePeriodSeconds } = options;
  const { namespace, name, uid } = pod;
  let blockedBy: string | undefined;
  try {
    const place = await cluster.locate({ apiVersion: 'v1', kind: 'Pod' }, { namespace, name, subresource: 'eviction', signal });
    const deleteOptions = { gracePeriodSeconds, preconditions: { uid } };
    const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace }, deleteOptions };
    for (;;) {
      try {
        await cluster.request({ method: 'POST', path: place.path, body, signal });
        break;
      } catch (thrown) {
        const refusal = toFleetError(thrown);
        if (isGone(refusal)) return { status: 'evicted' };
        if (refusal.details?.['httpStatus'] !== 429) throw refusal;
        const why = said(refusal);
        if (why !== blockedBy) progress({ done: 0, message: `${namespace}/${name} waits: ${why}` });
        blockedBy = why;
        await delay(AGAIN_MS, undefined, { signal });
      }
    }
    const target = await findTarget(cluster, { apiVersion: 'v1', kind: 'Pod', name, namespace }, signal);
    for (;;) {
      const now = await readObject(cluster, target, signal);
      if (now === undefined || textAt(now, 'metadata', 'uid') !== uid) return { status: 'evicted' };
      blockedBy = 'it was told to end and has not ended yet';
      await delay(LOOK_MS, undefined, { signal });
    }
  } catch (thrown) {
    return { status: 'failed', why: blockedBy ?? (signal.aborted ? 'the time was over' : toFleetError(thrown).message) };
  }
}

/** It is not there any more, or another pod has its name. */
function isGone(error: FleetError): boolean {
  return error.code === 'NOT_FOUND' || (error.code === 'CONFLICT' && said(error).includes('UID'));
}

function said(error: FleetError): string {
  const [first] = listAt(error.details, 'causes');
  const budget = textAt(first, 'message');
  const message = error.details?.['kubernetesMessage'];
  const text = typeof message === 'string' ? message : error.message;
  return budget === undefined ? text : `${text} ${budget}`;
}
