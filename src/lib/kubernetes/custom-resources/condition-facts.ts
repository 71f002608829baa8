import { describeCondition, findCondition, type Condition } from '../conditions.js';
import { plainText } from '../diagnosis/fact-text.js';
import type { PlainObject } from '../object-values.js';

/** A condition as a fact, on one line. */
export function conditionFact(condition: Condition): string {
  return plainText(describeCondition(condition));
}

/** Whether a condition is true; undefined where the object does not report it. */
export function isTrue(object: PlainObject, type: string): boolean | undefined {
  const condition = findCondition(object, type);
  return condition === undefined ? undefined : condition.status === 'True';
}
