import { z } from 'zod';
import { parseDuration } from '../platform/duration.js';
import { parseWaitGoal } from './wait-goal.js';
import { once } from '../platform/deferred.js';

/** Shared parameters of everything that changes a cluster. */
export const dryRunField = once(() => z.boolean().optional().describe('Change nothing'));
export const diffField = once(() => z.boolean().optional().describe('Show before and after'));
export const gracePeriodField = once(() => z.int().min(0).max(86_400).optional().describe('0 = at once'));

/** How long a wait lasts when its caller names no `timeout`, milliseconds. */
export const DEFAULT_WAIT_MS = 60_000;

const WAIT_GOAL = 'must be ready, deleted, condition=NAME or condition=NAME=VALUE';

export const waitForField = once(() =>
  z
    .string()
    .max(200)
    .refine((text) => parseWaitGoal(text) !== undefined, WAIT_GOAL)
    .optional()
    .describe('ready, condition=NAME[=VALUE]'),
);
export const waitReadyField = once(() => z.literal('ready').optional().describe('Wait until it is'));
export const waitDeletedField = once(() => z.literal('deleted').optional().describe('Wait until it is'));

/** Go-style: `30s`, `5m`. Read it with {@link waitTimeout}. */
export const timeoutField = once(() =>
  z
    .string()
    .max(30)
    .refine((text) => (parseDuration(text) ?? 0) >= 1, 'must be a duration such as 30s or 5m')
    .optional()
    .describe('Of the wait; default 60s'),
);

/** Milliseconds of a `timeout` that {@link timeoutField} let through. */
export function waitTimeout(timeout: string | undefined): number {
  return (timeout === undefined ? undefined : parseDuration(timeout)) ?? DEFAULT_WAIT_MS;
}
