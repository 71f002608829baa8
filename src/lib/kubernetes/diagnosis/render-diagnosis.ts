import type { Diagnosis, Finding, NextStep } from './finding.js';

/** Facts first, then what they mean; about one screen for a usual case. */
export function renderDiagnosis(diagnosis: Diagnosis & { readonly cluster?: string }): string {
  const { cluster, subject, verdict, facts, findings, findings_left_out: leftOut, not_checked: notChecked } = diagnosis;
  return [
    `${cluster ?? ''}: ${subject}: ${verdict.toUpperCase()}`,
    ...facts.map((fact) => `- ${fact}`),
    ...findings.flatMap((finding, index) => ['', ...findingLines(finding, index + 1)]),
    ...(leftOut === 0 ? [] : ['', `(${leftOut} less grave findings left out: ask about fewer objects)`]),
    ...(notChecked.length === 0 ? [] : ['', 'Not checked:', ...notChecked.map((what) => `- ${what}`)]),
  ].join('\n');
}

function findingLines({ severity, code, title, count, objects, facts, log, meaning, next }: Finding, number: number): string[] {
  const more = count > objects.length ? ` and ${count - objects.length} more` : '';
  return [
    `${number}. [${severity}] ${code}: ${title}`,
    ...(objects.length === 0 ? [] : [`   objects: ${objects.join(', ')}${more}`]),
    ...facts.map((fact) => `   - ${fact}`),
    ...(log === undefined ? [] : ['   log of that run, last lines:', ...log.split('\n').map((line) => `   | ${line}`)]),
    `   Means: ${meaning}`,
    ...(next.length === 0 ? [] : [`   Next: ${next.map(stepText).join('; ')}`]),
  ];
}

/** The cluster is named in the head; here it would only be repeated. */
function stepText({ operation, input }: NextStep): string {
  const words = Object.entries(input).filter(([key]) => key !== 'cluster');
  return [operation, ...words.map(([key, value]) => `${key}=${String(value)}`)].join(' ');
}
