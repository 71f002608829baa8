import { namespaceOf } from '../../kubernetes/custom-resources/object-names.js';
import { portsOf } from '../../kubernetes/custom-resources/service-index.js';
import type { FindingText } from '../../kubernetes/diagnosis/finding.js';
import { objectStep } from '../../kubernetes/diagnosis/pods/pod-evidence.js';
import { recordsAt, textAt, type PlainObject } from '../../kubernetes/object-values.js';
import { backendsOf, GATEWAY_API, type Reference } from './gateway-objects.js';
import type { GatewayFacts } from './read-gateways.js';

/** Services that a route sends to and that cannot take it. Other kinds of backends are their controller's to judge. */
export function judgeBackends(route: PlainObject, facts: GatewayFacts): FindingText[] {
  const services = backendsOf(route).filter(({ kind, group }) => kind === 'Service' && group === '');
  return services.flatMap((backend) => [...existence(backend, facts), ...permission(route, backend, facts)]);
}

function existence({ namespace, name, port }: Reference, { services }: GatewayFacts): FindingText[] {
  const service = services.find(namespace, name);
  const title = `its backend ${namespace}/${name}`;
  if (service === undefined) return [];
  if (service === 'missing') {
    const next = [{ operation: 'resources_list', input: { apiVersion: 'v1', kind: 'Service', namespace } }];
    const facts = [`namespace ${namespace} has no Service ${name}`];
    return [
      {
        severity: 'critical',
        code: 'BackendMissing',
        title: `${title} is not there`,
        facts,
        meaning: 'requests for it fail with 500',
        next,
      },
    ];
  }
  const ports = portsOf(service);
  if (port === undefined || ports.includes(port)) return [];
  return [
    {
      severity: 'critical',
      code: 'BackendPortMissing',
      title: `${title} has no port ${port}`,
      facts: [`the Service has the ports ${ports.join(', ')}`],
      meaning: 'requests for it fail; a route names the port of the Service, not that of the container',
      next: [objectStep('v1', 'Service', name, namespace)],
    },
  ];
}

function permission(route: PlainObject, { namespace, name }: Reference, { grants }: GatewayFacts): FindingText[] {
  const from = namespaceOf(route);
  const kind = textAt(route, 'kind') ?? '';
  if (namespace === from || !grants.complete) return [];
  const isPermitted = grants.items.some(
    (grant) =>
      namespaceOf(grant) === namespace &&
      recordsAt(grant, 'spec', 'from').some(
        (one) => one['group'] === GATEWAY_API.group && one['kind'] === kind && one['namespace'] === from,
      ) &&
      recordsAt(grant, 'spec', 'to').some((one) => one['group'] === '' && one['kind'] === 'Service' && (one['name'] ?? name) === name),
  );
  if (isPermitted) return [];
  return [
    {
      severity: 'critical',
      code: 'BackendNotPermitted',
      title: `its backend ${namespace}/${name} is in another namespace that does not permit it`,
      facts: [`no ReferenceGrant in ${namespace} lets a ${kind} of ${from} name this Service`],
      meaning: 'requests for it fail with 500 until that namespace grants it',
    },
  ];
}
