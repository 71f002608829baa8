import { namespaceOf, objectFinding, placeOf } from '../../kubernetes/custom-resources/object-names.js';
import { portsOf, selectorOf } from '../../kubernetes/custom-resources/service-index.js';
import type { Finding, FindingText } from '../../kubernetes/diagnosis/finding.js';
import { selectsLabels } from '../../kubernetes/diagnosis/label-selector-text.js';
import { recordAt, recordsAt, textAt, textsAt, type PlainObject } from '../../kubernetes/object-values.js';
import { hostCovers, hostNamed, routesOf, type Destination } from './destinations.js';
import type { MeshFacts } from './read-mesh.js';

/** VirtualServices whose routes lead nowhere. */
export function judgeVirtualService(virtualService: PlainObject, facts: MeshFacts): Finding[] {
  const texts = [
    ...routesOf(virtualService).flatMap((destination) => destinationFindings(virtualService, destination, facts)),
    ...gatewayFindings(virtualService, facts),
  ];
  return texts.map((text) => objectFinding(virtualService, text));
}

/** Whether something answers to a host; `port` when it does, but not on that port. Undefined where nothing is certain. */
export function hostAnswers(
  host: string,
  port: number | undefined,
  from: PlainObject,
  facts: MeshFacts,
): 'yes' | 'no' | 'port' | undefined {
  const named = hostNamed(host, from);
  if (named.full.includes('*')) return undefined;
  const isEntry = facts.serviceEntries.items.some((entry) =>
    textsAt(entry, 'spec', 'hosts').some((pattern) => hostCovers(pattern, named.full) || hostCovers(pattern, host)),
  );
  if (isEntry) return 'yes';
  const service = named.kind === 'service' ? facts.services.find(named.namespace, named.name) : 'missing';
  if (service === undefined) return undefined;
  if (service === 'missing') return facts.serviceEntries.complete ? 'no' : undefined;
  return port === undefined || portsOf(service).includes(port) ? 'yes' : 'port';
}

function destinationFindings(virtualService: PlainObject, destination: Destination, facts: MeshFacts): FindingText[] {
  const { host, port, subset } = destination;
  const answers = hostAnswers(host, port, virtualService, facts);
  const named = hostNamed(host, virtualService);
  if (answers === 'no') {
    const short =
      named.kind === 'other' && /^[a-z0-9-]+\.[a-z0-9-]+$/.test(host)
        ? `; for a service of another namespace write ${host}.svc.cluster.local`
        : '';
    const told = [`no Service and no ServiceEntry answers to ${named.full}`];
    const meaning = `requests for it get 503 (no such cluster)${short}`;
    return [{ severity: 'critical', code: 'HostWithoutService', title: `it routes to ${host}, which is not there`, facts: told, meaning }];
  }
  const wrongPort: FindingText[] =
    answers === 'port'
      ? [
          {
            severity: 'critical',
            code: 'PortWithoutService',
            title: `it routes to port ${port ?? '?'} of ${host}, which has no such port`,
            facts: [`Service ${named.full}`],
            meaning: 'requests for it get 503',
          },
        ]
      : [];
  return [...wrongPort, ...(subset === undefined ? [] : subsetFindings(virtualService, { host, subset }, facts))];
}

function subsetFindings(
  virtualService: PlainObject,
  { host, subset }: { readonly host: string; readonly subset: string },
  facts: MeshFacts,
): FindingText[] {
  const { full } = hostNamed(host, virtualService);
  const rules = facts.destinationRules.items.filter((rule) => hostCovers(hostNamed(textAt(rule, 'spec', 'host') ?? '', rule).full, full));
  const defined = rules.flatMap((rule) => recordsAt(rule, 'spec', 'subsets').map((one) => textAt(one, 'name') ?? ''));
  if (defined.includes(subset) || !facts.destinationRules.complete) return [];
  return [
    {
      severity: 'critical',
      code: 'SubsetMissing',
      title: `it routes to the subset ${subset} of ${host}, which no DestinationRule defines`,
      facts: [
        rules.length === 0
          ? `no DestinationRule is for ${full}`
          : `${rules.map(placeOf).join(', ')} define ${defined.join(', ') || 'none'}`,
      ],
      meaning: 'requests for it get 503 (no route)',
    },
  ];
}

function gatewayFindings(virtualService: PlainObject, { gateways }: MeshFacts): FindingText[] {
  if (!gateways.complete) return [];
  const known = new Set(gateways.items.map(placeOf));
  return textsAt(virtualService, 'spec', 'gateways').flatMap((name): FindingText[] => {
    const place = name.includes('/') ? name : `${namespaceOf(virtualService)}/${name}`;
    if (name === 'mesh' || known.has(place)) return [];
    const facts = [`there is no Gateway ${place}`];
    return [
      {
        severity: 'critical',
        code: 'GatewayMissing',
        title: `it names the gateway ${name}, which is not there`,
        facts,
        meaning: 'nothing from outside is routed by it',
      },
    ];
  });
}

/** DestinationRules for nothing, and subsets without pods. */
export function judgeDestinationRule(rule: PlainObject, facts: MeshFacts): Finding[] {
  const host = textAt(rule, 'spec', 'host') ?? '';
  if (hostAnswers(host, undefined, rule, facts) === 'no') {
    const told = [`no Service and no ServiceEntry answers to ${hostNamed(host, rule).full}`];
    const title = `it is for ${host}, which is not there`;
    return [objectFinding(rule, { severity: 'warning', code: 'HostWithoutService', title, facts: told, meaning: 'it has no effect' })];
  }
  const named = hostNamed(host, rule);
  const service = named.kind === 'service' ? facts.services.find(named.namespace, named.name) : undefined;
  if (named.kind !== 'service' || service === undefined || service === 'missing' || !facts.hasPodsOf(named.namespace)) return [];
  const selector = selectorOf(service);
  if (Object.keys(selector).length === 0) return [];
  const pods = facts.pods.items.filter((pod) => namespaceOf(pod) === named.namespace).map((pod) => recordAt(pod, 'metadata', 'labels'));
  return recordsAt(rule, 'spec', 'subsets').flatMap((subset) => {
    const wanted = { ...selector, ...recordAt(subset, 'labels') };
    if (pods.some((labels) => selectsLabels({ matchLabels: wanted }, labels))) return [];
    const told = [
      `no running pod of ${named.namespace} has ${Object.entries(wanted)
        .map(([key, value]) => `${key}=${String(value)}`)
        .join(',')}`,
    ];
    const title = `its subset ${textAt(subset, 'name') ?? '?'} has no pods`;
    return [
      objectFinding(rule, {
        severity: 'warning',
        code: 'SubsetWithoutPods',
        title,
        facts: told,
        meaning: 'requests that are routed to it get 503 (no healthy upstream)',
      }),
    ];
  });
}
