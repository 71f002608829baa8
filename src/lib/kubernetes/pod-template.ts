import { FleetError } from '../errors.js';
import { describeTarget, type ObjectTarget } from './object-target.js';
import { listAt, textAt, type PlainObject } from './object-values.js';

/** Where the pod spec of a kind is. */
const TEMPLATE_PATHS: Readonly<Record<string, readonly string[]>> = {
  Pod: ['spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  Deployment: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  ReplicaSet: ['spec', 'template', 'spec'],
};

/** The kinds whose containers can be changed. */
export const TEMPLATE_KINDS = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'CronJob'] as const;

export type TemplateKind = (typeof TEMPLATE_KINDS)[number];

/** In which API version a kind is. */
export function apiVersionOf(kind: TemplateKind): string {
  return kind === 'CronJob' ? 'batch/v1' : 'apps/v1';
}

/** One container of a pod spec. */
export interface ContainerPlace {
  readonly list: 'containers' | 'initContainers';
  readonly name: string;
  readonly container: PlainObject;
}

/** The containers of a workload's pods. */
export function containersOf(object: PlainObject, kind: string): ContainerPlace[] {
  const path = TEMPLATE_PATHS[kind] ?? [];
  return (['containers', 'initContainers'] as const).flatMap((list) =>
    listAt(object, ...path, list).flatMap((container): ContainerPlace[] => {
      const name = textAt(container, 'name');
      return name === undefined ? [] : [{ list, name, container: container as PlainObject }]; // it has a member, so it is an object
    }),
  );
}

/**
 * The containers of these names; `*` and an absent list mean all containers but the init ones.
 * @throws FleetError INPUT_INVALID with the containers that there are
 */
export function chooseContainers(object: PlainObject, target: ObjectTarget, names: readonly string[] | undefined): ContainerPlace[] {
  const all = containersOf(object, target.kind.kind);
  if (names === undefined || names.includes('*'))
    return all.filter(({ list, name }) => list === 'containers' || names?.includes(name) === true);
  const unknown = names.filter((wanted) => !all.some(({ name }) => name === wanted));
  if (unknown.length === 0) return all.filter(({ name }) => names.includes(name));
  const known = all.map(({ name }) => name);
  throw new FleetError(
    'INPUT_INVALID',
    `${describeTarget(target)} has no container ${unknown.map((name) => JSON.stringify(name)).join(', ')}; there are: ${known.join(', ')}. Nothing was done.`,
    { details: { containers: known } },
  );
}

/** A strategic merge patch of containers: lists are merged by the names of their members. */
export function containerPatch(
  kind: string,
  changes: readonly { readonly place: ContainerPlace; readonly change: PlainObject }[],
): PlainObject {
  const lists: Record<string, PlainObject[]> = {};
  for (const { place, change } of changes) (lists[place.list] ??= []).push({ name: place.name, ...change });
  return [...(TEMPLATE_PATHS[kind] ?? [])].reverse().reduce<PlainObject>((inner, key) => ({ [key]: inner }), lists);
}
