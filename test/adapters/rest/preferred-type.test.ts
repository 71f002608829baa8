import { expect, test } from 'vitest';
import { preferredType } from '../../../src/adapters/rest/answer/preferred-type.js';

const OFFERED = ['application/json', 'text/plain', 'text/event-stream'] as const;

test.each([
  [undefined, 'application/json'],
  ['*/*', 'application/json'],
  ['text/plain', 'text/plain'],
  ['TEXT/Plain', 'text/plain'],
  ['text/*', 'text/plain'],
  ['text/event-stream, application/json', 'text/event-stream'],
  ['text/*, text/event-stream', 'text/event-stream'],
  ['application/json;q=0.5, text/plain;q=0.9', 'text/plain'],
  ['text/plain; charset=utf-8', 'text/plain'],
  ['application/json;q=0, */*', 'text/plain'],
  ['text/html, application/xhtml+xml, */*;q=0.8', 'application/json'],
  ['image/png', undefined],
  ['application/json;q=0', undefined],
  ['application/json;q=2', undefined],
  ['application/json;q=high', undefined],
  ['', undefined],
  [',;,;q', undefined],
  ['json', undefined],
])('%j asks for %j', (accept, wanted) => {
  expect(preferredType(accept, OFFERED)).toBe(wanted);
});
