import { z } from 'zod';
import { defineOperation, FleetError } from '../../../src/index.js';

/** Gives back what it was given: shows what a query or a body became. */
const fields = {
  text: z.string().optional(),
  count: z.int().min(0).optional(),
  ratio: z.number().optional(),
  flag: z.boolean().optional(),
  names: z.array(z.string()).optional(),
  counts: z.array(z.int()).optional(),
  parameters: z.record(z.string(), z.unknown()).optional(),
  either: z.union([z.int(), z.literal('all')]).optional(),
};

export const echoRead = defineOperation({
  name: 'echo_read',
  title: 'Echo',
  description: 'Gives back its input.',
  scope: 'local',
  effect: 'read',
  idempotent: true,
  input: z.object(fields),
  output: z.object(fields),
  handler: async (_context, input) => input,
});

export const echoWrite = defineOperation({
  ...echoRead,
  name: 'echo_write',
  effect: 'write',
});

export const echoDelete = defineOperation({
  ...echoRead,
  name: 'echo_delete',
  effect: 'destructive',
});

/** Reports progress until its caller goes; `started` tells that it runs, `ended` that it was let go. */
export function endless(): {
  operation: typeof operation;
  readonly started: Promise<void>;
  readonly ended: Promise<void>;
} {
  const starting = signal();
  const ending = signal();
  const operation = defineOperation({
    name: 'endless',
    title: 'Endless',
    description: 'Never ends by itself.',
    scope: 'fleet',
    effect: 'read',
    idempotent: true,
    long: true,
    input: z.object({ quiet: z.boolean().optional() }),
    output: z.object({}),
    handler: async (context, { quiet }) => {
      if (quiet !== true) context.progress({ done: 1, total: 2, message: 'under way' });
      starting.tell();
      await new Promise((resolve) => {
        context.signal.addEventListener('abort', resolve, { once: true });
      });
      ending.tell();
      context.signal.throwIfAborted();
      return {};
    },
  });
  return { operation, started: starting.told, ended: ending.told };
}

/** Something that one side waits for and the other tells. */
export function signal(): { readonly told: Promise<void>; readonly tell: () => void } {
  let tell = (): void => undefined;
  const told = new Promise<void>((resolve) => {
    tell = resolve;
  });
  return { told, tell: () => tell() };
}

/** Reports progress and then fails. */
export const failsLate = defineOperation({
  name: 'fails_late',
  title: 'Fails late',
  description: 'Fails after its first step.',
  scope: 'fleet',
  effect: 'read',
  idempotent: true,
  input: z.object({}),
  output: z.object({}),
  handler: async (context) => {
    context.progress({ done: 1, total: 2 });
    throw new FleetError('SERVER_ERROR', 'The second step failed with token=abcdef0123456789abcdef.', { cluster: 'prod-1' });
  },
});
