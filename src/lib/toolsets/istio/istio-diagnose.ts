import { z } from 'zod';
import { namespaceOf } from '../../kubernetes/custom-resources/object-names.js';
import { tally } from '../../kubernetes/custom-resources/tally.js';
import { diagnosisOutput, type Finding } from '../../kubernetes/diagnosis/finding.js';
import { Reading } from '../../kubernetes/diagnosis/reading.js';
import { renderDiagnosis } from '../../kubernetes/diagnosis/render-diagnosis.js';
import { shapeDiagnosis } from '../../kubernetes/diagnosis/shape-diagnosis.js';
import { allNamespacesField } from '../../kubernetes/fields.js';
import { textAt, type PlainObject } from '../../kubernetes/object-values.js';
import { defineOperation } from '../../operation.js';
import { hostNamed } from './destinations.js';
import { judgeControlPlane, judgeGateway, judgeMessages, judgeNamespaces, judgePolicy, judgeTls } from './judge-mesh.js';
import { judgeDestinationRule, judgeVirtualService } from './judge-routing.js';
import { injectionOf } from './membership.js';
import { readMesh, type MeshFacts } from './read-mesh.js';
import { deferred } from '../../platform/deferred.js';

export const istioDiagnose = defineOperation({
  name: 'istio_diagnose',
  title: 'Find out what is wrong in the Istio mesh',
  description:
    'Istio: hosts without service, subsets without pods or definition, gateways nobody serves, missing sidecars, mTLS conflicts, policies for nothing.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: deferred(() => z.object({ namespace: allNamespacesField() })),
  output: diagnosisOutput,
  handler: async (context, { namespace }) => {
    const reading = new Reading(context);
    const facts = await readMesh(reading, namespace);
    const { virtualServices, destinationRules, namespaces } = facts;
    return shapeDiagnosis({
      subject: `Istio${namespace === undefined ? '' : ` in ${namespace}`}`,
      cluster: context.cluster.cluster.name,
      facts: [
        `${virtualServices.items.length} VirtualService, ${destinationRules.items.length} DestinationRule, ${facts.gateways.items.length} Gateway in the cluster`,
        `namespaces by injection: ${tally(namespaces.items.map(injectionOf))}`,
      ],
      findings: judgeMesh(facts, namespace),
      notChecked: reading.notChecked,
      complete: virtualServices.complete && destinationRules.complete,
    });
  },
  render: renderDiagnosis,
});

function judgeMesh(facts: MeshFacts, namespace: string | undefined): Finding[] {
  const meant = (objects: readonly PlainObject[]): readonly PlainObject[] =>
    namespace === undefined ? objects : objects.filter((object) => namespaceOf(object) === namespace);
  const { virtualServices, destinationRules, gateways, serviceEntries, peerAuthentications, authorizationPolicies } = facts;
  const all = [virtualServices, destinationRules, gateways, serviceEntries, peerAuthentications, authorizationPolicies];
  return [
    ...judgeControlPlane(facts),
    ...meant(virtualServices.items).flatMap((one) => judgeVirtualService(one, facts)),
    ...meant(destinationRules.items).flatMap((one) => [...judgeDestinationRule(one, facts), ...judgeTls(one, facts, targetOf(one))]),
    ...meant(gateways.items).flatMap((one) => judgeGateway(one, facts, namespace !== undefined)),
    ...judgeNamespaces(facts),
    ...meant(authorizationPolicies.items).flatMap((one) => judgePolicy(one, facts)),
    ...all.flatMap(({ items }) => meant(items).flatMap(judgeMessages)),
  ];
}

/** The namespace of the service that a rule is for. */
function targetOf(rule: PlainObject): string | undefined {
  const named = hostNamed(textAt(rule, 'spec', 'host') ?? '', rule);
  return named.kind === 'service' ? named.namespace : undefined;
}
