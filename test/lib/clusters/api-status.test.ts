import { expect, test } from 'vitest';
import { parseStatusBody } from '../../../src/lib/clusters/api-status.js';

const ECHO = String.raw`{\"data\":{\"word\":\"Y2FuYXJ5\"},\"quote\":\"a \\\" b\"}`.repeat(200);

test('what a server quotes of a patched object is left out, however long, and what is wrong with it stays', () => {
  const status = {
    kind: 'Status',
    message: ` "" is invalid: patch: Invalid value: "${ECHO}": strict decoding error: unknown field "dat"`,
    reason: 'Invalid',
    details: { causes: [{ field: 'patch', message: `Invalid value: "${ECHO}": strict decoding error: unknown field "dat"` }] },
  };
  expect(parseStatusBody(JSON.stringify(status))).toEqual({
    isRancher: false,
    message: ' "" is invalid: patch: strict decoding error: unknown field "dat"',
    reason: 'Invalid',
    causes: ['patch: strict decoding error: unknown field "dat"'],
    object: undefined,
  });
});

test('other values that a server quotes stay: they say which field is meant', () => {
  const message = 'ConfigMap "x" is invalid: data[a/b]: Invalid value: "a/b": must be a key';
  expect(parseStatusBody(JSON.stringify({ kind: 'Status', message }))?.message).toBe(message);
});
