import type { CustomColumn } from '../../kubernetes/custom-resources/list-rows.js';
import { nameOf, namespaceOf } from '../../kubernetes/custom-resources/object-names.js';
import { some } from '../../kubernetes/diagnosis/fact-text.js';
import { listAt, numberAt, recordAt, recordsAt, textAt, textsAt, type PlainObject } from '../../kubernetes/object-values.js';
import { routesOf } from './destinations.js';
import type { IstioKind } from './mesh-groups.js';

const NAMES: readonly CustomColumn[] = [
  ['namespace', namespaceOf],
  ['name', nameOf],
];

const HOSTS: CustomColumn = ['hosts', (object) => some(textsAt(object, 'spec', 'hosts'), 4)];
const SELECTS: CustomColumn = ['selects', (object) => labelsText(recordAt(object, 'spec', 'selector', 'matchLabels')) || 'all'];

/** What a list shows of each kind beside its name. */
const COLUMNS: Readonly<Record<IstioKind, readonly CustomColumn[]>> = {
  VirtualService: [
    HOSTS,
    ['gateways', (object) => some(textsAt(object, 'spec', 'gateways'), 3) || 'mesh'],
    [
      'routes to',
      (object) => some([...new Set(routesOf(object).map(({ host, subset }) => (subset === undefined ? host : `${host}/${subset}`)))], 4),
    ],
  ],
  DestinationRule: [
    ['host', (object) => textAt(object, 'spec', 'host')],
    [
      'subsets',
      (object) =>
        some(
          recordsAt(object, 'spec', 'subsets').map((subset) => textAt(subset, 'name') ?? ''),
          5,
        ),
    ],
    ['tls', (object) => textAt(object, 'spec', 'trafficPolicy', 'tls', 'mode')],
  ],
  Gateway: [
    ['servers', (object) => some(recordsAt(object, 'spec', 'servers').map(serverText), 4)],
    ['selects', (object) => labelsText(recordAt(object, 'spec', 'selector')) || 'all'],
  ],
  ServiceEntry: [
    HOSTS,
    ['location', (object) => textAt(object, 'spec', 'location')],
    ['resolution', (object) => textAt(object, 'spec', 'resolution')],
    [
      'ports',
      (object) =>
        some(
          recordsAt(object, 'spec', 'ports').map((port) => `${textAt(port, 'protocol') ?? ''}:${numberAt(port, 'number') ?? '?'}`),
          4,
        ),
    ],
  ],
  Sidecar: [
    [
      'egress',
      (object) =>
        some(
          recordsAt(object, 'spec', 'egress').flatMap((egress) => textsAt(egress, 'hosts')),
          4,
        ),
    ],
  ],
  WorkloadEntry: [
    ['address', (object) => textAt(object, 'spec', 'address')],
    ['labels', (object) => labelsText(recordAt(object, 'spec', 'labels'))],
  ],
  EnvoyFilter: [['patches', (object) => listAt(object, 'spec', 'configPatches').length]],
  PeerAuthentication: [['mtls', (object) => textAt(object, 'spec', 'mtls', 'mode') ?? 'UNSET'], SELECTS],
  RequestAuthentication: [
    [
      'issuers',
      (object) =>
        some(
          recordsAt(object, 'spec', 'jwtRules').map((rule) => textAt(rule, 'issuer') ?? ''),
          3,
        ),
    ],
    SELECTS,
  ],
  AuthorizationPolicy: [
    ['action', (object) => textAt(object, 'spec', 'action') ?? 'ALLOW'],
    ['rules', (object) => listAt(object, 'spec', 'rules').length],
    SELECTS,
  ],
  Telemetry: [SELECTS],
};

export function columnsOf(kind: IstioKind): readonly CustomColumn[] {
  return [...NAMES, ...COLUMNS[kind]];
}

/** `app=web,tier=front` */
export function labelsText(labels: Readonly<Record<string, unknown>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(',');
}

function serverText(server: PlainObject): string {
  const mode = textAt(server, 'tls', 'mode');
  const port = `${textAt(server, 'port', 'protocol') ?? '?'}:${numberAt(server, 'port', 'number') ?? '?'}`;
  return `${port} ${textsAt(server, 'hosts').join('+')}${mode === undefined ? '' : ` (${mode})`}`;
}
