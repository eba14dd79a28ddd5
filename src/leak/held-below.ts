import type { Tally } from '../heap/census.ts';
import { type HeapGraph, NodeKind } from '../heap/graph.ts';
import type { Group } from '../heap/group-tree.ts';
import { groupPaths } from '../heap/grouped-paths.ts';

/** An object above a holder belongs to it when its own share of all that hangs on it is at most this. */
const ownShare = 0.5;

/**
 * What hangs on each holder in one dump: objects and bytes by class. `paths` lead from the kind of root to the holders.
 * Objects above a holder that hold little else are part of it: a stack whose top has the growing list, say.
 */
export function heldBelow(graph: HeapGraph, paths: readonly (readonly string[])[]): Map<string, Tally>[] {
  const { root, groups } = groupPaths(graph);
  const objectsBelow = new Float64Array(groups.length);
  for (const { id, parent, objects } of groups.toReversed()) {
    if (parent) objectsBelow[parent.id] = below(parent) + below({ id }) + objects;
  }
  function below({ id }: Pick<Group, 'id'>): number {
    return objectsBelow[id] ?? 0;
  }
  return paths.map((path) => {
    const holder = groupAt(root, path);
    let top = holder;
    while (holder && top?.parent && isObject(top) && isObject(top.parent)) {
      if (below(holder) < (1 - ownShare) * below(top.parent)) break;
      top = top.parent;
    }
    return top ? talliesBelow(top, groups) : new Map();
  });
}

const isObject = ({ kind }: Group): boolean => kind === NodeKind.instance;

function groupAt(root: Group, path: readonly string[]): Group | undefined {
  let group: Group | undefined = root;
  for (const label of path) group = group?.children.find((child) => child.label === label);
  return group;
}

function talliesBelow(top: Group, groups: readonly Group[]): Map<string, Tally> {
  const inside = new Set([top]);
  const tallies = new Map<string, Tally>();
  for (const group of groups) {
    if (!group.parent || !inside.has(group.parent)) continue;
    inside.add(group);
    const { objects, bytes } = tallies.get(group.className) ?? { objects: 0, bytes: 0 };
    tallies.set(group.className, { objects: objects + group.objects, bytes: bytes + group.shallowBytes });
  }
  return tallies;
}
