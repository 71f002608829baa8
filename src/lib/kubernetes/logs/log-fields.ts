import { z } from 'zod';
import { parseDuration } from '../../platform/duration.js';
import { once } from '../../platform/deferred.js';

/** Bytes of lines in one answer unless its caller asks for more. */
export const DEFAULT_LOG_BYTES = 24 * 1024;

/** Go-style: `90s`, `10m`. Read it with {@link wholeSeconds}. */
export const sinceField = once(() =>
  z
    .string()
    .max(30)
    .refine((text) => (parseDuration(text) ?? 0) >= 1, 'must be a duration such as 90s, 10m or 2h')
    .optional()
    .describe('10m, 2h'),
);
export const sinceTimeField = once(() =>
  z.iso.datetime({ offset: true, error: 'must be a moment such as 2026-01-31T08:00:00Z' }).optional().describe('Or since when'),
);
export const grepField = once(() => z.string().min(1).max(500).optional().describe('Only lines that match (RE2)'));
export const maxBytesField = once(() =>
  z
    .int()
    .min(256)
    .max(512 * 1024)
    .optional()
    .describe('Default 24 KiB'),
);

/** Whole seconds of a duration that {@link sinceField} let through, at least one: servers know no smaller part. */
export function wholeSeconds(duration: string | undefined): number | undefined {
  return duration === undefined ? undefined : Math.max(1, Math.ceil((parseDuration(duration) ?? 0) / 1000));
}
