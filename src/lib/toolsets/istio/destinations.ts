import { namespaceOf } from '../../kubernetes/custom-resources/object-names.js';
import { numberAt, recordAt, recordsAt, textAt, type PlainObject } from '../../kubernetes/object-values.js';

/** Where a route of a VirtualService sends. */
export interface Destination {
  readonly host: string;
  readonly subset: string | undefined;
  readonly port: number | undefined;
}

/** All destinations of a VirtualService, mirrors too. */
export function routesOf(virtualService: PlainObject): Destination[] {
  const rules = ['http', 'tls', 'tcp'].flatMap((protocol) => recordsAt(virtualService, 'spec', protocol));
  const targets = rules.flatMap((rule) => [
    ...recordsAt(rule, 'route').map((route) => recordAt(route, 'destination')),
    recordAt(rule, 'mirror'),
    ...recordsAt(rule, 'mirrors').map((mirror) => recordAt(mirror, 'destination')),
  ]);
  const found = targets.flatMap((target) => {
    const host = textAt(target, 'host');
    return host === undefined ? [] : [{ host, subset: textAt(target, 'subset'), port: numberAt(target, 'port', 'number') }];
  });
  return [...new Map(found.map((destination) => [JSON.stringify(destination), destination])).values()];
}

/** What a host names, seen from the namespace of the object that names it. */
export type NamedHost =
  | { readonly kind: 'service'; readonly namespace: string; readonly name: string; readonly full: string }
  /** A name outside of the cluster, or a pattern. */
  | { readonly kind: 'other'; readonly full: string };

const CLUSTER_NAME = /^(?<name>[a-z0-9-]+)\.(?<namespace>[a-z0-9-]+)\.svc(?:\.[a-z0-9.-]+)?$/;
const SHORT_NAME = /^[a-z0-9-]+$/;

/** Short names mean a service of the namespace of the rule; `name.namespace` is taken for one by people, and by Istio for a DNS name. */
export function hostNamed(host: string, from: PlainObject): NamedHost {
  const { name, namespace } = CLUSTER_NAME.exec(host)?.groups ?? {};
  if (name !== undefined && namespace !== undefined) return service(namespace, name);
  return SHORT_NAME.test(host) ? service(namespaceOf(from), host) : { kind: 'other', full: host };
}

function service(namespace: string, name: string): NamedHost {
  return { kind: 'service', namespace, name, full: `${name}.${namespace}.svc.cluster.local` };
}

/** Whether a host of a ServiceEntry, which may begin with `*.`, stands for a name. */
export function hostCovers(pattern: string, host: string): boolean {
  return pattern === host || pattern === '*' || (pattern.startsWith('*.') && host.endsWith(pattern.slice(1)));
}
