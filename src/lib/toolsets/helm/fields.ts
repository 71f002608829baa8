import { z } from 'zod';
import { parseDuration } from '../../platform/duration.js';
import { once } from '../../platform/deferred.js';

/** A release, as helm lets it be named; no flag and no path can be one. */
export const releaseField = once(() =>
  z
    .string()
    .max(53)
    .regex(
      /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
      'must be at most 53 lower-case letters, digits, "-" and "."',
    )
    .describe('Release'),
);

export const namespaceField = once(() =>
  z
    .string()
    .max(63)
    .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, 'must be the name of a namespace')
    .optional()
    .describe("Default: the kubeconfig's"),
);

export const chartField = once(() => z.string().min(1).max(500).describe('repo/chart, oci://…, https://….tgz, ./folder'));

/** A version or a range of them. */
export const versionField = once(() =>
  z
    .string()
    .max(100)
    .regex(/^[A-Za-z0-9^~<>=*][A-Za-z0-9.+~^<>=*,| -]*$/, 'must be a version such as 1.2.3, or a range such as ^1.2')
    .optional()
    .describe('1.2.3, ^1.2; default: newest'),
);

export const revisionField = once(() => z.int().min(1).max(1_000_000).optional().describe('Default: the newest'));

/** What stands in a values file. */
export const valuesField = once(() => z.record(z.string(), z.unknown()).optional().describe('As in values.yaml'));

export const waitField = once(() => z.boolean().optional().describe('Until all is ready'));

const LONGEST_MS = 240_000;

/** Go-style; a call as a whole has five minutes. Read it with {@link timeoutOf}. */
export const timeoutField = once(() =>
  z
    .string()
    .max(30)
    .refine((text) => {
      const milliseconds = parseDuration(text) ?? 0;
      return milliseconds >= 1_000 && milliseconds <= LONGEST_MS;
    }, 'must be a duration from 1s to 4m')
    .optional()
    .describe('At most 4m; default 3m'),
);

/** The `timeout` of a call in milliseconds. */
export function timeoutOf(timeout: string | undefined): number {
  return (timeout === undefined ? undefined : parseDuration(timeout)) ?? 180_000;
}

export const dryRunField = once(() => z.boolean().optional().describe('Only show what would be'));
export const continueField = once(() =>
  z
    .string()
    .regex(/^at:[0-9]{1,9}$/, 'is not a token of a previous answer')
    .optional()
    .describe('Token of the previous answer'),
);

/** The place that a `continue` token names; 0 without one. */
export function continuationNumber(token: string | undefined): number {
  return token === undefined ? 0 : Number(token.slice('at:'.length));
}
