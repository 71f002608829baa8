import { nameOf, namespaceOf, objectFinding, placeOf } from '../../kubernetes/custom-resources/object-names.js';
import { countOf, plainText, some } from '../../kubernetes/diagnosis/fact-text.js';
import { findingAbout, type Finding } from '../../kubernetes/diagnosis/finding.js';
import { selectsLabels } from '../../kubernetes/diagnosis/label-selector-text.js';
import { numberAt, recordAt, recordsAt, textAt, type PlainObject } from '../../kubernetes/object-values.js';
import { hasProxy, isInjecting, isLeftOut, mtlsOf, podsOf, rootNamespace } from './membership.js';
import type { MeshFacts } from './read-mesh.js';

/** The control plane, where it is in this cluster. */
export function judgeControlPlane({ controlPlane }: MeshFacts): Finding[] {
  if (controlPlane.items.length === 0 && controlPlane.complete) {
    const meaning = 'the control plane runs elsewhere (an external one), or Istio is only half installed';
    return [
      findingAbout('cluster', {
        severity: 'info',
        code: 'NoControlPlane',
        title: 'no control plane is in this cluster',
        facts: ['no Deployment has app=istiod'],
        meaning,
      }),
    ];
  }
  return controlPlane.items.flatMap((istiod) => {
    const ready = numberAt(istiod, 'status', 'readyReplicas') ?? 0;
    if (ready > 0) return [];
    const name = nameOf(istiod);
    return [
      objectFinding(istiod, {
        severity: 'critical',
        code: 'ControlPlaneDown',
        title: 'the control plane has no ready pod',
        facts: [`0 of ${numberAt(istiod, 'spec', 'replicas') ?? 1} ready`],
        meaning: 'proxies keep their last configuration; new pods get none, and certificates are not renewed',
        next: [{ operation: 'workloads_diagnose', input: { kind: 'Deployment', name, namespace: namespaceOf(istiod) } }],
      }),
    ];
  });
}

/** Namespaces whose pods should have a sidecar and do not, and what that does to mTLS. */
export function judgeNamespaces({ namespaces, pods, peerAuthentications, controlPlane }: MeshFacts): Finding[] {
  const root = rootNamespace(controlPlane.items);
  return namespaces.items.flatMap((namespace) => {
    const name = nameOf(namespace);
    if (!isInjecting(namespace)) return [];
    const outside = podsOf(pods.items, name).filter((pod) => !hasProxy(pod) && !isLeftOut(pod));
    if (outside.length === 0) return [];
    const { mode, by } = mtlsOf(name, peerAuthentications.items, root);
    return [
      objectFinding(namespace, {
        severity: 'warning',
        code: 'SidecarMissing',
        title: 'pods have no sidecar although the namespace asks for it',
        facts: [`${countOf(outside.length, 'pod')}: ${some(outside.map(nameOf), 5)}`, `mTLS of the namespace is ${mode} (by ${by})`],
        meaning: `they were made before the label, or the injector failed: restart their workloads. Until then no policy of the mesh holds for them${mode === 'STRICT' ? ', and what they send to others in the mesh is refused' : ''}; pods on the network of their node never get one`,
      }),
    ];
  });
}

/** Gateways that no pod serves. */
export function judgeGateway(gateway: PlainObject, { pods }: MeshFacts, scoped: boolean): Finding[] {
  const selector = recordAt(gateway, 'spec', 'selector');
  // Gateways are served from any namespace: with the pods of one only, nothing is certain.
  if (scoped || !pods.complete || Object.keys(selector).length === 0) return [];
  if (pods.items.some((pod) => selectsLabels({ matchLabels: selector }, recordAt(pod, 'metadata', 'labels')))) return [];
  const facts = [
    `no running pod has ${Object.entries(selector)
      .map(([key, value]) => `${key}=${String(value)}`)
      .join(',')}`,
  ];
  return [
    objectFinding(gateway, {
      severity: 'critical',
      code: 'GatewayWithoutPods',
      title: 'no pod serves it',
      facts,
      meaning: 'nothing listens for its hosts',
    }),
  ];
}

/** Traffic rules that switch TLS off towards a namespace that insists on it. */
export function judgeTls(rule: PlainObject, { peerAuthentications, controlPlane }: MeshFacts, target: string | undefined): Finding[] {
  const mode = textAt(rule, 'spec', 'trafficPolicy', 'tls', 'mode');
  if (target === undefined || mode !== 'DISABLE') return [];
  const wanted = mtlsOf(target, peerAuthentications.items, rootNamespace(controlPlane.items));
  if (wanted.mode !== 'STRICT') return [];
  const facts = [`trafficPolicy.tls.mode DISABLE`, `mTLS of namespace ${target} is STRICT (by ${wanted.by})`];
  return [
    objectFinding(rule, {
      severity: 'critical',
      code: 'MtlsConflict',
      title: 'it sends in the clear where mTLS is demanded',
      facts,
      meaning: 'connections are reset',
    }),
  ];
}

/** Policies that let nothing through, and those for no pod. */
export function judgePolicy(policy: PlainObject, { pods, hasPodsOf, controlPlane }: MeshFacts): Finding[] {
  const selector = recordAt(policy, 'spec', 'selector');
  const isForAll = Object.keys(recordAt(selector, 'matchLabels')).length === 0;
  const isMeshWide = namespaceOf(policy) === rootNamespace(controlPlane.items);
  const own = podsOf(pods.items, namespaceOf(policy));
  const knowsPods = hasPodsOf(namespaceOf(policy)) && !isMeshWide && own.length > 0;
  const hits = own.filter((pod) => selectsLabels(selector, recordAt(pod, 'metadata', 'labels')));
  const findings: Finding[] = [];
  if ((textAt(policy, 'spec', 'action') ?? 'ALLOW') === 'ALLOW' && recordsAt(policy, 'spec', 'rules').length === 0) {
    const whom = isForAll ? (isMeshWide ? 'every workload of the mesh' : 'every workload of its namespace') : 'the workloads it selects';
    const meaning = 'this is how "deny by default" is written: only what other ALLOW policies name gets through';
    findings.push(
      objectFinding(policy, {
        severity: 'info',
        code: 'DeniesAll',
        title: `it allows nothing to ${whom}`,
        facts: ['action ALLOW without rules'],
        meaning,
      }),
    );
  }
  if (knowsPods && !isForAll && hits.length === 0) {
    const facts = [`no running pod of ${namespaceOf(policy)} has its labels`];
    findings.push(
      objectFinding(policy, {
        severity: 'warning',
        code: 'SelectsNothing',
        title: 'it is for no pod',
        facts,
        meaning: 'it protects nothing: its labels are mistyped, or its pods are gone',
      }),
    );
  }
  return findings;
}

/** What Istio itself says of its objects, where its status reports are switched on. */
export function judgeMessages(object: PlainObject): Finding[] {
  return recordsAt(object, 'status', 'validationMessages').map((message) => {
    const level = textAt(message, 'level') ?? '';
    const type = recordAt(message, 'type');
    return objectFinding(object, {
      severity: level === 'ERROR' ? 'critical' : level === 'WARNING' ? 'warning' : 'info',
      code: textAt(type, 'code') ?? 'IstioMessage',
      title: `Istio says: ${plainText(textAt(type, 'name') ?? 'something is wrong')}`,
      facts: [`${placeOf(object)}: ${plainText(textAt(message, 'documentationUrl') ?? level)}`],
      meaning: 'the linked page explains it',
    });
  });
}
