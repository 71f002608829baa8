import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { load } from 'js-yaml';
import type { LocalFleet } from '../../src/testing/index.js';
import { valueAt } from '../../src/testing/value-at.js';
import { describeWithFleet, sharedFleet } from '../support/fleet.js';
import { get } from './fixtures/get.js';

await describeWithFleet('local clusters', () => {
  let fleet: LocalFleet;
  beforeAll(async () => {
    fleet = await sharedFleet();
  });
  afterAll(() => fleet.close());

  describe.each([
    ['legacy', 'v1.24.17'],
    ['current', 'v1.36.3'],
  ])('%s', (name, version) => {
    const api = (path: string) => fleet.cluster(name).adminClient.request('GET', path);

    test('answers with its version', async () => {
      expect(valueAt((await api('/version')).json(), 'gitVersion')).toBe(version);
    });

    test('its nodes are Ready and show the version', async () => {
      const nodes = await api('/api/v1/nodes');
      expect(nodes.text.match(/"kubeletVersion":"[^"]*"/g)).toEqual([`"kubeletVersion":"${version}"`, `"kubeletVersion":"${version}"`]);
      expect(nodes.text.match(/"type":"Ready","status":"True"/g)).toHaveLength(2);
    });

    test('Deployments have rolled out on the simulated nodes', async () => {
      const deployment = await api('/apis/apps/v1/namespaces/shop/deployments/web');
      expect(valueAt(deployment.json(), 'status', 'availableReplicas')).toBe(3);
    });

    test('logs come through the API server, the last lines on request', async () => {
      const log = await api('/api/v1/namespaces/shop/pods/failing-0000/log?tailLines=2');
      expect(log.status).toBe(200);
      expect(log.text.trim().split('\n')).toEqual([expect.stringContaining('line=39'), expect.stringContaining('line=40')]);
      const previous = await api('/api/v1/namespaces/shop/pods/failing-0000/log?previous=true');
      expect(previous.text).toContain('panic: cannot reach the database');
    });

    test('a failing pod waits in CrashLoopBackOff', async () => {
      const pod = await api('/api/v1/namespaces/shop/pods/failing-0000');
      expect(pod.text).toContain('"waiting":{"reason":"CrashLoopBackOff"');
    });

    test('the custom resource, the secret and the event are there', async () => {
      expect((await api('/apis/example.com/v1/namespaces/shop/widgets/large')).status).toBe(200);
      const secret = valueAt((await api('/api/v1/namespaces/shop/secrets/database')).json(), 'data', 'password');
      expect(Buffer.from(String(secret), 'base64').toString()).toBe('hunter2-shop');
      expect((await api('/api/v1/namespaces/shop/events/failing-0000.1')).text).toContain('"reason":"BackOff"');
    });

    test.each([
      ['admin', '/api/v1/namespaces/shop/secrets', 200],
      ['token', '/api/v1/namespaces/shop/secrets', 200],
      ['restricted', '/api/v1/namespaces/team-a/pods', 200],
      ['restricted', '/api/v1/namespaces/shop/pods', 403],
      ['restricted', '/api/v1/namespaces/team-a/secrets', 403],
      ['restricted-token', '/api/v1/namespaces/team-a/pods', 200],
      ['restricted-token', '/api/v1/nodes', 403],
      ['expired', '/api/v1/nodes', 401],
      ['revoked-token', '/api/v1/nodes', 401],
    ] as const)('the user %s gets %s: %d', async (user, path, status) => {
      expect((await get(fleet.cluster(name).kubeconfig(user), path)).status).toBe(status);
    });

    test('a service account token names the account', async () => {
      const cluster = fleet.cluster(name);
      const token = await cluster.serviceAccountToken('team-a', 'robot');
      const kubeconfig = { ...cluster.kubeconfig('token'), users: [{ name: 'robot', user: { token } }] } as const;
      const answer = await get(kubeconfig, '/api/v1/nodes');
      expect(answer.status).toBe(403);
      expect(answer.text).toContain('system:serviceaccount:team-a:robot');
    });

    test('the kubeconfig file is private and can be merged with the others', async () => {
      const path = join(fleet.kubeconfigDirectory, `${name}.yaml`);
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      expect((await stat(fleet.kubeconfigDirectory)).mode & 0o777).toBe(0o700);
      const kubeconfig = load(await readFile(path, 'utf8'));
      expect(kubeconfig).toMatchObject({ 'current-context': name, 'users': [{ name: `${name}-admin` }], 'contexts': [{ name }] });
    });
  });

  test('an unknown name is an error that lists the names', () => {
    expect(() => fleet.cluster('lgeacy')).toThrow(/no local cluster "lgeacy"; there are: legacy, current/);
  });
});
