import { z } from 'zod';
import { compileGlob } from '../platform/glob.js';
import { kindPatternProblem } from '../policy/kind-pattern.js';
import { namespacePatternProblem } from '../policy/namespace-pattern.js';
import { checkedList, clusterGlobs, environmentLabels } from './access-section.js';
import { customField, duration, rows, toggle } from './fields.js';

const effects = () => z.array(z.enum(['read', 'write', 'destructive'])).optional();

const ruleRow = () =>
  z.strictObject({
    operations: checkedList('Names or globs of the operations it is for. Absent: every operation.', globProblem),
    effects: customField(effects(), {
      kind: 'list',
      description: 'Effects it is for: `read`, `write`, `destructive`. Absent: every effect.',
    }),
    clusters: clusterGlobs(),
    environments: environmentLabels(),
    kinds: checkedList('Kinds it is for, written as in `allowed_kinds`. Absent: every kind.', kindPatternProblem),
    namespaces: checkedList('Namespaces it is for, written as in `allowed_namespaces`. Absent: every namespace.', namespacePatternProblem),
    ask: toggle(true, 'Ask. `false` exempts what the rule fits from the rules below it.'),
  });

/** `[confirmation]`: which calls run only after a person agreed. */
export const confirmationSection = () =>
  z.strictObject({
    rules: rows(
      ruleRow(),
      'Which calls a person must agree to. The first rule that fits a call decides; where it cannot be told whether it fits, it is asked.',
    ),
    ttl: duration('5m', 'Time that a person has to answer, and that a one-time confirmation can be used.', 10),
  });

function globProblem(glob: string): string | undefined {
  const shown = JSON.stringify(glob.slice(0, 80));
  if (glob === '') return 'must not be empty';
  try {
    compileGlob(glob);
    return undefined;
  } catch (thrown) {
    return `${shown} is not a glob: ${thrown instanceof Error ? thrown.message : 'it cannot be read'}`;
  }
}
