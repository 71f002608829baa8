import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFleet, type Fleet } from '../../../src/index.js';
import { watchEvents } from '../../../src/lib/kubernetes/watch-events.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { ownNamespace } from '../../support/own-namespace.js';

const namespace = 'watch-events';
const path = `/api/v1/namespaces/${namespace}/configmaps`;

await describeWithFleet('a watch', () => {
  let local: LocalFleet;
  let fleet: Fleet;
  let removeNamespace: () => Promise<void>;
  beforeAll(async () => {
    local = await sharedFleet();
    fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory });
    removeNamespace = await ownNamespace(local, namespace);
  });
  afterAll(async () => {
    await removeNamespace();
    await fleet.close();
    await local.close();
  });

  describe.each(['legacy', 'current'])('on %s', (cluster) => {
    const admin = (method: string, where: string, body?: unknown) => local.cluster(cluster).adminClient.request(method, where, body);
    const resourceVersion = async (): Promise<string> =>
      ((await admin('GET', path)).json() as { metadata: { resourceVersion: string } }).metadata.resourceVersion;

    test('gives every change in its order, whole, whatever its size and letters', async () => {
      const session = await fleet.clusters.session(cluster);
      const controller = new AbortController();
      const from = await resourceVersion();
      const long = 'ä🚀'.repeat(40_000);
      await admin('POST', path, { metadata: { name: 'one' }, data: { long } });
      await admin('PATCH', `${path}/one`, { data: { long: null } });
      await admin('DELETE', `${path}/one`);
      const seen: unknown[] = [];
      const fieldSelector = 'metadata.name=one';
      for await (const { type, object } of watchEvents(session, {
        path,
        resourceVersion: from,
        fieldSelector,
        signal: controller.signal,
      })) {
        seen.push([type, object['data']]);
        if (type === 'DELETED') break;
      }
      expect(seen).toEqual([
        ['ADDED', { long }],
        ['MODIFIED', undefined],
        ['DELETED', undefined],
      ]);
      controller.abort();
    });

    test('ends normally when the server ends it', async () => {
      const session = await fleet.clusters.session(cluster);
      const options = { path, resourceVersion: await resourceVersion(), timeoutSeconds: 1, signal: AbortSignal.timeout(20_000) };
      const types: string[] = [];
      for await (const { type } of watchEvents(session, options)) types.push(type);
      expect(types.filter((type) => type !== 'BOOKMARK')).toEqual([]);
    });
  });
});
