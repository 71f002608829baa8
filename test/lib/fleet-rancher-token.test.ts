import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFleet } from '../../src/index.js';
import { parseFleetConfig } from '../../src/lib/config/parse-fleet-config.js';
import type { FleetEvents } from '../../src/lib/events.js';
import { openRanchers } from '../../src/lib/fleet-rancher.js';
import { secretToken } from '../../src/lib/fleet-rancher-secret.js';
import type { RancherToken } from '../../src/lib/fleet-rancher-token.js';
import { silentLogger } from '../../src/lib/platform/logger.js';
import { createMetrics } from '../../src/lib/platform/metrics.js';
import { inClusterSource } from '../../src/lib/sources/in-cluster.js';
import { TypedEmitter } from '../../src/lib/typed-emitter.js';
import type { LocalFleet } from '../../src/testing/index.js';
import { failureOf } from '../support/failure.js';
import { describeWithFleet, sharedFleet } from '../support/fleet.js';
import { temporaryDirectory } from '../support/kubeconfigs.js';
import { ownNamespace } from '../support/own-namespace.js';
import { serviceAccountKubeconfig } from '../support/service-account.js';
import { rancherStage } from './fleet-rancher-stage.js';

const NAMESPACE = 'rancher-token';
const SECRET = `/api/v1/namespaces/${NAMESPACE}/secrets`;
const NEVER = new AbortController().signal;
const base64 = (text: string): string => Buffer.from(text).toString('base64');

