import { once } from 'node:events';
import { get } from 'node:https';
import { connect } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFleet, type Caller, type Fleet } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { failureOf } from '../../support/failure.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';

const NAMESPACE = 'port-forward-test';

// Ports of simulated pods lead to the API server of their cluster, whatever their number: a real server that speaks TLS.
await describeWithFleet('port-forwards', () => {
  let local: LocalFleet;
  let fleet: Fleet;

  beforeAll(async () => {
    local = await sharedFleet();
    fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory, toolsets: ['port_forward'] });
    for (const cluster of local.clusters) {
      await cluster.seed({ namespace: NAMESPACE, deployments: { web: 2 } });
      const service = {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'web' },
        spec: { selector: { app: 'web' }, ports: [{ name: 'https', port: 443, targetPort: 8443 }] },
      };
      await cluster.adminClient.request('POST', `/api/v1/namespaces/${NAMESPACE}/services`, service);
    }
  });
  afterAll(async () => {
    await fleet.close();
    for (const { adminClient } of local.clusters) await adminClient.request('DELETE', `/api/v1/namespaces/${NAMESPACE}`);
    await local.close();
  });

  const start = async (input: object, caller?: Caller): Promise<{ id: string; url: string; pod: string }> => {
    const { output } = await fleet.call({ operation: 'port_forward_start', input: { namespace: NAMESPACE, ...input }, caller });
    return { id: String(output['id']), url: `https://${String(output['address'])}`, pod: String(output['pod']) };
  };

  describe.each(['legacy', 'current'])('on %s', (cluster) => {
    test.each([
      { kind: 'Deployment', name: 'web', port: 8443 },
      { kind: 'Service', name: 'web', port: 'https' },
      { kind: 'Service', name: 'web', port: 443 },
    ])('a request goes through to $kind $name:$port', async (target) => {
      const { url, id } = await start({ cluster, ...target });
      expect((await body(`${url}/version`)).toString()).toContain(local.cluster(cluster).version);
      const { forwards } = await fleet.run('port_forward_list', {});
      const own = forwards.find((forward) => forward.id === id);
      expect(own).toMatchObject({ cluster, ...target, connections: 1 });
      expect(own?.bytes_received).toBeGreaterThan(1000);
      expect(await fleet.run('port_forward_stop', { id })).toEqual({ stopped: [id] });
      await expect(body(`${url}/version`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    });

    test('a big answer and twenty connections at once arrive whole', async () => {
      const { url, id } = await start({ cluster, kind: 'Deployment', name: 'web', port: 8443 });
      const bodies = await Promise.all(
        Array.from({ length: 20 }, () => body(`${url}/openapi/v2`, local.cluster(cluster).kubeconfig('token').users[0].user['token'])),
      );
      expect(bodies[0]?.length).toBeGreaterThan(500_000);
      expect(new Set(bodies.map(({ length }) => length)).size).toBe(1);
      for (const each of bodies) expect(() => JSON.parse(each.toString()) as unknown).not.toThrow();
      await fleet.run('port_forward_stop', { id });
    });

    test('it outlives its pod', async () => {
      const { url, pod, id } = await start({ cluster, kind: 'Deployment', name: 'web', port: 8443 });
      await body(`${url}/version`);
      const path = `/api/v1/namespaces/${NAMESPACE}/pods/${pod}`;
      await local.cluster(cluster).adminClient.request('DELETE', `${path}?gracePeriodSeconds=0`);
      await body(`${url}/version`);
      const { forwards } = await fleet.run('port_forward_list', {});
      const now = forwards.find((forward) => forward.id === id)?.pod;
      expect(now).not.toBe(pod);
      expect(now).toMatch(/^web-/);
      await fleet.run('port_forward_stop', { id });
    });

    test('a local program that goes away leaves nothing open', async () => {
      const { url, id } = await start({ cluster, kind: 'Deployment', name: 'web', port: 8443 });
      const socket = connect(Number(new URL(url).port), '127.0.0.1');
      await once(socket, 'connect');
      socket.destroy();
      await expect
        .poll(async () => (await fleet.run('port_forward_list', {})).forwards.find((one) => one.id === id)?.open_connections)
        .toBe(0);
      await fleet.run('port_forward_stop', { id });
    });

    test.each([
      { input: { name: 'nowhere', port: 80 }, code: 'NOT_FOUND' },
      { input: { kind: 'Service', name: 'web', port: 9999 }, code: 'INPUT_INVALID' },
      { input: { kind: 'Deployment', name: 'web', port: 'admin' }, code: 'INPUT_INVALID' },
      { input: { kind: 'Job', name: 'web', port: 80 }, code: 'INPUT_INVALID' },
      { input: { name: '--address=0.0.0.0', port: 80 }, code: 'INPUT_INVALID' },
      { input: { kind: 'Service', name: 'web', port: 443, address: '0.0.0.0' }, code: 'INPUT_INVALID' },
    ])('$input is refused with $code, and nothing is left open', async ({ input, code }) => {
      expect(await failureOf(start({ cluster, ...input }))).toMatchObject({ code });
      expect((await fleet.run('port_forward_list', {})).forwards).toEqual([]);
    });
  });

  test('others neither see nor end it, and it ends with its caller', async () => {
    const mine = { id: 'mine', stateful: true };
    const { url, id } = await start({ cluster: 'current', kind: 'Deployment', name: 'web', port: 8443 }, mine);
    expect((await fleet.run('port_forward_list', {}, { caller: { id: 'other', stateful: true } })).forwards).toEqual([]);
    const stopped = fleet.run('port_forward_stop', { id }, { caller: { id: 'other', stateful: true } });
    expect(await failureOf(stopped)).toMatchObject({ code: 'NOT_FOUND' });
    await body(`${url}/version`);
    fleet.forgetCaller(mine);
    await expect
      .poll(() =>
        body(`${url}/version`).then(
          () => 'open',
          (thrown: unknown) => String(thrown),
        ),
      )
      .toContain('ECONNREFUSED');
  });

  test('a taken local port is said to be taken', async () => {
    const { url, id } = await start({ cluster: 'current', kind: 'Deployment', name: 'web', port: 8443 });
    const again = start({ cluster: 'current', kind: 'Deployment', name: 'web', port: 8443, local_port: Number(new URL(url).port) });
    expect(await failureOf(again)).toMatchObject({ code: 'PORT_TAKEN', cluster: 'current' });
    await fleet.run('port_forward_stop', { id });
  });

  test('one caller cannot open more than twenty', async () => {
    const caller = { id: 'greedy', stateful: true };
    for (let count = 0; count < 20; count += 1) await start({ cluster: 'current', kind: 'Deployment', name: 'web', port: 8443 }, caller);
    const next = start({ cluster: 'current', kind: 'Deployment', name: 'web', port: 8443 }, caller);
    expect(await failureOf(next)).toMatchObject({ code: 'TOO_MANY_OPEN', retryable: true });
    expect((await fleet.run('port_forward_stop', { all: true }, { caller })).stopped).toHaveLength(20);
  });

  test('closing the fleet ends them', async () => {
    const own = createFleet({ kubeconfigDir: local.kubeconfigDirectory, toolsets: ['port_forward'] });
    const input = { cluster: 'current', namespace: NAMESPACE, kind: 'Deployment', name: 'web', port: 8443 } as const;
    const { address } = await own.run('port_forward_start', input);
    await own.close();
    await expect(body(`https://${address}/version`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('a cluster that is read-only has none', async () => {
    const limited = createFleet({
      kubeconfigDir: local.kubeconfigDirectory,
      toolsets: ['port_forward'],
      access: { clusters: { current: 'read-only' } },
    });
    const input = { cluster: 'current', namespace: NAMESPACE, name: 'web', port: 8443 };
    expect(await failureOf(limited.run('port_forward_start', input))).toMatchObject({ code: 'OPERATION_NOT_ALLOWED', cluster: 'current' });
    await limited.close();
  });
});

/** The body of an answer; the certificate is of no interest here. */
async function body(url: string, token?: string): Promise<Buffer> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const request = get(url, { rejectUnauthorized: false, agent: false, headers });
  const [response] = (await once(request, 'response')) as [NodeJS.ReadableStream]; // what the event is declared to carry
  return await buffer(response);
}
