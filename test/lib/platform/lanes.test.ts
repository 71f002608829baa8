import { describe, expect, it } from 'vitest';
import { HangBreaker } from '../../../src/lib/clusters/breaker.js';
import { Lanes } from '../../../src/lib/platform/lanes.js';
import { sharedSignal } from '../../../src/lib/platform/shared-signal.js';

/** A task that ends when it is told to. */
function task(): { readonly run: () => Promise<string>; readonly end: () => void; readonly started: Promise<void> } {
  let begin = (): void => undefined;
  let end = (): void => undefined;
  const started = new Promise<void>((resolve) => (begin = resolve));
  const ended = new Promise<string>((resolve) => (end = () => resolve('done')));
  return {
    started,
    end: () => end(),
    run: () => {
      begin();
      return ended;
    },
  };
}

const never = sharedSignal(new AbortController().signal);

describe('Lanes', () => {
  it('never runs more than the cap, and runs everything', async () => {
    const lanes = new Lanes({ main: 3, slow: 1, moveAfterMs: 60_000 });
    let running = 0;
    let most = 0;
    const work = async (): Promise<number> => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return running;
    };
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => lanes.run('main', work, never)));
    expect(outcomes).not.toContain(undefined);
    expect(most).toBe(3);
  });

  it('lets a slow task move over, so that others get its place', async () => {
    const lanes = new Lanes({ main: 1, slow: 1, moveAfterMs: 10 });
    const [slow, quick, second] = [task(), task(), task()];
    const slowEnds = lanes.run('main', slow.run, never);
    const quickEnds = lanes.run('main', quick.run, never);
    await quick.started;
    const secondEnds = lanes.run('slow', second.run, never);
    quick.end();
    expect(await quickEnds).toBe('done');
    slow.end();
    await second.started;
    second.end();
    expect(await Promise.all([slowEnds, secondEnds])).toEqual(['done', 'done']);
  });

  it('gives every place back, also when tasks move, fail or are cancelled while they wait', async () => {
    const lanes = new Lanes({ main: 2, slow: 1, moveAfterMs: 1 });
    const controller = new AbortController();
    const [blocker, other, waiting] = [task(), task(), task()];
    const first = [lanes.run('slow', blocker.run, never), lanes.run('main', other.run, never), lanes.run('main', other.run, never)];
    const cancelled = lanes.run('main', waiting.run, controller.signal);
    controller.abort();
    expect(await cancelled).toBeUndefined();
    await expect(lanes.run('slow', waiting.run, controller.signal)).resolves.toBeUndefined();
    other.end();
    blocker.end();
    await Promise.all(first);
    await expect(lanes.run('main', () => Promise.reject(new Error('broken')), never)).rejects.toThrow('broken');
    const after = [task(), task(), task()] as const;
    const runs = [lanes.run('main', after[0].run, never), lanes.run('main', after[1].run, never), lanes.run('slow', after[2].run, never)];
    await Promise.all(after.map(({ started }) => started));
    for (const { end } of after) end();
    expect(await Promise.all(runs)).toEqual(['done', 'done', 'done']);
  });
});

describe('HangBreaker', () => {
  it('pauses longer after each hang, up to two minutes, and forgets at an answer', () => {
    let now = 0;
    const breaker = new HangBreaker(() => now);
    expect(breaker.stateOf('a')).toBe('closed');
    for (const pause of [15_000, 30_000, 60_000, 120_000, 120_000]) {
      breaker.hung('a');
      now += pause - 1;
      expect(breaker.stateOf('a')).toBe('open');
      now += 1;
      expect(breaker.stateOf('a')).toBe('half-open');
    }
    expect(breaker.stateOf('b')).toBe('closed');
    breaker.answered('a');
    expect(breaker.stateOf('a')).toBe('closed');
  });
});
