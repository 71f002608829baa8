import type { Product } from '../../kubernetes/custom-resources/served-group.js';
import { namespaceOf } from '../../kubernetes/custom-resources/object-names.js';
import { numberAt, recordsAt, textAt, type PlainObject } from '../../kubernetes/object-values.js';

export const GATEWAY_API: Product = {
  product: 'the Gateway API',
  group: 'gateway.networking.k8s.io',
  versions: ['v1', 'v1beta1', 'v1alpha2'],
};

/** Kinds of routes, the one that every installation has first. */
export const ROUTE_KINDS = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'] as const;

/** An object that another one names. */
export interface Reference {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly port: number | undefined;
  /** Of a parent: the listener. */
  readonly section: string | undefined;
}

/** A reference with what is left out filled in: the namespace is that of the object that names it. */
export function readReference(
  reference: PlainObject,
  from: PlainObject,
  defaults: { readonly group: string; readonly kind: string },
): Reference {
  return {
    group: textAt(reference, 'group') ?? defaults.group,
    kind: textAt(reference, 'kind') ?? defaults.kind,
    namespace: textAt(reference, 'namespace') ?? namespaceOf(from),
    name: textAt(reference, 'name') ?? '',
    port: numberAt(reference, 'port'),
    section: textAt(reference, 'sectionName'),
  };
}

/** What a route wants to hang on. */
export function parentsOf(route: PlainObject): Reference[] {
  return recordsAt(route, 'spec', 'parentRefs').map((parent) =>
    readReference(parent, route, { group: GATEWAY_API.group, kind: 'Gateway' }),
  );
}

/** What a route sends to, once each. */
export function backendsOf(route: PlainObject): Reference[] {
  const all = recordsAt(route, 'spec', 'rules').flatMap((rule) => recordsAt(rule, 'backendRefs'));
  const references = all.map((backend) => readReference(backend, route, { group: '', kind: 'Service' }));
  return [...new Map(references.map((reference) => [JSON.stringify(reference), reference])).values()];
}

/** `Gateway infra/public` */
export function referenceText({ kind, namespace, name, section }: Reference): string {
  return `${kind} ${namespace}/${name}${section === undefined ? '' : ` listener ${section}`}`;
}

/** The status that a parent's controller wrote about a route; undefined where none did. */
export function parentStatus(route: PlainObject, parent: Reference): PlainObject | undefined {
  return recordsAt(route, 'status', 'parents').find((status) => {
    const told = status['parentRef'];
    const of = readReference(typeof told === 'object' && told !== null ? { ...told } : {}, route, {
      group: GATEWAY_API.group,
      kind: 'Gateway',
    });
    return of.kind === parent.kind && of.namespace === parent.namespace && of.name === parent.name && of.section === parent.section;
  });
}

/** Conditions of a part of an object, which stand beside the part and not below `status`. */
export function withConditions(part: PlainObject): PlainObject {
  return { status: { conditions: part['conditions'] } };
}
