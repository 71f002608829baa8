import { redact } from '../platform/redact.js';
import { isRecord } from '../platform/plain-records.js';
import type { ConfirmationPlan } from './plan.js';
import { planText } from './plan-text.js';

const LONGEST_TEXT = 500;
const LONGEST_PREVIEW = 2000;
const MOST_LINES = 40;
const MOST_MEMBERS = 50;
const DEEPEST = 5;

/** The plan of a call: its input without secrets and cut where it is long, and all of it as text. */
export function makePlan(facts: Omit<ConfirmationPlan, 'text'>): ConfirmationPlan {
  // Masked before it is cut: half a secret cannot be told from a word.
  const masked = redact(facts.input);
  const input = Object.fromEntries(Object.entries(masked).map(([name, value]) => [name, cut(value, DEEPEST)]));
  const plan = { ...facts, input, ...(facts.preview === undefined ? {} : { preview: cutLines(facts.preview) }) };
  return { ...plan, text: planText(plan) };
}

function cutLines(text: string): string {
  const shown = text.slice(0, LONGEST_PREVIEW).split('\n').slice(0, MOST_LINES).join('\n');
  return shown.length < text.trimEnd().length ? `${shown}\n… (cut)` : shown;
}

function cut(value: unknown, deeper: number): unknown {
  if (typeof value === 'string')
    return value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}… (${String(value.length)} characters)` : value;
  if (typeof value !== 'object' || value === null) return value;
  if (deeper === 0) return '…';
  if (Array.isArray(value)) {
    const shown = value.slice(0, MOST_MEMBERS).map((item: unknown) => cut(item, deeper - 1));
    return value.length > MOST_MEMBERS ? [...shown, `… (${String(value.length)} items)`] : shown;
  }
  const members = Object.entries(isRecord(value) ? value : {});
  const shown = members.slice(0, MOST_MEMBERS).map(([name, member]) => [name, cut(member, deeper - 1)] as const);
  return Object.fromEntries(members.length > MOST_MEMBERS ? [...shown, ['…', `${String(members.length)} members`]] : shown);
}
