import { pathText } from './key-tree.js';
import { isTable, valueAt, type Layer } from './layer.js';
import type { ConfigProblem } from './problems.js';

/** A rule with an empty list fits nothing, and so asks about nothing: that is not what anyone means by it. */
export function confirmationProblems(layer: Layer): ConfigProblem[] {
  const rules = valueAt(layer.values, ['confirmation', 'rules']);
  return (Array.isArray(rules) ? rules : []).flatMap((rule: unknown, index) =>
    Object.entries(isTable(rule) ? rule : {}).flatMap(([key, list]) => {
      if (!Array.isArray(list) || list.length > 0) return [];
      const path = ['confirmation', 'rules', String(index), key];
      return [
        {
          key: pathText(path, layer.name === 'input' ? 'program' : 'file'),
          message: 'is empty, so that the rule fits nothing',
          suggestion: 'Leave it out to mean all.',
          ...layer.originOf(path),
        },
      ];
    }),
  );
}
