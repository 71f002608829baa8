import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { ClusterManager } from '../../../src/lib/cluster-manager.js';
import type { ErrorCode, FleetError } from '../../../src/lib/errors.js';
import { proxyKubeconfig } from '../../../src/lib/integrations/rancher/proxy-kubeconfig.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { failureOf } from '../../support/failure.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { authority, sendJson, startServer, type Handler } from '../../support/https-server.js';
import { temporaryDirectory } from '../../support/kubeconfigs.js';
import { startRancher } from '../../support/rancher/stand-in-rancher.js';
import { proxiedClusters, versionsOf } from '../integrations/nsk/proxied-fleet.js';

interface Target {
  readonly id: string;
  readonly name: string;
}

/** A manager of clusters that are reached through a Rancher at `url`. */
function through(url: string, token: string, clusters: readonly Target[], probeTimeoutMs = 5000): ClusterManager {
  const { path, remove } = temporaryDirectory();
  for (const cluster of clusters) {
    const text = proxyKubeconfig({ cluster, url, token, trust: { ca: authority.certificate, insecure: false } });
    writeFileSync(join(path, `${cluster.name}.yaml`), text);
  }
  const manager = new ClusterManager({ kubeconfigDir: path, autoDiscovery: false, probeTimeoutMs });
  onTestFinished(async () => {
    await manager.close();
    remove();
  });
  return manager;
}

/** How the list of pods of a cluster fails. */
async function refusalOf(manager: ClusterManager, cluster: string): Promise<FleetError> {
  const session = await manager.session(cluster);
  return await failureOf(session.list({ apiVersion: 'v1', kind: 'Pod' }, { namespace: 'shop', signal: AbortSignal.timeout(20_000) }));
}

const TOKEN = 'token-abcde:not-a-secret';
const edge = { id: 'c-m-edge0001', name: 'edge' };

/** The error of a server that answers everything below the path of one cluster in the same way. */
async function refusalBy(handler: Handler, manage: (manager: ClusterManager) => Promise<FleetError>): Promise<FleetError> {
  await using server = await startServer(handler);
  return await manage(through(server.url, TOKEN, [edge]));
}

const capital = (code: string, status: number, message: string) => ({
  Code: { Code: code, Status: status },
  Message: message,
  Cause: null,
});
const text = (status: number, words: string): Handler => {
  return (_, response) => response.writeHead(status, { 'content-type': 'text/plain' }).end(words);
};

