import { countOf } from '../fact-text.js';
import { findingAbout, type Finding } from '../finding.js';
import { objectOf, ratio, rowsOf, textOf, type HealthPart, type Row } from './health-part.js';
import { stateMeaning } from './pod-states.js';

/** Restarts of one container that are worth a word where it runs again. */
const MANY_RESTARTS = 5;

/** Pods that are not well, by what their status says. One table, also of ten thousand pods. */
export const pods: HealthPart = async (scope) => {
  const rows = await rowsOf(scope, 'pods', 'v1', 'Pod');
  if (rows === undefined) return undefined;
  // Those that restarted most stand for the others.
  const unwell = rows.filter(isUnwell).sort((left, right) => restartsOf(right) - restartsOf(left));
  const restless = rows.filter((row) => !isUnwell(row) && restartsOf(row) >= MANY_RESTARTS && lately(row));
  return {
    facts: [`pods: ${rows.length - unwell.length} of ${rows.length} well`],
    findings: [
      ...unwell.map((row) => unwellFinding(row, scope.namespace)),
      ...restless.map((row) => restlessFinding(row, scope.namespace)),
    ],
  };
};

function isUnwell(row: Row): boolean {
  const status = textOf(row, 'status');
  if (status === 'Completed' || status === 'Succeeded') return false;
  const { done, of } = ratio(textOf(row, 'ready'));
  return status !== 'Running' || done < of;
}

/** `7 (3m ago)` */
function restartsOf(row: Row): number {
  return Number.parseInt(textOf(row, 'restarts'), 10) || 0;
}

/** Seconds and minutes are lately; hours and days are history. */
function lately(row: Row): boolean {
  return /\((\d+m)?(\d+s)? ago\)/.test(textOf(row, 'restarts'));
}

function unwellFinding(row: Row, namespace: string | undefined): Finding {
  const status = textOf(row, 'status');
  const state = status === 'Running' ? 'NotReady' : status;
  const { text, name, namespace: where } = objectOf(row, namespace);
  const { severity, meaning } = stateMeaning(state);
  return findingAbout(text, {
    severity,
    code: state.startsWith('Init:') ? state.replace(/^Init:\d+\/\d+$/, 'Initializing') : state,
    title: `pods: ${state.replace(/^Init:\d+\/\d+$/, 'Init')}`,
    facts: [`${text}: ${textOf(row, 'ready')} ready, ${countOf(restartsOf(row), 'restart')}, age ${textOf(row, 'age')}`],
    meaning,
    next: [{ operation: 'pods_diagnose', input: { name, namespace: where } }],
  });
}

function restlessFinding(row: Row, namespace: string | undefined): Finding {
  const { text, name, namespace: where } = objectOf(row, namespace);
  return findingAbout(text, {
    severity: 'warning',
    code: 'Restarting',
    title: 'pods run and restarted often, and lately',
    facts: [`${text}: restarts ${textOf(row, 'restarts')}`],
    meaning: 'they crash now and then: exit codes and previous logs say why',
    next: [{ operation: 'pods_diagnose', input: { name, namespace: where } }],
  });
}
