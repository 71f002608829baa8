import { z } from 'zod';
import { nameOf, namespaceOf } from '../../kubernetes/custom-resources/object-names.js';
import { countOf } from '../../kubernetes/diagnosis/fact-text.js';
import { Reading } from '../../kubernetes/diagnosis/reading.js';
import { allNamespacesField } from '../../kubernetes/fields.js';
import { numberAt, recordsAt, textAt, type PlainObject } from '../../kubernetes/object-values.js';
import { defineOperation } from '../../operation.js';
import { textTable } from '../../platform/text-table.js';
import { hasProxy, injectionOf, mtlsOf, podsOf, rootNamespace } from './membership.js';
import { readMesh, type MeshFacts } from './read-mesh.js';
import { deferred } from '../../platform/deferred.js';

const MOST_NAMESPACES = 200;

const statusOutput = deferred(() =>
  z.object({
    control_plane: z.array(z.object({ namespace: z.string(), name: z.string(), version: z.string(), ready: z.int(), wanted: z.int() })),
    resources: z.record(z.string(), z.int()),
    namespaces: z.array(
      z.object({ name: z.string(), injection: z.string(), pods: z.int(), in_mesh: z.int(), mtls: z.string(), mtls_by: z.string() }),
    ),
    namespaces_total: z.int(),
    not_checked: z.array(z.string()).describe('What could not be looked at, and why'),
  }),
);

type MeshStatus = z.output<typeof statusOutput>;

export const istioStatus = defineOperation({
  name: 'istio_status',
  title: 'Status of the Istio mesh',
  description:
    'The Istio mesh of a cluster: control plane, counts of its resources, injection, pods in the mesh and mTLS mode by namespace.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: deferred(() => z.object({ namespace: allNamespacesField() })),
  output: statusOutput,
  handler: async (context, { namespace }) => {
    const reading = new Reading(context);
    const facts = await readMesh(reading, namespace);
    const rows = namespaceRows(facts, namespace);
    return {
      control_plane: facts.controlPlane.items.map(controlPlaneRow),
      resources: counts(facts),
      namespaces: rows.slice(0, MOST_NAMESPACES),
      namespaces_total: rows.length,
      not_checked: [...new Set(reading.notChecked)],
    };
  },
  render: (status: MeshStatus & { readonly cluster?: string }) => {
    const { control_plane: planes, namespaces, namespaces_total: total, not_checked: notChecked } = status;
    const shown = total === namespaces.length ? '' : `, the first ${namespaces.length}`;
    return [
      `${status.cluster ?? ''}: Istio`,
      ...(planes.length === 0 ? ['- no control plane (a Deployment with app=istiod) is in this cluster'] : []),
      ...planes.map(({ namespace, name, version, ready, wanted }) => `- ${namespace}/${name} ${version}: ${ready}/${wanted} ready`),
      `- ${Object.entries(status.resources)
        .map(([kind, count]) => `${count} ${kind}`)
        .join(', ')}`,
      `${countOf(total, 'namespace')} of the mesh${shown}:`,
      ...(namespaces.length === 0
        ? []
        : [
            textTable(
              ['namespace', 'injection', 'in mesh', 'mtls', 'by'],
              namespaces.map((row) => [row.name, row.injection, `${row.in_mesh}/${row.pods}`, row.mtls, row.mtls_by]),
            ),
          ]),
      ...(notChecked.length === 0 ? [] : ['Not checked:', ...notChecked.map((what) => `- ${what}`)]),
    ].join('\n');
  },
});

/** Namespaces that have something of the mesh, or the one that was asked for. */
function namespaceRows(
  { namespaces, pods, peerAuthentications, controlPlane }: MeshFacts,
  asked: string | undefined,
): MeshStatus['namespaces'] {
  const root = rootNamespace(controlPlane.items);
  return namespaces.items.flatMap((namespace) => {
    const name = nameOf(namespace);
    const own = podsOf(pods.items, name);
    const inMesh = own.filter(hasProxy).length;
    const injection = injectionOf(namespace);
    if (injection === 'none' && inMesh === 0 && name !== asked) return [];
    const { mode, by } = mtlsOf(name, peerAuthentications.items, root);
    return [{ name, injection, pods: own.length, in_mesh: inMesh, mtls: mode, mtls_by: by }];
  });
}

function counts(facts: MeshFacts): MeshStatus['resources'] {
  return {
    VirtualService: facts.virtualServices.items.length,
    DestinationRule: facts.destinationRules.items.length,
    Gateway: facts.gateways.items.length,
    ServiceEntry: facts.serviceEntries.items.length,
    PeerAuthentication: facts.peerAuthentications.items.length,
    AuthorizationPolicy: facts.authorizationPolicies.items.length,
  };
}

function controlPlaneRow(deployment: PlainObject): MeshStatus['control_plane'][number] {
  const [container] = recordsAt(deployment, 'spec', 'template', 'spec', 'containers');
  const image = textAt(container, 'image') ?? '';
  return {
    namespace: namespaceOf(deployment),
    name: nameOf(deployment),
    version: /:([^/@:]+)(?:@.*)?$/.exec(image)?.[1] ?? 'of unknown version',
    ready: numberAt(deployment, 'status', 'readyReplicas') ?? 0,
    wanted: numberAt(deployment, 'spec', 'replicas') ?? 1,
  };
}
