import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFleet, type Fleet } from '../../../src/index.js';
import { EXEC_PROTOCOLS, type ChannelConnection } from '../../../src/lib/clusters/channels.js';
import type { ClusterSession } from '../../../src/lib/clusters/session.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { failureOf } from '../../support/failure.js';

const NEVER = new AbortController().signal;

await describeWithFleet('channels of a session', () => {
  let local: LocalFleet;
  let fleet: Fleet;

  beforeAll(async () => {
    local = await sharedFleet();
    fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory });
  });
  afterAll(async () => {
    await fleet.close();
    await local.close();
  });

  const session = (cluster: string): Promise<ClusterSession> => fleet.clusters.session(cluster);

  test.each([
    { cluster: 'legacy', protocol: 'v4.channel.k8s.io' },
    { cluster: 'current', protocol: 'v5.channel.k8s.io' },
  ])('a command runs in a pod of $cluster with $protocol', async ({ cluster, protocol }) => {
    const channels = await exec(await session(cluster), ['echo', 'hello', 'there']);
    expect(channels.protocol).toBe(protocol);
    const { stdout, status } = await everything(channels);
    expect(stdout).toBe('hello there\n');
    expect(JSON.parse(status)).toMatchObject({ status: 'Success' });
  });

  test.each(['legacy', 'current'])('on %s a big output arrives whole though its reader is slow', async (cluster) => {
    const channels = await exec(await session(cluster), ['seq', '1', '300000']);
    let bytes = 0;
    for await (const { channel, data } of channels.messages) {
      if (channel === 1) bytes += data.length;
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(bytes).toBe(Array.from({ length: 300_000 }, (_, index) => String(index + 1).length + 1).reduce((sum, each) => sum + each));
  });

  test.each(['legacy', 'current'])('on %s a pod that is not there is NOT_FOUND', async (cluster) => {
    const opened = exec(await session(cluster), ['true'], { pod: 'nowhere' });
    expect(await failureOf(opened)).toMatchObject({ code: 'NOT_FOUND', cluster });
  });

  test.each(['legacy', 'current'])('on %s the signal ends it', async (cluster) => {
    const controller = new AbortController();
    const channels = await exec(await session(cluster), ['sleep', '600'], { signal: controller.signal });
    controller.abort();
    expect(await failureOf(everything(channels))).toMatchObject({ code: 'CANCELLED', cluster });
  });

  test('closing the fleet ends it', async () => {
    const own = createFleet({ kubeconfigDir: local.kubeconfigDirectory });
    const channels = await exec(await own.clusters.session('current'), ['sleep', '600']);
    const reading = failureOf(everything(channels));
    await own.close();
    expect(await reading).toMatchObject({ code: 'CLOSED' });
  });

  test('a cluster where nothing listens is told as such', async () => {
    const { faults } = local.cluster('current');
    await faults.stop();
    try {
      const opened = exec(await session('current'), ['true']);
      expect(await failureOf(opened)).toMatchObject({ code: 'CONNECTION_REFUSED', cluster: 'current' });
    } finally {
      await faults.clear();
    }
  });

  test('a cut connection is a failure, never an end', async () => {
    const { faults } = local.cluster('legacy');
    const channels = await exec(await session('legacy'), ['sleep', '600']);
    const reading = failureOf(everything(channels));
    faults.reset();
    try {
      expect(await reading).toMatchObject({ code: 'CONNECTION_FAILED', cluster: 'legacy', retryable: true });
    } finally {
      await faults.clear();
    }
  });

  test('who may not exec is refused by the API server, in its words', async () => {
    const restricted = createFleet({ kubeconfig: await local.cluster('current').kubeconfigPath('restricted') });
    try {
      const [only] = await restricted.clusters.list();
      const opened = exec(await restricted.clusters.session(only?.name ?? ''), ['true']);
      expect(await failureOf(opened)).toMatchObject({ code: 'FORBIDDEN', message: expect.stringContaining('pods/exec') });
    } finally {
      await restricted.close();
    }
  });

  async function exec(
    on: ClusterSession,
    command: readonly string[],
    { pod = 'pod-0000', signal = NEVER }: { pod?: string; signal?: AbortSignal } = {},
  ): Promise<ChannelConnection> {
    const path = `/api/v1/namespaces/team-a/pods/${pod}/exec`;
    return await on.connect({ path, query: { command, stdout: true, stderr: true }, signal }, EXEC_PROTOCOLS);
  }

  async function everything(channels: ChannelConnection): Promise<{ stdout: string; status: string }> {
    let stdout = '';
    let status = '';
    for await (const { channel, data } of channels.messages) {
      if (channel === 1) stdout += Buffer.from(data).toString();
      if (channel === 3) status += Buffer.from(data).toString();
    }
    return { stdout, status };
  }
});
