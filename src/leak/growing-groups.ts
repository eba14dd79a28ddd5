import { NodeKind } from '../heap/graph.ts';
import type { AlignedGroups } from './aligned-groups.ts';

/** Net growth from the first dump to the last below which a group does not count. */
export interface SmallestGrowth {
  readonly objects: number;
  readonly bytes: number;
}

/**
 * Rows that rise from every dump to the next and have nothing above them that does, in the order of their holders. All
 * that hangs on one is its own growth. A buffer grows in bytes alone; a collection does too, but then what it holds is found to grow.
 */
export function growingRows(groups: AlignedGroups, dumps: number, smallest: SmallestGrowth): number[] {
  const rises = (measure: (dump: number) => number, smallestNet: number): boolean => {
    for (let dump = 1; dump < dumps; dump++) if (measure(dump) <= measure(dump - 1)) return false;
    return measure(dumps - 1) - measure(0) >= smallestNet;
  };
  const growing = new Set<number>();
  const quiet: number[] = [];
  for (let row = 1; row < groups.count; ) {
    const isCache = groups.kind(row) === NodeKind.cache;
    if (!isCache && rises((dump) => groups.objects(row, dump), smallest.objects)) growing.add(row);
    if (isCache || growing.has(row)) row = groups.ends[row] ?? groups.count;
    else quiet.push(row++);
  }
  const growsBelow = new Set<number>();
  for (const row of growing) markAbove(row, groups, growsBelow);
  for (const row of quiet.reverse()) {
    if (growsBelow.has(row) || !rises((dump) => groups.shallowBytes(row, dump), smallest.bytes)) continue;
    growing.add(row);
    markAbove(row, groups, growsBelow);
  }
  const holderOf = (row: number) => groups.parents[row] ?? 0;
  return [...growing].sort((a, b) => holderOf(a) - holderOf(b) || a - b);
}

function markAbove(row: number, groups: AlignedGroups, marked: Set<number>): void {
  for (let up = groups.parents[row] ?? -1; up >= 0 && !marked.has(up); up = groups.parents[up] ?? -1) {
    marked.add(up);
  }
}
