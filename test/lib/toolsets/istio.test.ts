import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fleet } from '../../../src/index.js';
import type { LocalCluster, LocalFleet } from '../../../src/testing/index.js';
import { define, make, makeNamespace, makeRunningPod, startBareFleet } from '../../support/custom-resources.js';
import { failureOf } from '../../support/failure.js';
import { describeWithFleet } from '../../support/fleet.js';

/** The newest version that each cluster has. */
const VERSIONS: Readonly<Record<string, string>> = { legacy: 'v1beta1', current: 'v1' };
const SIDECAR = { 'sidecar.istio.io/status': '{"containers":["istio-proxy"]}' };

type Entry = readonly [
  group: 'networking' | 'security',
  plural: string,
  kind: string,
  namespace: string,
  name: string,
  spec: object,
  more?: object,
];

const to = (host: string, subset?: string, port?: number): object => ({
  destination: { host, ...(subset === undefined ? {} : { subset }), ...(port === undefined ? {} : { port: { number: port } }) },
});
const route = (...destinations: readonly object[]): object => ({ hosts: ['shop.example.com'], http: [{ route: destinations }] });

const ENTRIES: readonly Entry[] = [
  [
    'networking',
    'virtualservices',
    'VirtualService',
    'shop',
    'well',
    { ...route(to('web', 'v1', 80), to('api.example.org')), gateways: ['istio-system/public', 'mesh'] },
  ],
  ['networking', 'virtualservices', 'VirtualService', 'shop', 'hostless', route(to('gone'), to('web.other'))],
  ['networking', 'virtualservices', 'VirtualService', 'shop', 'subsetless', route(to('web.shop.svc.cluster.local', 'v3'))],
  ['networking', 'virtualservices', 'VirtualService', 'shop', 'portless', route(to('web', undefined, 9999))],
  ['networking', 'virtualservices', 'VirtualService', 'shop', 'gateless', { ...route(to('web')), gateways: ['nowhere'] }],
  [
    'networking',
    'destinationrules',
    'DestinationRule',
    'shop',
    'web',
    {
      host: 'web',
      subsets: [
        { name: 'v1', labels: { version: 'v1' } },
        { name: 'v2', labels: { version: 'v2' } },
      ],
      trafficPolicy: { tls: { mode: 'DISABLE' } },
    },
  ],
  ['networking', 'destinationrules', 'DestinationRule', 'shop', 'nothing', { host: 'nobody.shop.svc.cluster.local' }],
  [
    'networking',
    'serviceentries',
    'ServiceEntry',
    'shop',
    'outside',
    { hosts: ['*.example.org'], location: 'MESH_EXTERNAL', resolution: 'NONE', ports: [{ number: 443, protocol: 'TLS', name: 'tls' }] },
  ],
  [
    'networking',
    'gateways',
    'Gateway',
    'istio-system',
    'public',
    {
      selector: { istio: 'ingressgateway' },
      servers: [{ port: { number: 443, protocol: 'HTTPS', name: 'https' }, hosts: ['*'], tls: { mode: 'SIMPLE' } }],
    },
  ],
  [
    'networking',
    'gateways',
    'Gateway',
    'shop',
    'unserved',
    { selector: { istio: 'nobody' }, servers: [] },
    {
      status: {
        validationMessages: [
          {
            level: 'WARNING',
            type: { code: 'IST0162', name: 'GatewayPortNotDefinedOnService' },
            documentationUrl: 'https://istio.io/docs',
          },
        ],
      },
    },
  ],
  ['security', 'peerauthentications', 'PeerAuthentication', 'shop', 'default', { mtls: { mode: 'STRICT' } }],
  ['security', 'peerauthentications', 'PeerAuthentication', 'istio-system', 'default', { mtls: { mode: 'PERMISSIVE' } }],
  ['security', 'authorizationpolicies', 'AuthorizationPolicy', 'shop', 'deny-all', {}],
  [
    'security',
    'authorizationpolicies',
    'AuthorizationPolicy',
    'shop',
    'for-nobody',
    { selector: { matchLabels: { app: 'nobody' } }, action: 'DENY', rules: [{}] },
  ],
];

