import { findingAbout } from '../finding.js';
import { rowsOf, textOf, type HealthPart } from './health-part.js';

/** Nodes that are not ready, and how many are cordoned. */
export const nodes: HealthPart = async (scope) => {
  const rows = await rowsOf(scope, 'nodes', 'v1', 'Node', false);
  if (rows === undefined) return undefined;
  const states = rows.map((row) => ({ name: textOf(row, 'name'), words: textOf(row, 'status').split(',') }));
  const bad = states.filter(({ words }) => !words.includes('Ready'));
  const cordoned = states.filter(({ words }) => words.includes('SchedulingDisabled'));
  const versions = [...new Set(rows.map((row) => textOf(row, 'version')))].sort();
  return {
    facts: [
      `nodes: ${rows.length - bad.length} of ${rows.length} ready${cordoned.length === 0 ? '' : `, ${cordoned.length} cordoned`}, kubelets ${versions.join(', ') || 'none'}`,
    ],
    findings: [
      ...bad.map(({ name, words }) =>
        findingAbout(name, {
          severity: 'critical',
          code: 'NodeNotReady',
          title: 'nodes are not ready',
          facts: [`${name}: ${words.join(', ')}`],
          meaning: 'their pods are moved after five minutes, and their room is missing',
          next: [{ operation: 'nodes_diagnose', input: { name } }],
        }),
      ),
      ...cordoned.map(({ name }) =>
        findingAbout(name, {
          severity: 'info',
          code: 'Cordoned',
          title: 'nodes are cordoned',
          facts: [`${name} takes no new pods`],
          meaning: 'somebody works on them, or forgot to uncordon them',
        }),
      ),
    ],
  };
};
