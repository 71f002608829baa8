import { setImmediate as otherWork } from 'node:timers/promises';
import { z } from 'zod';
import type { Middleware } from '../call.js';
import { FleetError } from '../errors.js';
import { operationOutput } from '../operation-schema.js';
import { createBreather } from '../platform/breather.js';
import { LONG_LISTS, SLICE } from '../platform/redact-slices.js';
import { areRows, cellKinds } from './plain-rows.js';

/** Holds every answer to its declared shape: what adapters publish as the output schema is what callers get. */
export const validateOutput: Middleware = async (call, next) => {
  const outcome = await next(call);
  const parsed = await parse(operationOutput(call.operation), outcome.output);
  if (parsed.success) return { ...outcome, output: parsed.data };
  const where = parsed.error.issues.slice(0, 3).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new FleetError('INTERNAL', `${call.operation.name} made an answer that does not fit its schema (${where.join('; ')}).`, {
    cluster: outcome.cluster,
    cause: parsed.error,
  });
};

/** Long lists are checked some items at a time, so that others can work meanwhile. */
async function parse(
  schema: z.ZodObject,
  output: Readonly<Record<string, unknown>>,
): Promise<z.ZodSafeParseResult<Record<string, unknown>>> {
  const long = LONG_LISTS.flatMap((key) => {
    const items = output[key];
    const list = plainList(schema.shape[key]);
    return Array.isArray(items) && items.length > SLICE && list !== undefined ? [{ key, items, list }] : [];
  });
  const rest = schema.safeParse({ ...output, ...Object.fromEntries(long.map(({ key }) => [key, []])) });
  if (!rest.success) return rest;
  const breathe = createBreather();
  for (const { key, items, list } of long) {
    const checked: unknown[] = [];
    const part = z.object({ [key]: list });
    const kinds = cellKinds(list);
    for (let start = 0; start < items.length; start += SLICE) {
      const slice: unknown[] = items.slice(start, start + SLICE);
      const fits = kinds !== undefined && areRows(slice, kinds);
      const parsed = fits ? undefined : part.safeParse({ [key]: slice });
      if (parsed?.success === false) return parsed;
      checked.push(...(parsed?.data[key] ?? slice));
      await breathe();
    }
    rest.data[key] = checked;
    // Its text is made in one go by whoever needs it.
    await otherWork();
  }
  return rest;
}

/** A list that says something of its items only: each part of it fits when the whole does. */
function plainList(schema: unknown): z.ZodArray | undefined {
  const list = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
  return list instanceof z.ZodArray && (list.def.checks ?? []).length === 0 ? list : undefined;
}
