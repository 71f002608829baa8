import type { ConfirmationPlan } from './plan.js';

const LONGEST_VALUE = 300;
const MOST_NAMES = 30;

/** A plan as lines for a person. Whatever the caller wrote stays on one line each, so that it cannot pass for another part of the plan. */
export function planText(plan: Omit<ConfirmationPlan, 'text'>): string {
  const { operation, title, effect, cluster, environment, calls = [], input, objects = [], preview } = plan;
  const where = cluster === undefined ? '' : ` on cluster ${cluster}${environment === undefined ? '' : ` (environment ${environment})`}`;
  return [
    `${title} (${operation}, ${effect})${where}`,
    ...calls.map((run) => `  runs ${run.operation} (${run.effect}) on ${counted(run.clusters, 'cluster')}`),
    ...Object.entries(input).map(([name, value]) => `  ${name}: ${onOneLine(value)}`),
    ...(objects.length === 0 ? [] : [`  ${counted(objects, 'object')}`]),
    ...(preview === undefined ? [] : ['Dry run:', ...previewLines(preview)]),
  ].join('\n');
}

function counted(names: readonly string[], what: string): string {
  const more = names.length > MOST_NAMES ? `, and ${String(names.length - MOST_NAMES)} more` : '';
  return `${String(names.length)} ${what}${names.length === 1 ? '' : 's'}: ${names.slice(0, MOST_NAMES).map(visible).join(', ')}${more}`;
}

function previewLines(preview: string): string[] {
  return preview.split('\n').map((line) => `  | ${visible(line)}`);
}

function onOneLine(value: unknown): string {
  const text = typeof value === 'string' && /^[\w./:@=,*-]+$/.test(value) ? value : JSON.stringify(value);
  return visible(text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}… (${String(text.length)} characters)` : text);
}

/** Characters that hide others, or turn the order of what is read, are shown as their codes. */
function visible(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`);
}
