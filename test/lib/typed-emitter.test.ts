import { describe, expect, test } from 'vitest';
import { TypedEmitter } from '../../src/lib/typed-emitter.js';

interface Numbers {
  counted: [{ count: number }];
  ended: [];
}

describe('TypedEmitter', () => {
  test('a throwing listener stops neither the others nor the emitting code', () => {
    const failures: string[] = [];
    const emitter = new TypedEmitter<Numbers>((error, event) => failures.push(`${event}: ${String(error)}`));
    const seen: number[] = [];
    emitter.on('counted', () => {
      throw new Error('listener is broken');
    });
    emitter.on('counted', ({ count }) => seen.push(count));
    emitter.emit('counted', { count: 3 });
    expect(seen).toEqual([3]);
    expect(failures).toEqual(['counted: Error: listener is broken']);
  });

  test('once hears one event; off takes a listener away, also a waiting once', () => {
    const emitter = new TypedEmitter<Numbers>();
    const seen: string[] = [];
    const heard = (): number => seen.push('once');
    const dropped = (): number => seen.push('dropped');
    emitter.once('ended', heard).once('ended', dropped).off('ended', dropped);
    emitter.emit('ended');
    emitter.emit('ended');
    expect(seen).toEqual(['once']);
  });

  test('one listener is heard once however often it is added', () => {
    const emitter = new TypedEmitter<Numbers>();
    let heard = 0;
    const listener = (): void => {
      heard += 1;
    };
    emitter.on('ended', listener).on('ended', listener);
    emitter.emit('ended');
    expect(heard).toBe(1);
    emitter.off('ended', listener).emit('ended');
    expect(heard).toBe(1);
  });

  test('removeAllListeners silences everything', () => {
    const emitter = new TypedEmitter<Numbers>();
    let heard = 0;
    emitter.on('ended', () => (heard += 1));
    emitter.removeAllListeners();
    emitter.emit('ended');
    expect(heard).toBe(0);
  });
});