async function fill(cluster: LocalCluster): Promise<void> {
  const version = VERSIONS[cluster.name] ?? '';
  await makeNamespace(cluster, 'istio-system');
  await makeNamespace(cluster, 'shop', { 'istio-injection': 'enabled' });
  await makeNamespace(cluster, 'calm', { 'istio.io/dataplane-mode': 'ambient' });
  for (const [group, plural, kind, namespace, name, spec, more] of ENTRIES) {
    const apiVersion = `${group}.istio.io/${version}`;
    await make(cluster, `/apis/${apiVersion}/namespaces/${namespace}/${plural}`, { apiVersion, kind, metadata: { name }, spec, ...more });
  }
  const spec = { selector: { app: 'web' }, ports: [{ port: 80 }] };
  await make(cluster, '/api/v1/namespaces/shop/services', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec });
  await makeRunningPod(cluster, 'shop', { name: 'web-1', labels: { app: 'web', version: 'v1' }, annotations: SIDECAR });
  await makeRunningPod(cluster, 'shop', { name: 'old-1', labels: { app: 'old' } });
  await makeRunningPod(cluster, 'shop', { name: 'plain-1', labels: { 'app': 'plain', 'sidecar.istio.io/inject': 'false' } });
  await makeRunningPod(cluster, 'istio-system', { name: 'ingress-1', labels: { istio: 'ingressgateway' }, annotations: SIDECAR });
  const template = {
    metadata: { labels: { app: 'istiod' } },
    spec: { containers: [{ name: 'discovery', image: 'registry.example.com:5000/istio/pilot:1.27.1' }] },
  };
  await make(cluster, '/apis/apps/v1/namespaces/istio-system/deployments', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'istiod', labels: { app: 'istiod' } },
    spec: { replicas: 2, selector: { matchLabels: { app: 'istiod' } }, template },
  });
}

