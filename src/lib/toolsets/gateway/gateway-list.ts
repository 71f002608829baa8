import { z } from 'zod';
import { isTrue } from '../../kubernetes/custom-resources/condition-facts.js';
import { customListFields } from '../../kubernetes/custom-resources/list-fields.js';
import { listRows, type CustomColumn } from '../../kubernetes/custom-resources/list-rows.js';
import { nameOf, namespaceOf } from '../../kubernetes/custom-resources/object-names.js';
import { openKind } from '../../kubernetes/custom-resources/served-group.js';
import { some } from '../../kubernetes/diagnosis/fact-text.js';
import { inputError } from '../../kubernetes/input-error.js';
import { tableOutput } from '../../kubernetes/listing/list-output.js';
import { renderTable } from '../../kubernetes/listing/list-text.js';
import { numberAt, recordsAt, textAt, textsAt, type PlainObject } from '../../kubernetes/object-values.js';
import { defineOperation } from '../../operation.js';
import { backendsOf, GATEWAY_API, parentsOf, referenceText, ROUTE_KINDS, withConditions } from './gateway-objects.js';
import { deferred } from '../../platform/deferred.js';

const NAMES: readonly CustomColumn[] = [
  ['namespace', namespaceOf],
  ['name', nameOf],
];

const GATEWAY: readonly CustomColumn[] = [
  ...NAMES,
  ['class', (gateway) => textAt(gateway, 'spec', 'gatewayClassName')],
  ['accepted', (gateway) => isTrue(gateway, 'Accepted')],
  ['programmed', (gateway) => isTrue(gateway, 'Programmed')],
  [
    'addresses',
    (gateway) =>
      some(
        recordsAt(gateway, 'status', 'addresses').map((address) => textAt(address, 'value') ?? ''),
        3,
      ),
  ],
  ['listeners', (gateway) => some(recordsAt(gateway, 'spec', 'listeners').map(listenerText), 5)],
  ['routes', attachedRoutes],
];

const CLASS: readonly CustomColumn[] = [
  ['name', nameOf],
  ['controller', (one) => textAt(one, 'spec', 'controllerName')],
  ['accepted', (one) => isTrue(one, 'Accepted')],
  ['description', (one) => textAt(one, 'spec', 'description')],
];

const ROUTE: readonly CustomColumn[] = [
  ...NAMES,
  ['hostnames', (route) => some(textsAt(route, 'spec', 'hostnames'), 3)],
  ['parents', (route) => some(parentsOf(route).map(referenceText), 3)],
  ['accepted', (route) => acceptedBy(route)],
  [
    'backends',
    (route) =>
      some(
        backendsOf(route).map(({ namespace, name, port }) => `${namespace}/${name}${port === undefined ? '' : `:${port}`}`),
        4,
      ),
  ],
];

export const gatewayList = defineOperation({
  name: 'gateway_list',
  title: 'List gateways and routes',
  description: 'Gateway API: gateways with classes, addresses, listeners and attached routes; or routes with parents and backends.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: deferred(() =>
    z.object({
      kind: z
        .enum(['Gateway', 'GatewayClass', ...ROUTE_KINDS])
        .optional()
        .describe('Default Gateway'),
      ...customListFields,
    }),
  ),
  output: tableOutput,
  handler: async (context, { kind = 'Gateway', ...input }) => {
    if (kind === 'GatewayClass' && input.namespace !== undefined) throw inputError('namespace', 'A GatewayClass is in no namespace.');
    const resource = await openKind(context, GATEWAY_API, kind);
    return listRows(context, resource, input, kind === 'Gateway' ? GATEWAY : kind === 'GatewayClass' ? CLASS : ROUTE);
  },
  render: renderTable,
});

function listenerText(listener: PlainObject): string {
  const hostname = textAt(listener, 'hostname');
  const where = `${textAt(listener, 'protocol') ?? '?'}:${numberAt(listener, 'port') ?? '?'}`;
  return `${textAt(listener, 'name') ?? '?'} ${where}${hostname === undefined ? '' : ` ${hostname}`}`;
}

function attachedRoutes(gateway: PlainObject): number {
  return recordsAt(gateway, 'status', 'listeners').reduce((sum, listener) => sum + (numberAt(listener, 'attachedRoutes') ?? 0), 0);
}

/** `1/2`: parents that accept a route, of those it names. */
function acceptedBy(route: PlainObject): string {
  const accepting = recordsAt(route, 'status', 'parents').filter((parent) => isTrue(withConditions(parent), 'Accepted') === true);
  return `${accepting.length}/${parentsOf(route).length}`;
}
