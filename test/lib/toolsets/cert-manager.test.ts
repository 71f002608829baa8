import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fleet } from '../../../src/index.js';
import type { LocalCluster, LocalFleet } from '../../../src/testing/index.js';
import { define, make, makeNamespace, minutesAgo, startBareFleet } from '../../support/custom-resources.js';
import { failureOf } from '../../support/failure.js';
import { describeWithFleet } from '../../support/fleet.js';

const DAY = 24 * 60;
const READY = [{ type: 'Ready', status: 'True', reason: 'Ready', message: 'Certificate is up to date and has not expired' }];
const NOT_READY = [{ type: 'Ready', status: 'False', reason: 'DoesNotExist', message: 'Issuing certificate as Secret does not exist' }];
const ISSUING = { type: 'Issuing', status: 'True', reason: 'DoesNotExist' };
const LASTING = { notBefore: minutesAgo(30 * DAY), notAfter: minutesAgo(-60 * DAY), renewalTime: minutesAgo(-30 * DAY) };

function certificate(name: string, spec: object, status: object): object {
  const metadata = { name };
  const dnsNames = [`${name}.example.com`];
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata,
    spec: { secretName: `${name}-tls`, dnsNames, issuerRef: { name: 'good' }, ...spec },
    status,
  };
}

function issuer(kind: string, name: string, ready: string, message: string): object {
  return {
    apiVersion: 'cert-manager.io/v1',
    kind,
    metadata: { name },
    status: { conditions: [{ type: 'Ready', status: ready, reason: 'Checked', message }] },
  };
}

/** What is made for a certificate: each step belongs to the one before. */
interface Steps {
  readonly request: object;
  readonly order?: object;
  readonly challenge?: { readonly spec: object; readonly status: object };
}

const CERTIFICATES: readonly { readonly object: object; readonly steps?: Steps }[] = [
  { object: certificate('well', {}, { conditions: READY, ...LASTING }) },
  {
    object: certificate(
      'dead',
      {},
      { conditions: [{ ...NOT_READY[0], reason: 'Expired' }], ...LASTING, notAfter: minutesAgo(DAY), renewalTime: minutesAgo(31 * DAY) },
    ),
  },
  {
    object: certificate(
      'late',
      {},
      {
        conditions: READY,
        ...LASTING,
        notBefore: minutesAgo(86 * DAY),
        notAfter: minutesAgo(-4 * DAY),
        renewalTime: minutesAgo(2 * DAY),
        lastFailureTime: minutesAgo(90),
        failedIssuanceAttempts: 6,
      },
    ),
  },
  { object: certificate('nobody-signs', { issuerRef: { name: 'absent' } }, { conditions: NOT_READY }) },
  { object: certificate('unready-signer', { issuerRef: { name: 'shaky', kind: 'ClusterIssuer' } }, { conditions: NOT_READY }) },
  {
    object: certificate('challenged', {}, { conditions: [...NOT_READY, ISSUING] }),
    steps: {
      request: {
        conditions: [
          { type: 'Approved', status: 'True' },
          { type: 'Ready', status: 'False', reason: 'Pending', message: 'Waiting on certificate issuance from order' },
        ],
      },
      order: { state: 'pending' },
      challenge: {
        spec: { type: 'HTTP-01', dnsName: 'challenged.example.com' },
        status: {
          state: 'pending',
          presented: true,
          reason: 'Waiting for HTTP-01 challenge propagation: wrong status code 404, expected 200',
        },
      },
    },
  },
  {
    object: certificate('limited', {}, { conditions: [...NOT_READY, ISSUING] }),
    steps: {
      request: {
        conditions: [
          { type: 'Approved', status: 'True' },
          { type: 'Ready', status: 'False', reason: 'Pending' },
        ],
      },
      order: { state: 'errored', reason: 'Failed to create Order: 429 urn:ietf:params:acme:error:rateLimited', failureTime: minutesAgo(5) },
    },
  },
  {
    object: certificate('denied', {}, { conditions: [...NOT_READY, ISSUING] }),
    steps: { request: { conditions: [{ type: 'Denied', status: 'True', reason: 'policy', message: 'names of example.com only' }] } },
  },
  { object: certificate('twin-1', { secretName: 'shared-tls' }, { conditions: READY, ...LASTING }) },
  { object: certificate('twin-2', { secretName: 'shared-tls' }, { conditions: READY, ...LASTING }) },
];

async function makeSteps(cluster: LocalCluster, owner: string, { request, order, challenge }: Steps): Promise<void> {
  const uidOf = async (path: string): Promise<string> => {
    const { metadata } = (await cluster.adminClient.request('GET', path)).json() as { metadata: { uid: string } };
    return metadata.uid;
  };
  const owned = (name: string, apiVersion: string, kind: string, uid: string): object => ({
    name,
    ownerReferences: [{ apiVersion, kind, name: owner, uid, controller: true }],
  });
  const requests = '/apis/cert-manager.io/v1/namespaces/shop/certificaterequests';
  const orders = '/apis/acme.cert-manager.io/v1/namespaces/shop/orders';
  const certificateUid = await uidOf(`/apis/cert-manager.io/v1/namespaces/shop/certificates/${owner}`);
  const spec = { issuerRef: { name: 'good' } };
  await make(cluster, requests, {
    apiVersion: 'cert-manager.io/v1',
    kind: 'CertificateRequest',
    metadata: owned(owner, 'cert-manager.io/v1', 'Certificate', certificateUid),
    spec,
    status: request,
  });
  if (order === undefined) return;
  const requestUid = await uidOf(`${requests}/${owner}`);
  await make(cluster, orders, {
    apiVersion: 'acme.cert-manager.io/v1',
    kind: 'Order',
    metadata: owned(owner, 'cert-manager.io/v1', 'CertificateRequest', requestUid),
    spec,
    status: order,
  });
  if (challenge === undefined) return;
  const metadata = owned(owner, 'acme.cert-manager.io/v1', 'Order', await uidOf(`${orders}/${owner}`));
  await make(cluster, '/apis/acme.cert-manager.io/v1/namespaces/shop/challenges', {
    apiVersion: 'acme.cert-manager.io/v1',
    kind: 'Challenge',
    metadata,
    ...challenge,
  });
}

