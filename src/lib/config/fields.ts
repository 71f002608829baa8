import { z } from 'zod';
import { formatDuration, parseDuration } from '../platform/duration.js';

/** How a value is written in the file, a flag or a variable; the reference page and the readers of text values go by it. */
export type FieldKind =
  'text' | 'path' | 'paths' | 'boolean' | 'integer' | 'duration' | 'list' | 'rows' | 'table' | 'level' | 'port' | 'expression';

/** What every configuration key says about itself. */
export interface FieldFacts {
  readonly kind: FieldKind;
  readonly description: string;
  /** The default as a person would write it; absent where there is none. */
  readonly default?: string | undefined;
  /** The value must never be shown. */
  readonly secret?: boolean | undefined;
}

/** The facts of a key, or undefined for a section. */
export function fieldFacts(schema: z.ZodType): FieldFacts | undefined {
  const facts = FACTS.get(schema);
  return facts;
}

const FACTS = new WeakMap<z.ZodType, FieldFacts>();

function field<Schema extends z.ZodType>(schema: Schema, facts: FieldFacts): Schema {
  const described = schema.describe(facts.description);
  FACTS.set(described, facts);
  return described;
}

/** A string that may be absent. */
export function optionalText(
  description: string,
  facts: { readonly secret?: boolean; readonly kind?: FieldKind; readonly default?: string } = {},
) {
  return field(z.string().min(1, 'must not be empty').optional(), {
    kind: facts.kind ?? 'text',
    description,
    secret: facts.secret,
    default: facts.default,
  });
}

/** A string with a default. */
export function text(fallback: string, description: string, kind: FieldKind = 'text') {
  return field(z.string().min(1, 'must not be empty').default(fallback), { kind, description, default: fallback });
}

/** true or false. */
export function toggle(fallback: boolean, description: string) {
  return field(z.boolean().default(fallback), { kind: 'boolean', description, default: String(fallback) });
}

/** true, false or unsaid. */
export function optionalToggle(description: string, fallback: string) {
  return field(z.boolean().optional(), { kind: 'boolean', description, default: fallback });
}

/** A whole number within bounds. */
export function integer(fallback: number, bounds: { readonly minimum: number; readonly maximum: number }, description: string) {
  const { minimum, maximum } = bounds;
  const rule = `must be a whole number from ${minimum} to ${maximum}`;
  return field(z.int(rule).min(minimum, rule).max(maximum, rule).default(fallback), {
    kind: 'integer',
    description,
    default: String(fallback),
  });
}

/** A Go-style duration (`30s`); programs may pass milliseconds. The result is milliseconds. */
export function duration(fallback: string, description: string, minimumMs = 1) {
  const schema = z
    .union([z.string(), z.number()], { error: 'must be a duration such as "30s", "5m" or "1h30m"' })
    .transform((value, context) => {
      const milliseconds = typeof value === 'number' ? value : parseDuration(value);
      const problem = durationProblem(value, milliseconds, minimumMs);
      if (problem === undefined && milliseconds !== undefined) return milliseconds;
      context.addIssue({ code: 'custom', message: problem ?? 'must be a duration' });
      return z.NEVER;
    })
    .prefault(fallback);
  return field(schema, { kind: 'duration', description, default: fallback });
}

/** Longest wait a timer of Node takes. */
const LONGEST_MS = 2 ** 31 - 1;

function durationProblem(written: string | number, milliseconds: number | undefined, minimumMs: number): string | undefined {
  const shown = typeof written === 'string' ? JSON.stringify(written.slice(0, 40)) : String(written);
  if (milliseconds === undefined || !Number.isFinite(milliseconds))
    return `${shown} is not a duration; write one such as "30s", "5m" or "1h30m"`;
  if (milliseconds < minimumMs) return `${shown} is too short; the least is ${formatDuration(minimumMs)}`;
  return milliseconds > LONGEST_MS
    ? `${shown} is too long; the most is ${formatDuration(Math.floor(LONGEST_MS / 3_600_000) * 3_600_000)}`
    : undefined;
}

const listInput = () => z.array(z.string().min(1, 'must not be empty'));

/** A list of strings, empty by default. */
export function list(description: string, kind: FieldKind = 'list') {
  return field(listInput().default([]), { kind, description, default: '[]' });
}

/** A list of strings where absent means something else than empty. */
export function optionalList(description: string) {
  return field(listInput().optional(), { kind: 'list', description });
}

/** A table whose keys are the user's own names. */
export function table<Value extends z.ZodType>(value: Value, description: string) {
  return field(z.record(z.string().min(1), value).default({}), { kind: 'table', description, default: '{}' });
}

/** A list of tables (`[[section.key]]`), empty by default. */
export function rows<Row extends z.ZodObject>(row: Row, description: string) {
  return field(z.array(row).default([]), { kind: 'rows', description, default: '[]' });
}

/** A field with rules of its own. */
export function customField<Schema extends z.ZodType>(schema: Schema, facts: FieldFacts): Schema {
  return field(schema, facts);
}
