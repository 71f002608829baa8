import { recordAt, recordsAt, textAt, textsAt, type PlainObject } from '../object-values.js';

/** A label selector of an object (`matchLabels`, `matchExpressions`) as a list takes it; undefined when it selects by nothing. */
export function labelSelectorText(selector: PlainObject): string | undefined {
  const equal = Object.entries(recordAt(selector, 'matchLabels')).map(([key, value]) => `${key}=${String(value)}`);
  const others = recordsAt(selector, 'matchExpressions').map((expression) => {
    const key = textAt(expression, 'key') ?? '';
    const values = `(${textsAt(expression, 'values').join(',')})`;
    switch (textAt(expression, 'operator')) {
      case 'In':
        return `${key} in ${values}`;
      case 'NotIn':
        return `${key} notin ${values}`;
      case 'DoesNotExist':
        return `!${key}`;
      default:
        return key;
    }
  });
  const all = [...equal, ...others];
  return all.length === 0 ? undefined : all.join(',');
}

/** Whether labels are what a label selector asks for. An empty selector selects everything. */
export function selectsLabels(selector: PlainObject, labels: PlainObject): boolean {
  const equal = Object.entries(recordAt(selector, 'matchLabels')).every(([key, value]) => labels[key] === value);
  return (
    equal &&
    recordsAt(selector, 'matchExpressions').every((expression) => {
      const value = labels[textAt(expression, 'key') ?? ''];
      const listed = typeof value === 'string' && textsAt(expression, 'values').includes(value);
      switch (textAt(expression, 'operator')) {
        case 'In':
          return listed;
        case 'NotIn':
          return !listed;
        case 'DoesNotExist':
          return value === undefined;
        default:
          return value !== undefined;
      }
    })
  );
}
