import type { OwnedObject } from './read-owned.js';
import type { TreeNode } from './tree-node.js';

/** Objects of one tree, and children of one object, that are shown. */
const MOST_NODES = 150;
const MOST_CHILDREN = 40;

/** Everything that an object owns, by itself or through others, in the order in which it is printed. */
export function growTree(root: { readonly uid: string; readonly depth: number }, objects: readonly OwnedObject[]): readonly TreeNode[] {
  const children = new Map<string, OwnedObject[]>();
  for (const object of objects) {
    for (const owner of new Set(object.owners)) children.set(owner, [...(children.get(owner) ?? []), object]);
  }
  const nodes: TreeNode[] = [];
  const seen = new Set([root.uid]);
  const grow = (uid: string, depth: number): void => {
    const own = (children.get(uid) ?? []).filter((object) => !seen.has(object.uid)).sort(byKindAndName);
    for (const object of own) seen.add(object.uid);
    const room = Math.max(0, Math.min(MOST_CHILDREN, MOST_NODES - nodes.length));
    for (const object of own.slice(0, room)) {
      nodes.push(nodeOf(object, depth));
      grow(object.uid, depth + 1);
    }
    if (own.length > room) nodes.push(moreNode(own.slice(room), depth));
  };
  grow(root.uid, root.depth + 1);
  return nodes;
}

function nodeOf({ kind, namespace, name, state }: OwnedObject, depth: number): TreeNode {
  return {
    depth,
    kind: kind.kind,
    api_version: kind.apiVersion,
    ...(namespace === undefined ? {} : { namespace }),
    name,
    state,
    relation: 'owned',
  };
}

/** `120 more: Pod 118, Secret 2` */
function moreNode(left: readonly OwnedObject[], depth: number): TreeNode {
  const counts = new Map<string, number>();
  for (const { kind } of left) counts.set(kind.kind, (counts.get(kind.kind) ?? 0) + 1);
  const kinds = [...counts].map(([kind, count]) => `${kind} ${String(count)}`).join(', ');
  return { depth, kind: '', api_version: '', name: '', state: `${String(left.length)} more: ${kinds}`, relation: 'more' };
}

function byKindAndName(one: OwnedObject, other: OwnedObject): number {
  const [left, right] = [`${one.kind.kind} ${one.name}`, `${other.kind.kind} ${other.name}`];
  return left === right ? 0 : left < right ? -1 : 1;
}
