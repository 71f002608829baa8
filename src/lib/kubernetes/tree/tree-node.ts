import { z } from 'zod';
import { deferred } from '../../platform/deferred.js';

/** One object of a tree, in the order in which it is printed. */
export const treeNodeOutput = deferred(() =>
  z.object({
    depth: z.int(),
    kind: z.string(),
    api_version: z.string(),
    namespace: z.string().optional(),
    name: z.string(),
    state: z.string(),
    relation: z.enum(['owner', 'self', 'owned', 'more']),
  }),
);

export type TreeNode = z.output<typeof treeNodeOutput>;

/** `Deployment shop/web  ready=3/3`, indented by its depth. */
export function treeLine({ depth, kind, namespace, name, state, relation }: TreeNode): string {
  const indent = depth === 0 ? '' : `${'   '.repeat(depth - 1)}└─ `;
  if (relation === 'more') return `${indent}… ${state}`;
  const where = namespace === undefined ? name : `${namespace}/${name}`;
  return `${indent}${kind} ${where}${state === '' ? '' : `  ${state}`}${relation === 'self' ? '  ←' : ''}`;
}
