import { describe, expect, it } from 'vitest';
import { FleetError } from '../../../src/lib/errors.js';
import { createLogger, type LoggerOptions } from '../../../src/lib/platform/create-logger.js';
import type { Logger } from '../../../src/lib/platform/logger.js';

function capture(options: LoggerOptions = {}): { logger: Logger; lines: string[]; last: () => Record<string, unknown> } {
  const lines: string[] = [];
  const logger = createLogger({ ...options, write: (line) => lines.push(line) });
  return { logger, lines, last: () => JSON.parse(lines.at(-1) ?? '') as Record<string, unknown> };
}

describe('createLogger', () => {
  it('writes one JSON object per line, at and above its level', () => {
    const { logger, lines, last } = capture({ level: 'warn' });
    logger.log('info', 'dropped');
    logger.log('warn', 'kept', { cluster: 'prod-1', attempts: 3 });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^\{.*\}\n$/);
    expect(last()).toMatchObject({
      level: 'warn',
      message: 'kept',
      cluster: 'prod-1',
      attempts: 3,
      time: expect.stringMatching(/^\d{4}-.*Z$/) as unknown,
    });
  });

  it('writes a line for people, which a value cannot break', () => {
    const { logger, lines } = capture({ format: 'readable' });
    logger.log('error', 'it failed\nFAKE line', { cluster: 'prod-1', reason: 'a b\nc', nothing: undefined });
    expect(lines[0]).toMatch(/^\S+Z ERROR it failed\\nFAKE line cluster=prod-1 reason="a b\\nc" nothing=undefined\n$/);
  });

  it('masks secrets in messages, values, keys and errors', () => {
    for (const format of ['json', 'readable'] as const) {
      const { logger, lines } = capture({ format });
      const error = new FleetError('INTERNAL', 'sent Bearer canary-12345678', { cause: new Error('password=canary-12345678') });
      logger.log('error', 'login with token=canary-12345678', {
        token: 'canary-12345678',
        url: 'https://a:canary-12345678@host',
        error,
        deep: { list: [{ clientSecret: 'canary-12345678' }] },
      });
      expect(lines.join('')).not.toContain('canary');
    }
  });

  it('says of an error its code and its cause; its stack only when debugging', () => {
    const error = new FleetError('TIMEOUT', 'too late', { cause: new Error('socket closed') });
    const { logger, last } = capture();
    logger.log('error', 'failed', { error });
    expect(last()).toMatchObject({ error: { code: 'TIMEOUT', message: 'too late', cause: { message: 'socket closed' } } });
    expect(last()['error']).not.toHaveProperty('stack');
    const debugging = capture({ level: 'debug' });
    debugging.logger.log('error', 'failed', { error });
    expect(debugging.last()['error']).toHaveProperty('stack');
  });

  it('never throws and loses no line for a value that cannot be written', () => {
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    const hostile = {
      loop,
      big: 10n,
      call: () => 1,
      symbol: Symbol('s'),
      get broken(): string {
        throw new Error('no');
      },
      level: 'mine',
    };
    for (const format of ['json', 'readable'] as const) {
      const { logger, lines } = capture({ format });
      logger.log('info', 'hostile', hostile);
      expect(lines).toHaveLength(1);
      expect(lines[0]).toContain('unreadable');
    }
    const failing = createLogger({
      write: () => {
        throw new Error('disk full');
      },
    });
    expect(() => {
      failing.log('info', 'x');
    }).not.toThrow();
  });

  it('does not let a field pass for the line itself', () => {
    const { logger, last } = capture();
    logger.log('info', 'real', { message: 'forged', level: 'fatal' });
    expect(last()).toMatchObject({ message: 'real', level: 'info', message_: 'forged', level_: 'fatal' });
  });
});
