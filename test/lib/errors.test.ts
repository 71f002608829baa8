import { describe, expect, test } from 'vitest';
import { ERROR_CODES, FleetError, toFleetError } from '../../src/lib/errors.js';

describe('FleetError', () => {
  test('carries code, cluster, cause, hint and the facts of its code', () => {
    const cause = new Error('connect ECONNREFUSED');
    const error = new FleetError('CONNECTION_REFUSED', 'prod-1 refused the connection.', { cluster: 'prod-1', cause });
    expect(error.cause).toBe(cause);
    expect(error.retryable).toBe(true);
    expect(error.httpStatus).toBe(502);
    expect(error.toJSON()).toEqual({
      code: 'CONNECTION_REFUSED',
      message: 'prod-1 refused the connection.',
      hint: ERROR_CODES.CONNECTION_REFUSED.hint,
      retryable: true,
      cluster: 'prod-1',
      cause: 'connect ECONNREFUSED',
    });
  });

  test('keeps the first cluster it was given', () => {
    const error = new FleetError('TIMEOUT', 'too slow').withCluster('a').withCluster('b');
    expect(error.cluster).toBe('a');
  });

  test('is recognised across copies of the package by its brand', () => {
    const foreign = { [Symbol.for('fleetwright.FleetError')]: true, code: 'TIMEOUT' };
    expect(FleetError.isInstance(foreign)).toBe(true);
    expect(FleetError.isInstance(new Error('x'))).toBe(false);
    expect(FleetError.isInstance(null)).toBe(false);
  });

  test.each(Object.entries(ERROR_CODES))('%s has an HTTP status of an error and a hint that ends as a sentence', (_code, entry) => {
    expect(entry.httpStatus).toBeGreaterThanOrEqual(400);
    expect(entry.httpStatus).toBeLessThan(600);
    expect(entry.hint).toMatch(/[.]$/);
  });
});

describe('toFleetError', () => {
  test('an abort becomes CANCELLED, or the error it was aborted with', () => {
    const plain = new DOMException('aborted', 'AbortError');
    expect(toFleetError(plain).code).toBe('CANCELLED');
    const reason = new FleetError('TIMEOUT', 'deadline');
    const abort = Object.assign(new Error('aborted', { cause: reason }), { name: 'AbortError' });
    expect(toFleetError(abort, 'prod-1')).toMatchObject({ code: 'TIMEOUT', cluster: 'prod-1' });
  });

  test('the unknown becomes INTERNAL and keeps its cause', () => {
    const bug = new TypeError('x is not a function');
    expect(toFleetError(bug)).toMatchObject({ code: 'INTERNAL', cause: bug });
    expect(toFleetError('text')).toMatchObject({ code: 'INTERNAL', message: 'Unexpected failure: text' });
  });
});
