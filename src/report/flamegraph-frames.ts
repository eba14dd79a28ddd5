import type { ClassTree } from '../heap/class-tree.ts';

/** One frame of the flame graph: objects of one class path, or what is too small to be shown by itself. */
export interface Frame {
  /** Undefined for what was joined. */
  readonly label: number | undefined;
  readonly depth: number;
  /** Left edge and width, in bytes. */
  readonly left: number;
  readonly bytes: number;
  /** Of the class itself; of what was joined, how many class paths. */
  readonly count: number;
  /** How many of the frames right after this one are below it. */
  readonly below: number;
}

export interface FlamegraphFrames {
  /** Each right before those below it, the widest first. */
  readonly frames: readonly Frame[];
  /** What is too small to be shown by itself. */
  readonly cutPaths: number;
  readonly cutBytes: number;
}

/** Lays the tree out from the top down, each row as wide as what it retains; rows below `smallestBytes` are joined. */
export function flamegraphFrames(tree: ClassTree, smallestBytes: number): FlamegraphFrames {
  const rowsBelow = new Map<number, number[]>();
  const smallBelow = new Map<number, { paths: number; bytes: number }>();
  for (let row = 1; row < tree.parents.length; row++) {
    const parent = tree.parents[row] ?? 0;
    const bytes = tree.retainedBytes[row] ?? 0;
    if (bytes >= smallestBytes) pushTo(rowsBelow, parent, row);
    else {
      const small = smallBelow.get(parent) ?? { paths: 0, bytes: 0 };
      small.paths += 1;
      small.bytes += bytes;
      smallBelow.set(parent, small);
    }
  }
  const frames: { -readonly [Key in keyof Frame]: Frame[Key] }[] = [];
  const place = (row: number, left: number): void => {
    const depth = tree.depths[row] ?? 0;
    const bytes = tree.retainedBytes[row] ?? 0;
    const frame = { label: tree.labels[row], depth, left, bytes, count: tree.objects[row] ?? 0, below: 0 };
    const index = frames.push(frame) - 1;
    let at = left;
    for (const below of widestFirst(rowsBelow.get(row) ?? [], tree)) {
      place(below, at);
      at += tree.retainedBytes[below] ?? 0;
    }
    const small = smallBelow.get(row);
    if (small && small.bytes >= smallestBytes)
      frames.push({
        label: undefined,
        depth: depth + 1,
        left: at,
        bytes: small.bytes,
        count: small.paths,
        below: 0,
      });
    frame.below = frames.length - 1 - index;
  };
  place(0, 0);
  const cut = [...smallBelow.values()];
  return {
    frames,
    cutPaths: cut.reduce((sum, { paths }) => sum + paths, 0),
    cutBytes: cut.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

function pushTo(lists: Map<number, number[]>, key: number, value: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

const widestFirst = (rows: number[], { retainedBytes }: ClassTree): number[] =>
  rows.sort((a, b) => (retainedBytes[b] ?? 0) - (retainedBytes[a] ?? 0) || a - b);
