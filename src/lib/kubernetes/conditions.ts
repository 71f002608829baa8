import { isRecord } from '../platform/plain-records.js';
import { listAt, numberAt, textAt, type PlainObject } from './object-values.js';

/** One entry of `status.conditions`. */
export interface Condition {
  readonly type: string;
  /** `True`, `False` or `Unknown`. */
  readonly status: string;
  readonly reason?: string | undefined;
  readonly message?: string | undefined;
  /** ISO 8601. */
  readonly since?: string | undefined;
  /** Which generation of the object it was judged on, where the controller says so. */
  readonly observedGeneration?: number | undefined;
}

/** The conditions that an object reports. */
export function conditionsOf(object: PlainObject): readonly Condition[] {
  return listAt(object, 'status', 'conditions').flatMap((entry) => {
    const type = textAt(entry, 'type');
    if (!isRecord(entry) || type === undefined) return [];
    return [
      {
        type,
        status: textAt(entry, 'status') ?? 'Unknown',
        reason: textAt(entry, 'reason'),
        message: textAt(entry, 'message'),
        since: textAt(entry, 'lastTransitionTime'),
        observedGeneration: numberAt(entry, 'observedGeneration'),
      },
    ];
  });
}

/** The condition of this type, any case. */
export function findCondition(object: PlainObject, type: string): Condition | undefined {
  const wanted = type.toLowerCase();
  return conditionsOf(object).find((condition) => condition.type.toLowerCase() === wanted);
}

/** `Ready=False (ContainersNotReady: containers with unready status: [main])` */
export function describeCondition({ type, status, reason, message }: Condition): string {
  const why = [reason, message].filter((part) => part !== undefined && part !== '').join(': ');
  return `${type}=${status}${why === '' ? '' : ` (${why.length > 300 ? `${why.slice(0, 300)}…` : why})`}`;
}

/** True when the status was written for an older generation than the object has now: it says nothing about the last change. */
export function isStale(object: PlainObject, observed: number | undefined = numberAt(object, 'status', 'observedGeneration')): boolean {
  const generation = numberAt(object, 'metadata', 'generation');
  return observed !== undefined && generation !== undefined && observed < generation;
}
