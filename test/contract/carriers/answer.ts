import { z } from 'zod';
import type { CarriedAnswer, JsonObject } from './carrier.js';

const FAILURE = z.looseObject({
  code: z.string(),
  message: z.string(),
  hint: z.string(),
  cluster: z.string().optional(),
});

const OBJECT = z.record(z.string(), z.unknown());

/** What a carrier gave where it must have given an object. */
export function objectOf(value: unknown): JsonObject {
  return OBJECT.parse(value);
}

/** A failure as data, in the form that the library gives it. */
export function failed(data: unknown, everything: string): CarriedAnswer {
  const { code, message, hint, cluster } = FAILURE.parse(data);
  return { ok: false, code, message, hint, cluster, everything };
}

/** The caller hung up: on some carriers nobody is there any more to be told how the call ended. */
export function hungUp(thrown: unknown): CarriedAnswer {
  return { ok: false, code: 'CANCELLED', message: String(thrown), hint: 'The caller ended the call.', cluster: undefined, everything: '' };
}
