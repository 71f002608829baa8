import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import type { CarriedAnswer, Connection, JsonObject } from '../carriers/carrier.js';

/** What must be the same over all carriers: the output or the failure, and the cluster. */
export function outcomeOf(answer: CarriedAnswer): JsonObject {
  if (!answer.ok) return { code: answer.code, message: withoutTimes(answer.message), cluster: answer.cluster };
  // Operations on one cluster say which in their output; some carriers say it beside it, too.
  return { output: withoutTimes(answer.output), cluster: answer.cluster ?? answer.output['cluster'] };
}

const TRIES = 10;

/**
 * Holds an answer to what the library answers. Other test files use the clusters meanwhile: only what stood still around the call
 * counts, so the call is made again when the library itself answers differently before and after.
 * @returns the last answer
 */
export async function expectSameAsLibrary(
  library: Connection,
  call: () => Promise<CarriedAnswer>,
  { name, input }: { readonly name: string; readonly input: JsonObject },
): Promise<CarriedAnswer> {
  for (let tries = 1; ; tries += 1) {
    const before = outcomeOf(await library.call(name, input));
    const answer = await call();
    const after = outcomeOf(await library.call(name, input));
    if (isDeepStrictEqual(before, after) || tries === TRIES) {
      expect(outcomeOf(answer)).toEqual(after);
      return answer;
    }
  }
}

/** Names of members whose values are measured anew each time, or made by the server for one answer. */
const MEASURED = /(_ms|_seconds|latency|_age|age_|^continue$|^remaining$)/;
const MOMENT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
/** `5m`, `3h12m`, `2d`, `4 (10m ago)`. */
const AGE = /\b(\d+[dhmsy])+\b/g;

function withoutTimes(value: unknown, name = ''): unknown {
  if (MEASURED.test(name)) return typeof value;
  if (Array.isArray(value)) return value.map((item) => withoutTimes(item));
  if (typeof value === 'string') return MOMENT.test(value) ? 'moment' : value.replaceAll(AGE, 'age');
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withoutTimes(member, key)]));
}
