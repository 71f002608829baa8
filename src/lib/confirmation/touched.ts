import { parseManifests } from '../kubernetes/parse-manifests.js';
import type { Operation } from '../operation.js';
import { groupOf, type KindNames } from '../policy/known-kinds.js';
import { builtInKindOf } from './canonical-kind.js';

/** A kind as an input names it. */
export type TouchedKind =
  | { readonly type: 'built-in'; readonly names: KindNames }
  /** A custom kind; only the cluster knows whether the name is its own or a short one, unless a manifest spells it. */
  | { readonly type: 'custom'; readonly name: string; readonly group: string | undefined; readonly spelled: boolean };

/** One kind of object that a call touches in one namespace, as far as its input tells. */
export interface Touched {
  /** Undefined where the input does not say; `none` where the call itself touches no object. */
  readonly kind?: TouchedKind | 'none' | undefined;
  /** Undefined where the input does not say; without a name for what is in no namespace. */
  readonly namespace?: { readonly name?: string | undefined } | undefined;
  /** One object of a manifest, for the plan: `Deployment shop/web`. */
  readonly object?: string | undefined;
}

const UNKNOWN: Touched = {};
const NOTHING: Touched = { kind: 'none', namespace: {} };

/** Kinds of the operations that are named after them. */
const KIND_OF_PREFIX: Readonly<Record<string, string>> = { pods: 'Pod', nodes: 'Node', namespaces: 'Namespace', events: 'Event' };

/** They move pods of every namespace. */
const EVICTING: readonly string[] = ['nodes_drain', 'nodes_taint'];

/** To delete one of them is to delete what is in it. */
const CONTAINERS: readonly string[] = ['Namespace', 'CustomResourceDefinition'];

/** What a call touches, read off its checked input. Asks no cluster: what only a cluster could tell stays unknown. */
export async function touchedBy(operation: Operation, input: Readonly<Record<string, unknown>>): Promise<readonly Touched[]> {
  const { scope, effect, name: operationName } = operation;
  if (scope === 'local' || operation.calls !== undefined) return [NOTHING];
  if (scope === 'fleet') return [UNKNOWN];
  const { apiVersion, resource } = input;
  const namespace = namespaceIn(input);
  if (typeof resource === 'string' && effect !== 'read') return touchedByManifests(resource, namespace);
  const kind = textOf(input['kind']) ?? KIND_OF_PREFIX[operationName.split('_', 1)[0] ?? ''];
  if (kind === undefined) return [{ namespace: namespace === undefined ? undefined : { name: namespace } }];
  if (EVICTING.includes(operationName)) return [UNKNOWN];
  const own = touchedObject({ kind, apiVersion: textOf(apiVersion), name: textOf(input['name']), namespace, spelled: false });
  if (effect === 'destructive' && isContainer(own))
    return [own, { namespace: own.namespace?.name === undefined ? undefined : own.namespace }];
  // A port makes a service too.
  if (operationName === 'pods_run' && input['port'] !== undefined)
    return [own, touchedObject({ kind: 'Service', apiVersion: 'v1', namespace, spelled: true })];
  return [own];
}

/** Text that cannot be read as manifests touches nothing that could be named; the operation says what is wrong with it. */
async function touchedByManifests(text: string, defaultNamespace: string | undefined): Promise<readonly Touched[]> {
  try {
    const manifests = await parseManifests(text);
    return manifests.map(({ kind, apiVersion, name, namespace = defaultNamespace }) => ({
      ...touchedObject({ kind, apiVersion, name, namespace, spelled: true }),
      object: `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`,
    }));
  } catch {
    return [UNKNOWN];
  }
}

interface NamedObject {
  readonly kind: string;
  readonly apiVersion?: string | undefined;
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
  /** The kind is written as the cluster writes it. */
  readonly spelled: boolean;
}

function touchedObject({ kind, apiVersion, name, namespace, spelled }: NamedObject): Touched {
  const names = builtInKindOf(kind, apiVersion);
  const within = namespace === undefined ? undefined : { name: namespace };
  if (names === undefined) {
    const group = apiVersion === undefined ? undefined : groupOf(apiVersion);
    return { kind: { type: 'custom', name: kind, group, spelled }, namespace: within };
  }
  // A namespace is in itself, as far as a rule is concerned.
  if (names.kind === 'Namespace') return { kind: { type: 'built-in', names }, namespace: name === undefined ? undefined : { name } };
  return { kind: { type: 'built-in', names }, namespace: names.namespaced ? within : {} };
}

function isContainer({ kind }: Touched): boolean {
  return typeof kind === 'object' && kind.type === 'built-in' && CONTAINERS.includes(kind.names.kind);
}

function namespaceIn(input: Readonly<Record<string, unknown>>): string | undefined {
  return input['all_namespaces'] === true ? undefined : textOf(input['namespace']);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
