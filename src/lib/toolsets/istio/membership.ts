import { nameOf, namespaceOf } from '../../kubernetes/custom-resources/object-names.js';
import { recordAt, textAt, type PlainObject } from '../../kubernetes/object-values.js';

/** How pods of a namespace get into the mesh. */
export type Injection = 'sidecar' | `sidecar of ${string}` | 'ambient' | 'off' | 'none';

/** What the labels of a namespace say. `off` is said, `none` is unsaid. */
export function injectionOf(namespace: PlainObject): Injection {
  const labels = recordAt(namespace, 'metadata', 'labels');
  const injection = labels['istio-injection'];
  if (injection === 'enabled') return 'sidecar';
  if (injection === 'disabled') return 'off';
  const revision = labels['istio.io/rev'];
  if (typeof revision === 'string' && revision !== '') return `sidecar of ${revision}`;
  return labels['istio.io/dataplane-mode'] === 'ambient' ? 'ambient' : 'none';
}

export function isInjecting(namespace: PlainObject): boolean {
  return injectionOf(namespace).startsWith('sidecar');
}

/** Whether a pod has a sidecar, or is itself a proxy: the injector leaves its notes on both. */
export function hasProxy(pod: PlainObject): boolean {
  return textAt(pod, 'metadata', 'annotations', 'sidecar.istio.io/status') !== undefined;
}

/** Whether a pod is meant to stay out of the mesh: it says so, or uses the network of its node (which its metadata does not tell). */
export function isLeftOut(pod: PlainObject): boolean {
  const inject = 'sidecar.istio.io/inject';
  return textAt(pod, 'metadata', 'labels', inject) === 'false' || textAt(pod, 'metadata', 'annotations', inject) === 'false';
}

/** Pods by namespace. */
export function podsOf(pods: readonly PlainObject[], namespace: string): PlainObject[] {
  return pods.filter((pod) => namespaceOf(pod) === namespace);
}

/** Where the configuration of the whole mesh stands: the namespace of its control plane. */
export function rootNamespace(controlPlane: readonly PlainObject[]): string {
  const [istiod] = controlPlane;
  return istiod === undefined ? 'istio-system' : namespaceOf(istiod);
}

/** `STRICT`, `PERMISSIVE`, `DISABLE`: what holds for a namespace as a whole, and who says so. */
export function mtlsOf(namespace: string, policies: readonly PlainObject[], root: string): { readonly mode: string; readonly by: string } {
  const wide = policies.filter((policy) => Object.keys(recordAt(policy, 'spec', 'selector', 'matchLabels')).length === 0);
  for (const place of [namespace, root]) {
    // Of several, Istio takes the oldest.
    const [first] = wide.filter((policy) => namespaceOf(policy) === place).sort((left, right) => madeAt(left) - madeAt(right));
    const mode = first === undefined ? undefined : textAt(first, 'spec', 'mtls', 'mode');
    if (first !== undefined && mode !== undefined && mode !== 'UNSET') return { mode, by: `${place}/${nameOf(first)}` };
  }
  return { mode: 'PERMISSIVE', by: 'the default' };
}

function madeAt(object: PlainObject): number {
  return Date.parse(textAt(object, 'metadata', 'creationTimestamp') ?? '') || 0;
}
