import type { AlignedGroups, GroupedHeap } from './aligned-groups.ts';

/** The nodes of one dump in each of `rows`, nearest to a root first. */
export function nodesByRow(
  rows: readonly number[],
  groups: AlignedGroups,
  dump: number,
  { tree }: GroupedHeap,
): Map<number, Uint32Array> {
  return new Map(
    rows.map((row) => {
      const group = groups.group(row, dump);
      return [row, group ? tree.nodesOf(group) : new Uint32Array()];
    }),
  );
}
