import { z } from 'zod';
import { deferred } from '../platform/deferred.js';
import { kindPatternProblem } from '../policy/kind-pattern.js';
import { namespacePatternProblem } from '../policy/namespace-pattern.js';
import { compileGlob } from '../platform/glob.js';
import { customField, optionalList, rows, table, toggle } from './fields.js';

export const accessLevel = () => z.enum(['full', 'non-destructive', 'read-only']);

/** An optional list whose entries are held against a rule. */
export function checkedList(description: string, problemOf: (entry: string) => string | undefined) {
  const entry = z.string().superRefine((value, context) => {
    const message = problemOf(value);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });
  return customField(z.array(entry).optional(), { kind: 'list', description });
}

export const clusterGlobs = (): ReturnType<typeof checkedList> =>
  checkedList('Globs of cluster names it is for. Absent: every cluster.', (glob) => {
    try {
      compileGlob(glob);
      return glob === '' ? 'must not be empty' : undefined;
    } catch {
      return `${JSON.stringify(glob.slice(0, 80))} is not a glob`;
    }
  });

export const environmentLabels = (): ReturnType<typeof optionalList> =>
  optionalList('Environment labels it is for. Absent: every environment.');

/** What may be reached inside of clusters: of the fleet, and in each of `[[access.rules]]`. */
export const scopeKeys = deferred(() => ({
  allowedNamespaces: checkedList(
    'The only namespaces that may be reached: names, or regular expressions between slashes (`"/team-.*/"`) that match the whole name. What is in no namespace can then be read, not changed.',
    namespacePatternProblem,
  ),
  deniedNamespaces: checkedList('Namespaces that are never reached; stronger than `allowed_namespaces`.', namespacePatternProblem),
  allowedKinds: checkedList(
    'The only kinds that may be reached: `Pod`, `apps/v1/Deployment`, `deployments.apps`, `example.com/*`, `*.example.com` (also groups below it). Every version of a kind is meant.',
    kindPatternProblem,
  ),
  deniedKinds: checkedList('Kinds that are never reached, by any of their names; stronger than `allowed_kinds`.', kindPatternProblem),
}));

const ruleRow = () => z.strictObject({ environments: environmentLabels(), clusters: clusterGlobs(), ...scopeKeys });

/** `[access]`: how far calls go on environments and clusters. */
export const accessSection = () =>
  z.strictObject({
    environments: table(
      accessLevel(),
      'Access level of each environment label: `full`, `non-destructive` or `read-only`. The strictest rule that applies to a cluster counts.',
    ),
    clusters: table(
      accessLevel(),
      'Access level of each cluster, by name. It can narrow what the environment and the fleet allow, never widen it.',
    ),
    rules: rows(ruleRow(), 'Lists of namespaces and kinds for some clusters. They narrow those of the fleet; several add up.'),
  });

const revealRow = () =>
  z.strictObject({
    operations: optionalList('Names of operations that take `reveal`. Absent: each that does.'),
    kinds: checkedList('Kinds it is for, written as in `allowed_kinds`. Absent: every kind.', kindPatternProblem),
    namespaces: checkedList(
      'Namespaces it is for, written as in `allowed_namespaces`; the call must name one. Absent: every namespace.',
      namespacePatternProblem,
    ),
    environments: environmentLabels(),
    clusters: clusterGlobs(),
    users: optionalList('Names of authenticated users. Absent: each of them.'),
    anonymous: toggle(false, 'Also callers without an authenticated user: stdio, the terminal, programs, HTTP without tokens.'),
  });

/** `[[reveal]]`: who may see secrets unmasked. */
export const revealRows = () =>
  rows(revealRow(), 'Who may see which secrets unmasked (`reveal = true` of a call); each such call is marked in the audit log.');
