import { recordsAt, textAt, valueAt, type PlainObject } from '../../object-values.js';
import type { Finding } from '../finding.js';
import { nodeFinding, type NodeEvidence } from './node-evidence.js';

/** Taints that controllers set beside a condition: told there. */
const OF_CONDITIONS =
  /^node\.kubernetes\.io\/(not-ready|unreachable|memory-pressure|disk-pressure|pid-pressure|network-unavailable|unschedulable)$/;

/** Cordons and taints that keep pods away. */
export function nodeScheduling(evidence: NodeEvidence): readonly Finding[] {
  const { node } = evidence;
  const taints = recordsAt(node, 'spec', 'taints').filter(({ effect }) => effect !== 'PreferNoSchedule');
  const own = taints.filter((taint) => !OF_CONDITIONS.test(textAt(taint, 'key') ?? ''));
  const cordoned = valueAt(node, 'spec', 'unschedulable') === true;
  return [
    ...(cordoned
      ? [
          nodeFinding(evidence, {
            severity: 'warning',
            code: 'Cordoned',
            title: 'it is cordoned',
            facts: ['spec.unschedulable is true'],
            meaning: 'no new pods come to it until somebody uncordons it',
          }),
        ]
      : []),
    ...(own.length > 0
      ? [
          nodeFinding(evidence, {
            severity: 'info',
            code: 'Tainted',
            title: 'taints keep pods away',
            facts: own.map(taintText),
            meaning: 'only pods that tolerate all of these come to it',
          }),
        ]
      : []),
  ];
}

function taintText(taint: PlainObject): string {
  const value = textAt(taint, 'value');
  return `${textAt(taint, 'key') ?? ''}${value === undefined ? '' : `=${value}`}:${textAt(taint, 'effect') ?? ''}`;
}
