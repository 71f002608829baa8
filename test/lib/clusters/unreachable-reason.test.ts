import { expect, test } from 'vitest';
import { UNREACHABLE_REASONS } from '../../../src/lib/clusters/status.js';
import { unreachableReason } from '../../../src/lib/clusters/unreachable-reason.js';
import { ERROR_CODES, FleetError, type ErrorCode } from '../../../src/lib/errors.js';

const codes = Object.keys(ERROR_CODES).filter((code): code is ErrorCode => code in ERROR_CODES);

test('every reason of the closed list is given for some error', () => {
  const given = new Set(codes.map((code) => unreachableReason(new FleetError(code, ''))));
  given.delete(undefined);
  expect([...given].sort()).toEqual([...UNREACHABLE_REASONS].sort());
});

test.each(['CANCELLED', 'CLOSED', 'INTERNAL', 'INPUT_INVALID', 'OPERATION_NOT_ALLOWED'] as const)(
  '%s says nothing about the cluster',
  (code) => {
    expect(unreachableReason(new FleetError(code, ''))).toBeUndefined();
  },
);
