import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { OperationFinished } from '../../../src/index.js';
import { describeWithFleet } from '../../support/fleet.js';
import { refusedExec } from './exec-client.js';
import { ExecStage } from './exec-stage.js';

await describeWithFleet('interactive commands over REST', () => {
  let stage: ExecStage;
  beforeAll(async () => {
    stage = await ExecStage.start(['legacy', 'current']);
  }, 120_000);
  afterAll(() => stage.close());
  beforeEach(() => stage.begin());
  afterEach(() => stage.end());

  describe.each(['legacy', 'current'] as const)('on %s', (cluster) => {
    test('what is typed is read, what is written is heard, and the exit code is told last', async () => {
      const client = await stage.open(cluster, [
        'sh',
        '-c',
        'while read line; do echo "got $line"; echo oops >&2; [ "$line" = bye ] && exit 7; done',
      ]);
      client.type('hello\n');
      await client.heard('got hello');
      client.type('bye\n');
      expect(await client.closed).toBe(1000);
      expect([client.stdout(), client.stderr()]).toEqual(['got hello\ngot bye\n', 'oops\noops\n']);
      expect(client.told).toEqual([
        { type: 'started', request_id: expect.any(String), can_end_input: cluster === 'current', tty: false },
        { type: 'exit', exit_code: 7, cluster, request_id: client.told[0]?.['request_id'] },
      ]);
    });

    test('bytes go both ways as they are, more of them than anyone keeps', async () => {
      const sent = randomBytes(3_000_000);
      const client = await stage.open(cluster, ['sh', '-c', `head -c ${sent.length} | sha256sum; head -c ${sent.length} /dev/zero`]);
      const received = new Promise<number>((resolve) => {
        let bytes = 0;
        client.socket.on('message', (data, isBinary) => {
          if (isBinary && Buffer.isBuffer(data)) bytes += data.length - 1;
          if (bytes >= sent.length + 68) resolve(bytes);
        });
      });
      for (let start = 0; start < sent.length; start += 100_000) client.type(sent.subarray(start, start + 100_000));
      expect(await received).toBe(sent.length + 68);
      expect(client.stdout().slice(0, 64)).toBe(createHash('sha256').update(sent).digest('hex'));
      expect(await client.closed).toBe(1000);
    });

    test('the end of the input, where the cluster can be told', async () => {
      const client = await stage.open(cluster, ['sh', '-c', 'echo ready; cat; echo over']);
      await client.heard('ready');
      client.type('last words\n');
      client.say({ type: 'stdin_end' });
      if (cluster === 'current') {
        expect(await client.closed).toBe(1000);
        expect(client.stdout()).toBe('ready\nlast words\nover\n');
      } else {
        expect(await client.closed).toBe(1008);
        expect(client.told.at(-1)).toMatchObject({
          type: 'error',
          problem: { code: 'INPUT_INVALID', detail: expect.stringContaining('before 1.30') },
        });
      }
    });

    test('a terminal has a size and no stderr of its own', async () => {
      const client = await stage.open(cluster, ['sh', '-c', 'echo err >&2; echo ready; read line; echo done'], { tty: 'true' });
      await client.heard('ready');
      client.say({ type: 'resize', columns: 132, rows: 43 });
      const size = async (): Promise<string> => readFile(join(stage.kubelet(cluster).directory, 'terminal-size'), 'utf8').catch(() => '');
      await expect.poll(size).toBe('132x43');
      client.type('\n');
      expect(await client.closed).toBe(1000);
      expect([client.stdout(), client.stderr()]).toEqual(['err\nready\ndone\n', '']);
    });

    test('what cannot start is refused with a problem document, before anything is a WebSocket', async () => {
      const url = await stage.serve();
      expect(await refusedExec(`${url}${stage.pathOf(cluster, ['true']).replace(/pods\/[^/]+/, 'pods/nobody')}`)).toMatchObject({
        status: 404,
        code: 'NOT_FOUND',
        problem: { cluster },
      });
      expect(await refusedExec(`${url}${stage.pathOf(cluster, ['true'], { container: 'nobody' })}`)).toMatchObject({ status: 400 });
    });

    test('a program that is not there is told as the end', async () => {
      const client = await stage.open(cluster, ['no-such-program']);
      expect(await client.closed).toBe(1011);
      expect(client.told.at(-1)).toMatchObject({ type: 'error', problem: { code: 'EXEC_FAILED', cluster } });
    });

    test('a client that goes ends the call, and the audit says so', async () => {
      const finished = new Promise<OperationFinished>((resolve) => stage.fleet.once('operation-finished', resolve));
      const client = await stage.open(cluster, ['sleep', '600']);
      client.socket.terminate();
      expect(await finished).toMatchObject({
        operation: 'pods_exec',
        cluster,
        outcome: 'cancelled',
        effect: 'destructive',
        revealed: true,
      });
    });
  });

  describe('how long', () => {
    test('a session in which nothing happens ends', async () => {
      await stage.serve({ exec: { idleMs: 300 } });
      const client = await stage.open('current', ['sleep', '600']);
      expect(await client.closed).toBe(1008);
      expect(client.told.at(-1)).toMatchObject({
        type: 'error',
        problem: { code: 'TIMEOUT', detail: expect.stringContaining('Nothing was typed') },
      });
    });

    test('a session has a longest time, however much happens', async () => {
      await stage.serve({ exec: { longestMs: 500 } });
      const client = await stage.open('current', ['sh', '-c', 'while echo tick; do sleep 0.05; done']);
      expect(await client.closed).toBe(1008);
      expect(client.told.at(-1)).toMatchObject({ type: 'error', problem: { code: 'TIMEOUT' } });
    });

    test('there are so many sessions at once, and no more', async () => {
      const url = await stage.serve({ exec: { maxSessions: 1 } });
      const client = await stage.open('current', ['cat']);
      expect(await refusedExec(`${url}${stage.pathOf('current', ['true'])}`)).toMatchObject({ status: 429, code: 'TOO_MANY_OPEN' });
      client.say({ type: 'stdin_end' });
      expect(await client.closed).toBe(1000);
      expect(await (await stage.open('current', ['true'])).closed).toBe(1000);
    });

    test('a client that does not read holds the command back', async () => {
      const client = await stage.open('current', [
        'sh',
        '-c',
        'i=0; while [ $i -lt 400 ]; do head -c 1000000 /dev/zero || exit 1; i=$((i+1)); echo $i > progress; done',
      ]);
      client.socket.pause();
      const progress = async (): Promise<number> =>
        Number(await readFile(join(stage.kubelet('current').directory, 'progress'), 'utf8').catch(() => '0'));
      // It comes to a stand: as much as the buffers on the way hold was written, no more.
      let before = -1;
      await expect
        .poll(
          async () => {
            const now = await progress();
            const still = now === before && now > 0;
            before = now;
            return still;
          },
          { interval: 500, timeout: 20_000 },
        )
        .toBe(true);
      expect(before).toBeLessThan(200);
      client.socket.terminate();
    });

    test('a server that closes tells its clients, lets them finish, and refuses new ones', async () => {
      const url = await stage.serve();
      const client = await stage.open('current', ['cat']);
      client.type('still here');
      await client.heard('still here');
      const closing = stage.stopServing();
      await once(client.socket, 'message');
      expect(client.told.at(-1)).toEqual({ type: 'closing', seconds: 5 });
      expect(await refusedExec(`${url}${stage.pathOf('current', ['true'])}`)).toMatchObject({ status: 503, code: 'SERVER_CLOSING' });
      client.say({ type: 'stdin_end' });
      expect(await client.closed).toBe(1000);
      await closing;
    });

    test('what does not finish in time is ended, with a reason', async () => {
      await stage.serve({}, 200);
      const client = await stage.open('current', ['sleep', '600']);
      await stage.stopServing();
      expect(await client.closed).toBe(1001);
      expect(client.told.at(-1)).toMatchObject({ type: 'error', problem: { code: 'CLOSED' } });
    });
  });
});