const answers: readonly [name: string, code: ErrorCode, message: RegExp, hint: RegExp, handler: Handler][] = [
  [
    'an agent that is away, as the downstream Steve says it',
    'CONNECTION_FAILED',
    /agent is not connected to Rancher.*stv-cluster-c-m/,
    /cattle-cluster-agent/,
    text(500, 'lost connection to cluster: failed to find Session for client stv-cluster-c-m-edge0001'),
  ],
  [
    'a bare dial error',
    'CONNECTION_FAILED',
    /Rancher cannot reach it.*connection refused/,
    /agent/,
    text(500, 'dial tcp 10.43.0.1:443: connect: connection refused'),
  ],
  [
    'a user who may not reach the cluster',
    'FORBIDDEN',
    /Rancher does not let this user.*cannot get resource/,
    /role on this cluster in Rancher/,
    (_, response) =>
      sendJson(response, capital('Forbidden', 403, 'clusters.management.cattle.io "c-m-edge0001" is forbidden: cannot get resource'), 403),
  ],
  ['a 401 without a word', 'UNAUTHORIZED', /Rancher does not accept the token/, /expired/, text(401, '')],
  [
    'an account that does not get ready',
    'SERVER_ERROR',
    /could not act as this user.*resource name may not be empty/,
    /call again/,
    text(500, 'failed to get secret for service account: cattle-impersonation-u-x, error: resource name may not be empty'),
  ],
  [
    'an etcd of Rancher that is slow',
    'SERVER_ERROR',
    /etcdserver/,
    /./,
    (_, response) => sendJson(response, { type: 'error', status: 500, code: 'ServerError', message: 'etcdserver: request timed out' }, 500),
  ],
  [
    'an ingress in front of Rancher',
    'SERVER_ERROR',
    /HTML page \(HTTP 502\)/,
    /./,
    (_, response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<html>'),
  ],
  [
    'what the API server itself forbids',
    'FORBIDDEN',
    /pods is forbidden/,
    /RBAC/,
    (_, response) =>
      sendJson(response, { kind: 'Status', code: 403, reason: 'Forbidden', message: 'pods is forbidden: User "a" cannot list' }, 403),
  ],
];

test.each(answers)('%s is %s', async (_, code, message, hint, handler) => {
  const error = await refusalBy(handler, (manager) => refusalOf(manager, 'edge'));
  expect(error).toMatchObject({ code, cluster: 'edge' });
  expect(error.message).toMatch(message);
  expect(error.hint).toMatch(hint);
  expect(JSON.stringify(error)).not.toContain('not-a-secret');
});

test('words of a node behind the API server are not taken for Rancher’s', async () => {
  const error = await refusalBy(text(500, 'dial tcp 10.0.0.1:10250: connect: connection refused'), async (manager) => {
    const session = await manager.session('edge');
    return await failureOf(session.request({ path: '/api/v1/nodes/n1/proxy/logs/kubelet.log', signal: AbortSignal.timeout(20_000) }));
  });
  expect(error).toMatchObject({ code: 'SERVER_ERROR' });
});

test('the same words of a cluster that is not behind Rancher mean what they always did', async () => {
  await using server = await startServer(text(500, 'cluster agent disconnected'));
  const { path, remove } = temporaryDirectory();
  onTestFinished(remove);
  const plain = proxyKubeconfig({ cluster: edge, url: server.url, token: TOKEN, trust: { ca: authority.certificate, insecure: false } });
  writeFileSync(join(path, 'edge.yaml'), plain.replace(`/k8s/clusters/${edge.id}`, ''));
  const manager = new ClusterManager({ kubeconfigDir: path, autoDiscovery: false });
  onTestFinished(() => manager.close());
  expect(await refusalOf(manager, 'edge')).toMatchObject({ code: 'SERVER_ERROR' });
});

test('a cluster that Rancher forbids is not taken for one that answers', async () => {
  await using server = await startServer((_, response) => sendJson(response, capital('Forbidden', 403, 'is forbidden'), 403));
  const { clusters, coverage } = await through(server.url, TOKEN, [edge]).status();
  expect(clusters).toMatchObject([{ state: 'NotReady', reason: '403', error: expect.stringContaining('Rancher does not let') as string }]);
  expect(coverage).toMatchObject({ matched: 1, denied: 1 });
});

test('the first read of a new user is sent twice, a write once', async () => {
  const seen: string[] = [];
  await using server = await startServer((request, response) => {
    seen.push(`${request.method ?? ''} ${(request.url ?? '').split('?')[0] ?? ''}`);
    const isFirst = seen.filter((one) => one === seen.at(-1)).length === 1;
    if (isFirst) text(500, 'error setting up impersonation for user u-x: resource name may not be empty')(request, response);
    else sendJson(response, { kind: 'PodList', apiVersion: 'v1', metadata: {}, items: [], gitVersion: 'v1.24.17' });
  });
  const session = await through(server.url, TOKEN, [edge]).session('edge');
  const signal = AbortSignal.timeout(20_000);
  expect((await session.request({ path: '/version', signal })).status).toBe(200);
  const streamed: Uint8Array[] = [];
  for await (const chunk of session.stream({ path: '/api/v1/pods', signal })) streamed.push(chunk);
  expect(Buffer.concat(streamed).toString()).toContain('PodList');
  const path = '/api/v1/namespaces/shop/pods';
  expect(await failureOf(session.request({ method: 'POST', path, body: { kind: 'Pod' }, signal }))).toMatchObject({ code: 'SERVER_ERROR' });
  const base = `/k8s/clusters/${edge.id}`;
  expect(seen).toEqual([
    ...[`GET ${base}/version`, `GET ${base}/version`],
    ...[`GET ${base}/api/v1/pods`, `GET ${base}/api/v1/pods`],
    `POST ${base}${path}`,
  ]);
});

await describeWithFleet('clusters behind a Rancher', () => {
  let fleet: LocalFleet;
  beforeAll(async () => {
    fleet = await sharedFleet();
  });
  afterAll(() => fleet.close());

  test('both API servers are read through it; each kind of absence has its own words', async () => {
    const clusters = [
      ...proxiedClusters(fleet),
      { id: 'c-m-away0001', name: 'away' },
      { id: 'c-m-new00001', name: 'new', notProvisioned: true },
    ];
    await using rancher = await startRancher({ clusters });
    const manager = through(rancher.url, rancher.token, [...clusters, { id: 'c-m-gone0001', name: 'gone' }]);
    for (const [name, version] of Object.entries(versionsOf(fleet))) {
      const session = await manager.session(name);
      expect((await session.request({ path: '/version', signal: AbortSignal.timeout(20_000) })).json()).toMatchObject({
        gitVersion: version,
      });
    }
    const away = await refusalOf(manager, 'away');
    expect(away).toMatchObject({ code: 'CONNECTION_FAILED', retryable: true, details: { reason: 'AgentDisconnected', httpStatus: 500 } });
    expect(away.message).toMatch(
      /^Cluster "away" could not list pods.*its agent is not connected to Rancher: .*cluster agent disconnected/,
    );
    const young = await refusalOf(manager, 'new');
    expect(young).toMatchObject({ code: 'CONNECTION_FAILED', details: { reason: 'ClusterUnavailable' } });
    expect(young.message).toContain('cluster not provisioned');
    const gone = await refusalOf(manager, 'gone');
    expect(gone).toMatchObject({ code: 'KUBECONFIG_INVALID', details: { reason: 'ClusterNotInRancher' } });
    expect(gone.message).toContain('Rancher does not know the cluster c-m-gone0001');
    const { clusters: states } = await manager.status();
    expect(Object.fromEntries(states.map(({ cluster, state, reason }) => [cluster, [state, reason]]))).toEqual({
      away: ['Unknown', 'connection'],
      current: ['Ready', undefined],
      gone: ['Unknown', 'kubeconfig'],
      legacy: ['Ready', undefined],
      new: ['Unknown', 'connection'],
    });
  });

  test('a token that Rancher does not know is Rancher’s refusal, not the cluster’s', async () => {
    const clusters = proxiedClusters(fleet);
    await using rancher = await startRancher({ clusters });
    const manager = through(rancher.url, 'token-zzzzz:wrong', clusters);
    for (const { name } of clusters) {
      const error = await refusalOf(manager, name);
      expect(error).toMatchObject({ code: 'UNAUTHORIZED', hint: expect.stringContaining('Fetch the kubeconfig anew') as string });
      expect(error.message).toContain('Rancher does not accept the token of its kubeconfig: Unauthorized 401: must authenticate');
    }
  });
});