await describeWithFleet('cert-manager', () => {
  let local: LocalFleet;
  let fleet: Fleet;
  let close: () => Promise<void>;

  beforeAll(async () => {
    ({ local, fleet, close } = await startBareFleet('cert_manager'));
    for (const cluster of local.clusters) {
      expect(await failureOf(fleet.run('certificates_diagnose', { cluster: cluster.name }))).toMatchObject({
        code: 'KIND_UNKNOWN',
        cluster: cluster.name,
        message: expect.stringContaining('cert-manager is not installed'),
      });
      const namespaced = { Certificate: 'certificates', CertificateRequest: 'certificaterequests', Issuer: 'issuers' };
      await define(cluster, { group: 'cert-manager.io', versions: ['v1'], namespaced, cluster: { ClusterIssuer: 'clusterissuers' } });
      await define(cluster, { group: 'acme.cert-manager.io', versions: ['v1'], namespaced: { Order: 'orders', Challenge: 'challenges' } });
      await makeNamespace(cluster, 'shop');
      await make(cluster, '/apis/cert-manager.io/v1/namespaces/shop/issuers', issuer('Issuer', 'good', 'True', 'registered'));
      await make(
        cluster,
        '/apis/cert-manager.io/v1/clusterissuers',
        issuer('ClusterIssuer', 'shaky', 'False', 'Failed to register ACME account: no such host'),
      );
      for (const { object, steps } of CERTIFICATES) {
        await make(cluster, '/apis/cert-manager.io/v1/namespaces/shop/certificates', object);
        if (steps !== undefined) await makeSteps(cluster, (object as { metadata: { name: string } }).metadata.name, steps);
      }
    }
  }, 120_000);
  afterAll(() => close());

  describe.each(['legacy', 'current'])('on %s', (cluster) => {
    test('the list tells when certificates end, and where they are kept', async () => {
      const result = await fleet.call({ operation: 'certificates_list', input: { cluster, namespace: 'shop' } });
      expect(result.output['columns']).toEqual([
        'namespace',
        'name',
        'ready',
        'expires',
        'days',
        'renewal',
        'issuer',
        'stored in',
        'names',
      ]);
      expect(result.text()).toMatch(/^shop +well +True +\S+Z +59 +\S+Z +Issuer\/good +well-tls +well\.example\.com$/m);
      expect(result.text()).toMatch(/^shop +dead +False +\S+Z +-2 /m);
    });

    test.each([
      ['well', 'healthy', [], ''],
      ['dead', 'failing', ['CertificateExpired', 'RenewalOverdue'], 'valid until'],
      ['late', 'warning', ['CertificateExpiring', 'RenewalOverdue', 'IssuanceBackoff'], '6 failed'],
      ['nobody-signs', 'failing', ['CertificateNotReady', 'IssuerMissing'], 'namespace shop has no Issuer absent'],
      ['unready-signer', 'failing', ['CertificateNotReady', 'IssuerNotReady'], 'Failed to register ACME account: no such host'],
      ['challenged', 'warning', ['CertificateNotReady', 'ChallengePending'], 'wrong status code 404'],
      ['limited', 'failing', ['CertificateNotReady', 'OrderFailed'], 'rateLimited'],
      ['denied', 'failing', ['CertificateNotReady', 'RequestDenied'], 'names of example.com only'],
    ])('%s is %s: %s', async (name, verdict, codes, fact) => {
      const result = await fleet.call({ operation: 'certificates_diagnose', input: { cluster, name, namespace: 'shop' } });
      expect((result.output['findings'] as { code: string }[]).map(({ code }) => code).sort()).toEqual([...codes].sort());
      expect(result.output['not_checked']).toEqual([]);
      expect([result.output['verdict'], result.text()]).toEqual([verdict, expect.stringContaining(fact)]);
    });

    test('all at once: two that are stored in one place are told', async () => {
      const { facts, findings } = await fleet.run('certificates_diagnose', { cluster });
      expect(facts[0]).toBe('10 certificates: 6 Ready=False, 4 Ready=True');
      expect(findings.find(({ code }) => code === 'SharedStore')?.facts).toEqual(['shop/twin-1', 'shop/twin-2']);
    });

    test('a name that is nowhere is not found', async () => {
      expect(await failureOf(fleet.run('certificates_diagnose', { cluster, name: 'nobody' }))).toMatchObject({
        code: 'NOT_FOUND',
        cluster,
      });
    });
  });
});
