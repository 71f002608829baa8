import { z } from 'zod';
import { apiVersionField, kindField, nameField, optionalNamespaceField } from '../../kubernetes/fields.js';
import { findTarget } from '../../kubernetes/object-target.js';
import { textAt } from '../../kubernetes/object-values.js';
import { readinessOf } from '../../kubernetes/readiness.js';
import { growTree } from '../../kubernetes/tree/grow-tree.js';
import { groupOf, likelyKinds } from '../../kubernetes/tree/likely-kinds.js';
import { readOwned } from '../../kubernetes/tree/read-owned.js';
import { readOwners } from '../../kubernetes/tree/read-owners.js';
import { treeLine, treeNodeOutput, type TreeNode } from '../../kubernetes/tree/tree-node.js';
import { defineOperation } from '../../operation.js';
import { deferred } from '../../platform/deferred.js';

const output = deferred(() =>
  z.object({
    nodes: z.array(treeNodeOutput),
    kinds_left_out: z.int(),
    not_read: z.array(z.string()),
  }),
);

export const resourcesTree = defineOperation({
  name: 'resources_tree',
  title: 'Owners and what is owned',
  description: 'Whom an object belongs to and everything it owns, with states.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  long: true,
  input: deferred(() =>
    z.object({
      apiVersion: apiVersionField(),
      kind: kindField(),
      name: nameField(),
      namespace: optionalNamespaceField(),
      all_kinds: z.boolean().optional().describe('Also unlikely kinds; slow'),
    }),
  ),
  output,
  handler: async (context, { all_kinds: all = false, ...wanted }) => {
    const { cluster, signal } = context;
    const target = await findTarget(cluster, wanted, signal);
    const object = await cluster.get(target.kind, target.name, { namespace: target.namespace, signal });
    const owners = await readOwners(cluster, object, signal);
    const groups = new Set([target.kind, ...owners.map((owner) => ({ apiVersion: owner.api_version }))].map(groupOf));
    const { kinds, others } = await likelyKinds(context, { namespaced: target.kind.namespaced, groups, all });
    const { objects, unread } = await readOwned(context, kinds, target.namespace);
    const self: TreeNode = {
      depth: owners.length,
      kind: target.kind.kind,
      api_version: target.kind.apiVersion,
      ...(target.namespace === undefined ? {} : { namespace: target.namespace }),
      name: target.name,
      state: readinessOf(object).state,
      relation: 'self',
    };
    const uid = textAt(object, 'metadata', 'uid') ?? '';
    return {
      nodes: [...owners, self, ...growTree({ uid, depth: self.depth }, objects)],
      kinds_left_out: others,
      not_read: [...unread].sort(),
    };
  },
  render: ({ cluster, nodes, kinds_left_out: others, not_read: unread }: z.output<typeof output> & { cluster?: string }) => {
    const owned = nodes.filter(({ relation }) => relation === 'owned').length;
    return [
      `${cluster ?? ''}: ${String(owned)} owned objects`,
      ...nodes.map(treeLine),
      ...(unread.length === 0 ? [] : [`not read: ${unread.join(', ')}`]),
      ...(others === 0 ? [] : [`${String(others)} unlikely kinds were not looked at (all_kinds=true does)`]),
    ].join('\n');
  },
});