await describeWithFleet('the token of a Rancher in a Secret', () => {
  let local: LocalFleet;
  const folders: (() => void)[] = [];
  let removeNamespace: () => Promise<void>;
  beforeAll(async () => {
    local = await sharedFleet();
    removeNamespace = await ownNamespace(local, NAMESPACE);
    const rules = [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'], resourceNames: ['rancher', 'gone'] }];
    for (const cluster of local.clusters) folders.push((await serviceAccountKubeconfig(cluster, NAMESPACE, 'fleetwright', rules)).remove);
  });
  afterAll(async () => {
    for (const remove of folders) remove();
    await removeNamespace();
    await local.close();
  });

  /** A pod of this service account, as far as a process can tell. */
  async function home(name: string) {
    const { path, remove } = temporaryDirectory();
    folders.push(remove);
    const cluster = local.cluster(name);
    const { host, port, authority } = cluster.description;
    writeFileSync(join(path, 'token'), await cluster.serviceAccountToken(NAMESPACE, 'fleetwright'));
    writeFileSync(join(path, 'ca.crt'), authority.certificate);
    writeFileSync(join(path, 'namespace'), NAMESPACE);
    return inClusterSource({ directory: path, server: { host, port: String(port) } });
  }

  async function put(name: string, data: Record<string, string>): Promise<void> {
    const { adminClient } = local.cluster(name);
    await adminClient.request('DELETE', `${SECRET}/rancher`);
    const answer = await adminClient.request('POST', SECRET, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'rancher' }, data });
    expect(answer.status).toBe(201);
  }

  async function withToken(name: string, secret: string, use: (token: RancherToken) => Promise<void>, keptMs?: number): Promise<void> {
    const token = secretToken({ secret, rancher: 'eu', logger: silentLogger, home: await home(name), keptMs });
    try {
      await use(token);
    } finally {
      await token.close();
    }
  }

  test.each(['legacy', 'current'])('%s: is read with the service account, kept, and read again when it is refused', async (name) => {
    await put(name, { token: base64('token-a:1\n') });
    await withToken(name, `${NAMESPACE}/rancher#token`, async (token) => {
      expect(await token.read(NEVER)).toBe('token-a:1');
      await put(name, { token: base64('token-b:2') });
      expect(await token.read(NEVER)).toBe('token-a:1');
      const changed = new Promise<void>((resolve) => {
        token.watch(resolve);
      });
      token.refused();
      await changed;
      expect(await token.read(NEVER)).toBe('token-b:2');
    });
  });

  test.each(['legacy', 'current'])('%s: what cannot be read says why, and never what is in it', async (name) => {
    await put(name, { 'user': base64('canary4711'), 'empty': base64(' \n'), 'two-words': base64('canary4711 canary4711') });
    for (const [secret, expected] of [
      [
        `${NAMESPACE}/rancher#token`,
        { code: 'CREDENTIAL_INVALID', message: 'it has no key token.', hint: 'Its keys: empty, two-words, user.' },
      ],
      [`${NAMESPACE}/rancher#empty`, { code: 'CREDENTIAL_INVALID', message: 'its key empty holds no token.' }],
      [`${NAMESPACE}/rancher#two-words`, { code: 'CREDENTIAL_INVALID', message: 'its key two-words holds no token.' }],
      [`${NAMESPACE}/gone#token`, { code: 'NOT_FOUND', message: 'gone' }],
      ['shop/rancher#token', { code: 'FORBIDDEN', hint: 'Allow the service account of this process to get the Secret rancher in shop.' }],
    ] as const) {
      await withToken(name, secret, async (token) => {
        const error = await failureOf(token.read(NEVER));
        expect(error.code, secret).toBe(expected.code);
        expect(error.message).toContain(`The token of Rancher "eu" cannot be read from the Secret ${secret.split('#')[0] ?? ''}: `);
        if ('message' in expected) expect(error.message).toContain(expected.message);
        if ('hint' in expected) expect(error.hint).toBe(expected.hint);
        expect(JSON.stringify(error)).not.toContain('canary4711');
      });
    }
  });

  test.each(['legacy', 'current'])('%s: another token in it reaches the kubeconfigs by itself', async (name) => {
    await using stage = rancherStage();
    const rancher = await stage.rancher({ clusters: [{ id: 'c-1', name: 'one' }] });
    await put(name, { token: base64(rancher.token) });
    const events = new TypedEmitter<FleetEvents>();
    const eu = { url: rancher.url, tokenSecret: `${NAMESPACE}/rancher#token`, ca: stage.ca, directory: join(stage.folder, 'eu') };
    const config = parseFleetConfig({ rancher: { eu } });
    const listeners = { events, metrics: createMetrics(), logger: silentLogger };
    const ranchers = openRanchers(config, { ...listeners, home: await home(name), tokenKeptMs: 200 });
    try {
      await ranchers.directories[0]?.prepare(NEVER);
      const written = new Promise<readonly string[]>((resolve) => {
        events.on('refresh-finished', (event) => {
          if (event.written.length > 0) resolve(event.written);
        });
      });
      const other = rancher.tokens.mint().bearer;
      await put(name, { token: base64(other) });
      expect(await written).toEqual(['one']);
      expect(rancher.requests.at(-1)?.token).toBe(other.split(':')[0]);
    } finally {
      await ranchers.close();
    }
  });
});

test('outside of a cluster a token in a Secret is refused in words, and nothing else is', async () => {
  await using stage = rancherStage();
  const rancher = await stage.rancher({ clusters: [{ id: 'c-1', name: 'one' }] });
  const shared = { url: rancher.url, ca: stage.ca };
  const fleet = createFleet({
    rancher: {
      bad: { ...shared, tokenSecret: 'tools/rancher#token', directory: join(stage.folder, 'bad') },
      good: { ...shared, token: rancher.token, directory: join(stage.folder, 'good') },
    },
  });
  try {
    expect((await fleet.clusters.list()).map(({ name }) => name)).toEqual(['one']);
    expect(fleet.clusters.failures().map(({ error }) => error.message)).toEqual([
      expect.stringContaining('The service account of this pod cannot be used: KUBERNETES_SERVICE_HOST is not set'),
    ]);
  } finally {
    await fleet.close();
  }
});
