import { numberAt, recordAt, recordsAt, textAt, valueAt, type PlainObject } from '../../object-values.js';

/** How a run of a container ended. */
export interface EndedRun {
  readonly exitCode: number;
  readonly reason: string;
  readonly message: string;
  /** ISO 8601. */
  readonly started: string | undefined;
  readonly finished: string | undefined;
}

/** A container of a pod: what was asked for, and what became of it. */
export interface ContainerFacts {
  readonly name: string;
  readonly role: 'container' | 'init container';
  readonly spec: PlainObject;
  readonly image: string;
  readonly ready: boolean;
  readonly restarts: number;
  readonly waiting?: { readonly reason: string; readonly message: string } | undefined;
  /** Since when it runs, ISO 8601. */
  readonly running?: string | undefined;
  /** It ended and was not started again. */
  readonly ended?: EndedRun | undefined;
  /** The run before the present state. */
  readonly previous?: EndedRun | undefined;
}

/** Init containers first, as they run. */
export function containersOfPod(pod: PlainObject): ContainerFacts[] {
  return [...read(pod, 'initContainers', 'initContainerStatuses'), ...read(pod, 'containers', 'containerStatuses')];
}

function read(pod: PlainObject, list: 'initContainers' | 'containers', statuses: string): ContainerFacts[] {
  const known = recordsAt(pod, 'status', statuses);
  return recordsAt(pod, 'spec', list).map((spec): ContainerFacts => {
    const name = textAt(spec, 'name') ?? '';
    const status = known.find((one) => textAt(one, 'name') === name);
    const waiting = valueAt(status, 'state', 'waiting');
    return {
      name,
      // A restartable init container is a sidecar: it runs beside the others.
      role: list === 'containers' || spec['restartPolicy'] === 'Always' ? 'container' : 'init container',
      spec,
      image: textAt(spec, 'image') ?? '',
      ready: valueAt(status, 'ready') === true,
      restarts: numberAt(status, 'restartCount') ?? 0,
      waiting: waiting === undefined ? undefined : { reason: textAt(waiting, 'reason') ?? '', message: textAt(waiting, 'message') ?? '' },
      running: textAt(status, 'state', 'running', 'startedAt'),
      ended: endedRun(recordAt(status, 'state', 'terminated')),
      previous: endedRun(recordAt(status, 'lastState', 'terminated')),
    };
  });
}

function endedRun(state: PlainObject): EndedRun | undefined {
  const exitCode = numberAt(state, 'exitCode');
  if (exitCode === undefined) return undefined;
  return {
    exitCode,
    reason: textAt(state, 'reason') ?? '',
    message: textAt(state, 'message') ?? '',
    started: textAt(state, 'startedAt'),
    finished: textAt(state, 'finishedAt'),
  };
}
