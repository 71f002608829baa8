import { pathText } from './key-tree.js';
import { isTable, valueAt, type Layer } from './layer.js';
import type { ConfigProblem } from './problems.js';

const LISTS = ['allowedNamespaces', 'deniedNamespaces', 'allowedKinds', 'deniedKinds'];

/** What is wrong between the keys of `[access]` and of the audit log. */
export function accessProblems(layer: Layer): ConfigProblem[] {
  const rules = valueAt(layer.values, ['access', 'rules']);
  const empty = (Array.isArray(rules) ? rules : []).flatMap((rule: unknown, index) =>
    isTable(rule) && LISTS.every((key) => rule[key] === undefined) ? [['access', 'rules', String(index)]] : [],
  );
  const found = empty.map((path) => ({ path, message: 'limits nothing', suggestion: 'Give it a list: denied_kinds, allowed_namespaces…' }));
  if (valueAt(layer.values, ['auditRequired']) === true && valueAt(layer.values, ['auditLog']) === undefined) {
    found.push({ path: ['auditRequired'], message: 'needs an audit_log', suggestion: 'Name the file as audit_log.' });
  }
  return found.map(({ path, message, suggestion }) => ({
    key: pathText(path, layer.name === 'input' ? 'program' : 'file'),
    message,
    suggestion,
    ...layer.originOf(path),
  }));
}
