import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fleet } from '../../../src/index.js';
import type { LocalCluster, LocalFleet } from '../../../src/testing/index.js';
import { define, make, makeNamespace, startBareFleet } from '../../support/custom-resources.js';
import { failureOf } from '../../support/failure.js';
import { describeWithFleet } from '../../support/fleet.js';

const GROUP = 'gateway.networking.k8s.io';
/** The newest version that each cluster has. */
const VERSIONS: Readonly<Record<string, readonly string[]>> = { legacy: ['v1beta1'], current: ['v1', 'v1beta1'] };

const yes = (type: string): object => ({ type, status: 'True', reason: type, message: '' });
const no = (type: string, reason: string, message: string): object => ({ type, status: 'False', reason, message });
const listener = (name: string, conditions: readonly object[], attachedRoutes = 1): object => ({ name, attachedRoutes, conditions });

function gateway(name: string, gatewayClassName: string, status: object, listeners: readonly string[] = ['web']): object {
  const all = listeners.map((listenerName) => ({ name: listenerName, protocol: 'HTTP', port: 80, hostname: '*.example.com' }));
  return { kind: 'Gateway', metadata: { name }, spec: { gatewayClassName, listeners: all }, status };
}

const WELL = { addresses: [{ type: 'IPAddress', value: '192.0.2.10' }], conditions: [yes('Accepted'), yes('Programmed')] };

const GATEWAYS = [
  gateway('public', 'good', { ...WELL, listeners: [listener('web', [yes('Accepted'), yes('ResolvedRefs'), yes('Programmed')], 2)] }),
  gateway('no-address', 'good', { ...WELL, addresses: [], listeners: [listener('web', [], 0)] }),
  gateway('classless', 'absent', {}),
  gateway('unserved', 'shaky', {}),
  gateway('unprogrammed', 'good', {
    conditions: [yes('Accepted'), no('Programmed', 'AddressNotAssigned', 'no load balancer answers')],
    listeners: [],
  }),
  gateway(
    'half',
    'good',
    {
      ...WELL,
      listeners: [
        listener('web', [yes('Accepted')]),
        listener('tls', [no('ResolvedRefs', 'InvalidCertificateRef', 'Secret infra/cert does not exist')]),
        listener('other', [{ type: 'Conflicted', status: 'True', reason: 'ProtocolConflict', message: 'port 80' }]),
      ],
    },
    ['web', 'tls', 'other'],
  ),
];

interface RouteParts {
  readonly parent?: object;
  readonly backends?: readonly object[];
  readonly conditions?: readonly object[];
}

function route(
  name: string,
  { parent = {}, backends = [{ name: 'web', port: 80 }], conditions = [yes('Accepted'), yes('ResolvedRefs')] }: RouteParts,
): object {
  const parentRef = { name: 'public', namespace: 'infra', ...parent };
  return {
    kind: 'HTTPRoute',
    metadata: { name },
    spec: { parentRefs: [parentRef], hostnames: [`${name}.example.com`], rules: [{ backendRefs: backends }] },
    status: { parents: [{ parentRef, controllerName: 'example.com/controller', conditions }] },
  };
}

const ROUTES = [
  route('well', {}),
  route('granted', { backends: [{ name: 'api', namespace: 'backend', port: 80 }] }),
  route('lost', { parent: { name: 'nowhere' } }),
  route('unlistened', { parent: { sectionName: 'grpc' } }),
  route('refused', { conditions: [no('Accepted', 'NotAllowedByListeners', 'namespace shop is not allowed')] }),
  route('backless', {
    backends: [
      { name: 'gone', port: 80 },
      { name: 'web', port: 8080 },
    ],
    conditions: [yes('Accepted'), no('ResolvedRefs', 'BackendNotFound', 'Service gone not found')],
  }),
  route('ungranted', { backends: [{ name: 'private', namespace: 'backend', port: 80 }] }),
];

async function fill(cluster: LocalCluster): Promise<void> {
  const [version = ''] = VERSIONS[cluster.name] ?? [];
  const base = `/apis/${GROUP}/${version}`;
  const put = (path: string, object: object): Promise<void> =>
    make(cluster, `${base}${path}`, { apiVersion: `${GROUP}/${version}`, ...object });
  for (const name of ['infra', 'shop', 'backend']) await makeNamespace(cluster, name);
  const ports = [{ port: 80, targetPort: 8080 }];
  const service = (namespace: string, name: string): Promise<void> =>
    make(cluster, `/api/v1/namespaces/${namespace}/services`, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name },
      spec: { selector: { app: name }, ports },
    });
  await service('shop', 'web');
  await service('backend', 'api');
  await service('backend', 'private');
  await put('/gatewayclasses', {
    kind: 'GatewayClass',
    metadata: { name: 'good' },
    spec: { controllerName: 'example.com/controller' },
    status: { conditions: [yes('Accepted')] },
  });
  const waiting = { type: 'Accepted', status: 'Unknown', reason: 'Waiting', message: 'Waiting for controller' };
  await put('/gatewayclasses', {
    kind: 'GatewayClass',
    metadata: { name: 'shaky' },
    spec: { controllerName: 'example.com/absent' },
    status: { conditions: [waiting] },
  });
  for (const one of GATEWAYS) await put('/namespaces/infra/gateways', one);
  for (const one of ROUTES) await put('/namespaces/shop/httproutes', one);
  const spec = { from: [{ group: GROUP, kind: 'HTTPRoute', namespace: 'shop' }], to: [{ group: '', kind: 'Service', name: 'api' }] };
  await put('/namespaces/backend/referencegrants', { kind: 'ReferenceGrant', metadata: { name: 'shop' }, spec });
}

