import { listAt, textAt, valueAt, type PlainObject } from '../object-values.js';

/** What a drain may take. */
export interface DrainRules {
  /** Leave pods of DaemonSets where they are; without it they stop the drain. */
  readonly ignoreDaemonSets: boolean;
  /** Also pods whose emptyDir volumes are lost with them. */
  readonly deleteEmptyDirData: boolean;
  /** Also pods that nothing makes anew. */
  readonly force: boolean;
}

/** What happens to one pod of a drained node. */
export interface PodChoice {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly action: 'evict' | 'leave' | 'blocked';
  /** Why it stays, or what is lost with it. */
  readonly why?: string | undefined;
}

const MIRROR = 'kubernetes.io/config.mirror';

/** Decides as `kubectl drain` does: https://kubernetes.io/docs/tasks/administer-cluster/safely-drain-node/ */
export function choosePod(pod: PlainObject, rules: DrainRules): PodChoice {
  const place = {
    namespace: textAt(pod, 'metadata', 'namespace') ?? '',
    name: textAt(pod, 'metadata', 'name') ?? '',
    uid: textAt(pod, 'metadata', 'uid') ?? '',
  };
  const decide = (action: PodChoice['action'], why?: string): PodChoice => ({ ...place, action, ...(why === undefined ? {} : { why }) });
  if (valueAt(pod, 'metadata', 'annotations', MIRROR) !== undefined) return decide('leave', 'static pod of the node');
  const phase = textAt(pod, 'status', 'phase');
  const finished = phase === 'Succeeded' || phase === 'Failed';
  const owner = listAt(pod, 'metadata', 'ownerReferences').find((reference) => valueAt(reference, 'controller') === true);
  if (textAt(owner, 'kind') === 'DaemonSet' && !finished) {
    return rules.ignoreDaemonSets
      ? decide('leave', 'pod of a DaemonSet')
      : decide('blocked', 'pod of a DaemonSet; ignore_daemonsets leaves it');
  }
  if (finished) return decide('evict');
  const lost = listAt(pod, 'spec', 'volumes').some((volume) => valueAt(volume, 'emptyDir') !== undefined);
  if (lost && !rules.deleteEmptyDirData) return decide('blocked', 'its emptyDir data would be lost; delete_emptydir_data allows that');
  if (owner === undefined && !rules.force) return decide('blocked', 'nothing would make it anew; force allows that');
  const notes = [...(lost ? ['its emptyDir data is lost'] : []), ...(owner === undefined ? ['nothing makes it anew'] : [])];
  return notes.length === 0 ? decide('evict') : decide('evict', notes.join('; '));
}