await describeWithFleet('Istio', () => {
  let local: LocalFleet;
  let fleet: Fleet;
  let close: () => Promise<void>;

  beforeAll(async () => {
    ({ local, fleet, close } = await startBareFleet('istio'));
    for (const cluster of local.clusters) {
      for (const operation of ['istio_status', 'istio_diagnose', 'istio_resources_list']) {
        const failure = await failureOf(fleet.call({ operation, input: { cluster: cluster.name } }));
        expect(failure).toMatchObject({
          code: 'KIND_UNKNOWN',
          cluster: cluster.name,
          message: expect.stringContaining('Istio is not installed'),
        });
      }
      const versions = [VERSIONS[cluster.name] ?? ''];
      const networking = {
        VirtualService: 'virtualservices',
        DestinationRule: 'destinationrules',
        Gateway: 'gateways',
        ServiceEntry: 'serviceentries',
      };
      await define(cluster, { group: 'networking.istio.io', versions, namespaced: networking });
      const security = { PeerAuthentication: 'peerauthentications', AuthorizationPolicy: 'authorizationpolicies' };
      await define(cluster, { group: 'security.istio.io', versions, namespaced: security });
      await fill(cluster);
    }
  }, 120_000);
  afterAll(() => close());

  describe.each(['legacy', 'current'])('on %s', (cluster) => {
    test.each([
      ['VirtualService', /^shop +well +shop\.example\.com +istio-system\/public, mesh +web\/v1, api\.example\.org$/m],
      ['DestinationRule', /^shop +web +web +v1, v2 +DISABLE$/m],
      ['Gateway', /^istio-system +public +HTTPS:443 \* \(SIMPLE\) +istio=ingressgateway$/m],
      ['ServiceEntry', /^shop +outside +\*\.example\.org +MESH_EXTERNAL +NONE +TLS:443$/m],
      ['PeerAuthentication', /^shop +default +STRICT +all$/m],
      ['AuthorizationPolicy', /^shop +for-nobody +DENY +1 +app=nobody$/m],
    ] as const)('%s is listed with what matters of it', async (kind, line) => {
      expect((await fleet.call({ operation: 'istio_resources_list', input: { cluster, kind } })).text()).toMatch(line);
    });

    test('a kind that is not installed is told', async () => {
      const failure = await failureOf(fleet.run('istio_resources_list', { cluster, kind: 'Telemetry' }));
      expect(failure).toMatchObject({ code: 'KIND_UNKNOWN', cluster, message: expect.stringContaining('telemetry.istio.io') });
    });

    test('the status tells control plane, injection and mTLS by namespace', async () => {
      const result = await fleet.call({ operation: 'istio_status', input: { cluster } });
      expect(result.output).toMatchObject({
        control_plane: [{ namespace: 'istio-system', name: 'istiod', version: '1.27.1', ready: 0, wanted: 2 }],
        resources: { VirtualService: 5, DestinationRule: 2, Gateway: 2, ServiceEntry: 1, PeerAuthentication: 2, AuthorizationPolicy: 2 },
        namespaces: [
          { name: 'calm', injection: 'ambient', pods: 0, in_mesh: 0, mtls: 'PERMISSIVE', mtls_by: 'istio-system/default' },
          { name: 'istio-system', injection: 'none', pods: 1, in_mesh: 1, mtls: 'PERMISSIVE', mtls_by: 'istio-system/default' },
          { name: 'shop', injection: 'sidecar', pods: 3, in_mesh: 1, mtls: 'STRICT', mtls_by: 'shop/default' },
        ],
        not_checked: [],
      });
      expect(result.text()).toMatch(/^shop +sidecar +1\/3 +STRICT +shop\/default$/m);
    });

    test('each broken thing is found, and what is well is not', async () => {
      const { verdict, findings, not_checked: notChecked } = await fleet.run('istio_diagnose', { cluster });
      const found = findings.flatMap(({ code, objects, title }) => objects.map((object) => `${object} ${code}: ${title}`)).sort();
      expect([verdict, notChecked]).toEqual(['failing', []]);
      expect(found).toEqual([
        'AuthorizationPolicy shop/deny-all DeniesAll: it allows nothing to every workload of its namespace',
        'AuthorizationPolicy shop/for-nobody SelectsNothing: it is for no pod',
        'Deployment istio-system/istiod ControlPlaneDown: the control plane has no ready pod',
        'DestinationRule shop/nothing HostWithoutService: it is for nobody.shop.svc.cluster.local, which is not there',
        'DestinationRule shop/web MtlsConflict: it sends in the clear where mTLS is demanded',
        'DestinationRule shop/web SubsetWithoutPods: its subset v2 has no pods',
        'Gateway shop/unserved GatewayWithoutPods: no pod serves it',
        'Gateway shop/unserved IST0162: Istio says: GatewayPortNotDefinedOnService',
        'Namespace shop SidecarMissing: pods have no sidecar although the namespace asks for it',
        'VirtualService shop/gateless GatewayMissing: it names the gateway nowhere, which is not there',
        'VirtualService shop/hostless HostWithoutService: it routes to gone, which is not there',
        'VirtualService shop/hostless HostWithoutService: it routes to web.other, which is not there',
        'VirtualService shop/portless PortWithoutService: it routes to port 9999 of web, which has no such port',
        'VirtualService shop/subsetless SubsetMissing: it routes to the subset v3 of web.shop.svc.cluster.local, which no DestinationRule defines',
      ]);
      expect(findings.find(({ code }) => code === 'SidecarMissing')?.facts[0]).toBe('1 pod: old-1');
    });

    test('one namespace: what depends on pods of others is not guessed', async () => {
      const { findings } = await fleet.run('istio_diagnose', { cluster, namespace: 'calm' });
      expect(findings.map(({ code }) => code)).toEqual(['ControlPlaneDown']);
      const shop = await fleet.run('istio_diagnose', { cluster, namespace: 'shop' });
      expect(shop.findings.map(({ code }) => code)).not.toContain('GatewayWithoutPods');
      expect(shop.findings.map(({ code }) => code)).toContain('SubsetWithoutPods');
    });
  });
});