await describeWithFleet('the Gateway API', () => {
  let local: LocalFleet;
  let fleet: Fleet;
  let close: () => Promise<void>;

  beforeAll(async () => {
    ({ local, fleet, close } = await startBareFleet('gateway'));
    for (const cluster of local.clusters) {
      expect(await failureOf(fleet.run('gateway_list', { cluster: cluster.name }))).toMatchObject({
        code: 'KIND_UNKNOWN',
        cluster: cluster.name,
        message: expect.stringContaining('Gateway API is not installed'),
      });
      const namespaced = { Gateway: 'gateways', HTTPRoute: 'httproutes', ReferenceGrant: 'referencegrants' };
      await define(cluster, {
        group: GROUP,
        versions: VERSIONS[cluster.name] ?? [],
        namespaced,
        cluster: { GatewayClass: 'gatewayclasses' },
      });
      await fill(cluster);
    }
  }, 120_000);
  afterAll(() => close());

  describe.each(['legacy', 'current'])('on %s', (cluster) => {
    test('gateways, classes and routes are listed with what matters of each', async () => {
      const gateways = await fleet.call({ operation: 'gateway_list', input: { cluster } });
      expect(gateways.text()).toMatch(/^infra +public +good +true +true +192\.0\.2\.10 +web HTTP:80 \*\.example\.com +2$/m);
      const classes = await fleet.call({ operation: 'gateway_list', input: { cluster, kind: 'GatewayClass' } });
      expect(classes.text()).toMatch(/^shaky +example\.com\/absent +false +-$/m);
      const routes = await fleet.call({ operation: 'gateway_list', input: { cluster, kind: 'HTTPRoute', namespace: 'shop' } });
      expect(routes.text()).toMatch(/^shop +refused +refused\.example\.com +Gateway infra\/public +0\/1 +shop\/web:80$/m);
    });

    test('a kind that is not installed, and a namespace where there is none, are told', async () => {
      expect(await failureOf(fleet.run('gateway_list', { cluster, kind: 'GRPCRoute' }))).toMatchObject({
        code: 'KIND_UNKNOWN',
        cluster,
        message: expect.stringContaining('no GRPCRoute in it'),
      });
      expect((await failureOf(fleet.run('gateway_list', { cluster, kind: 'GatewayClass', namespace: 'shop' }))).code).toBe('INPUT_INVALID');
    });

    test('each broken thing is found, with its reason, and what is well is not', async () => {
      const { verdict, findings, not_checked: notChecked } = await fleet.run('gateway_diagnose', { cluster });
      const found = Object.fromEntries(
        findings.flatMap(({ code, objects, facts }) => objects.map((object) => [`${object} ${code}`, facts.join('\n')])),
      );
      expect([verdict, notChecked]).toEqual(['failing', []]);
      expect(found).toEqual({
        'Gateway infra/classless ClassMissing': 'the cluster has no GatewayClass absent',
        'Gateway infra/unserved ClassNotAccepted': expect.stringContaining('Waiting for controller'),
        'Gateway infra/unprogrammed NotProgrammed': expect.stringContaining('no load balancer answers'),
        'Gateway infra/half ListenerInvalidCertificateRef': expect.stringContaining('Secret infra/cert does not exist'),
        'Gateway infra/half ListenerConflicted': expect.stringContaining('ProtocolConflict'),
        'Gateway infra/no-address NoAddress': 'status.addresses is empty',
        'Gateway infra/no-address ListenerWithoutRoutes': expect.any(String),
        'HTTPRoute shop/lost ParentMissing': 'namespace infra has no Gateway nowhere',
        'HTTPRoute shop/unlistened ListenerMissing': expect.stringContaining('not grpc'),
        'HTTPRoute shop/refused NotAllowedByListeners': expect.stringContaining('namespace shop is not allowed'),
        'HTTPRoute shop/backless BackendNotFound': expect.stringContaining('Service gone not found'),
        'HTTPRoute shop/backless BackendMissing': 'namespace shop has no Service gone',
        'HTTPRoute shop/backless BackendPortMissing': 'the Service has the ports 80',
        'HTTPRoute shop/ungranted BackendNotPermitted': expect.stringContaining('no ReferenceGrant in backend'),
      });
    });

    test('one gateway: only the routes that name it', async () => {
      const { facts, findings } = await fleet.run('gateway_diagnose', { cluster, name: 'public', namespace: 'infra' });
      expect(facts.slice(0, 2)).toEqual(['1 gateway', 'routes: 6 HTTPRoute']);
      expect(findings.flatMap(({ objects }) => objects)).not.toContain('HTTPRoute shop/lost');
      expect(await failureOf(fleet.run('gateway_diagnose', { cluster, name: 'nobody' }))).toMatchObject({ code: 'NOT_FOUND', cluster });
    });

    test('one namespace: parents elsewhere are still known', async () => {
      const { facts, findings } = await fleet.run('gateway_diagnose', { cluster, namespace: 'shop' });
      expect(facts.slice(0, 2)).toEqual(['0 gateways', 'routes: 7 HTTPRoute']);
      expect(findings.filter(({ code }) => code === 'ParentMissing').map(({ objects }) => objects)).toEqual([['HTTPRoute shop/lost']]);
    });
  });
});
