import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFleet, type Fleet } from '../../../src/index.js';
import { startLocalFleet, type LocalFleet } from '../../../src/testing/index.js';
import { failureOf } from '../../support/failure.js';
import { describeWithFleet } from '../../support/fleet.js';
import { startKubelet, type TestKubelet } from '../../support/kubelet.js';

const VERSIONS = { legacy: '1.24', current: 'current' } as const;
type ClusterName = keyof typeof VERSIONS;

await describeWithFleet('pods_exec', () => {
  let local: LocalFleet;
  let fleet: Fleet;
  const kubelets = new Map<ClusterName, TestKubelet>();

  beforeAll(async () => {
    const clusters = Object.entries(VERSIONS).map(([name, version]) => ({ name, version, nodes: 0, controllers: false }));
    local = await startLocalFleet({ clusters });
    for (const name of ['legacy', 'current'] as const) kubelets.set(name, await startKubelet(local.cluster(name), { sidecar: true }));
    fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory });
  }, 120_000);
  afterAll(async () => {
    await fleet.close();
    for (const kubelet of kubelets.values()) await kubelet[Symbol.asyncDispose]();
    await local.close();
  });

  describe.each(['legacy', 'current'] as const)('on %s', (cluster) => {
    const target = (): { cluster: string; namespace: string; name: string; container: string } => ({
      cluster,
      namespace: 'default',
      name: kubelets.get(cluster)?.pod ?? '',
      container: 'main',
    });

    test('gives stdout, stderr and exit code, also of a command that fails', async () => {
      const command = ['sh', '-c', 'echo out; echo err >&2; exit 3'];
      const result = await fleet.call({ operation: 'pods_exec', input: { ...target(), command } });
      expect(result.output).toEqual({
        cluster,
        namespace: 'default',
        pod: target().name,
        exit_code: 3,
        stdout: 'out\n',
        stderr: 'err\n',
        truncated: false,
      });
      expect(result.text()).toBe(`${cluster}: default/${target().name} exit code 3 (the command failed)\nout\n--- stderr\nerr`);
    });

    test('arguments reach the program as they are: nothing is a shell line', async () => {
      const command = ['printf', '%s|', '$(id)', '; rm -rf /', '`id`', '--flag', 'two  words', 'ünïcode', ''];
      const { stdout } = await fleet.run('pods_exec', { ...target(), command });
      expect(stdout).toBe('$(id)|; rm -rf /|`id`|--flag|two  words|ünïcode||');
    });

    test('an output that is too long is cut, and says so', async () => {
      const result = await fleet.call({ operation: 'pods_exec', input: { ...target(), command: ['seq', '1', '100000'] } });
      expect(result.output).toMatchObject({ exit_code: 0, truncated: true });
      expect(String(result.output['stdout']).length).toBe(64 * 1024);
      expect(result.text()).toContain('cut at 64 KiB');
    });

    test('a program that is not there is EXEC_FAILED or an exit code, never a success', async () => {
      const failure = await failureOf(fleet.run('pods_exec', { ...target(), command: ['no-such-program'] }));
      expect(failure).toMatchObject({ code: 'EXEC_FAILED', cluster, message: expect.stringContaining('no-such-program') });
    });

    test('secrets in what it writes are masked', async () => {
      const { stdout } = await fleet.run('pods_exec', {
        ...target(),
        command: ['echo', 'Authorization: Bearer abcdefghijklmnopqrstuvwxyz0123456789'],
      });
      expect(stdout).not.toContain('abcdefghijklmnopqrstuvwxyz0123456789');
    });

    test('cancelling ends it, with what it had written', async () => {
      const controller = new AbortController();
      const marker = new Promise<void>((resolve) => {
        fleet.once('operation-finished', () => resolve());
      });
      const running = fleet.call({ operation: 'pods_exec', input: { ...target(), command: ['sleep', '600'] }, signal: controller.signal });
      controller.abort();
      expect(await failureOf(running)).toMatchObject({ code: 'CANCELLED', cluster });
      await marker;
    });

    test.each([
      { input: { command: [] }, parameter: 'command' },
      { input: { command: [''] }, parameter: 'command' },
      { input: { command: 'ls -la' }, parameter: 'command' },
      { input: { command: ['ls'], container: '' }, parameter: 'container' },
      { input: { command: ['ls'], name: '../../secrets' }, parameter: 'name' },
      { input: { command: ['ls'], namespace: 'a/b' }, parameter: 'namespace' },
    ])('refuses $input', async ({ input, parameter }) => {
      const failure = await failureOf(fleet.call({ operation: 'pods_exec', input: { ...target(), ...input } }));
      expect(failure.code).toBe('INPUT_INVALID');
      expect(JSON.stringify(failure.details)).toContain(parameter);
    });

    test('a pod and a container that are not there are told apart', async () => {
      expect(await failureOf(fleet.run('pods_exec', { ...target(), name: 'nowhere', command: ['true'] }))).toMatchObject({
        code: 'NOT_FOUND',
      });
      const failure = await failureOf(fleet.run('pods_exec', { ...target(), container: 'nobody', command: ['true'] }));
      expect(failure.message).toContain('nobody');
      const { container: _main, ...rest } = target();
      const choice = await failureOf(fleet.run('pods_exec', { ...rest, command: ['true'] }));
      expect(choice.message).toContain('choose one of: [main sidecar]');
      expect(choice.retryable).toBe(false);
    });
  });

  test.each(['read-only', 'non-destructive'] as const)('a cluster that is %s refuses, at dispatch and at the wire', async (level) => {
    const limited = createFleet({ kubeconfigDir: local.kubeconfigDirectory, access: { clusters: { current: level } } });
    try {
      const input = { cluster: 'current', namespace: 'default', name: 'pod', command: ['true'] };
      expect(await failureOf(limited.run('pods_exec', input))).toMatchObject({ code: 'OPERATION_NOT_ALLOWED', cluster: 'current' });
    } finally {
      await limited.close();
    }
  });
});
