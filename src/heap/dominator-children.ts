import type { DominatorTree } from './dominators.ts';

/** The children of `node`, what it immediately dominates, are `children[starts[node] .. starts[node + 1]]`. */
export interface DominatorChildren {
  readonly starts: Uint32Array;
  readonly children: Uint32Array;
}

/** The dominator tree from the top down; the virtual root has a row too. Children stand in the tree's order. */
export function dominatorChildren({ root, parents, order }: DominatorTree): DominatorChildren {
  const starts = new Uint32Array(root + 2);
  for (const node of order) {
    const row = parents[node] ?? 0;
    starts[row] = (starts[row] ?? 0) + 1;
  }
  let end = 0;
  for (let row = 0; row <= root + 1; row++) {
    end += starts[row] ?? 0;
    starts[row] = end;
  }
  // Filled from the back, so that each row ends up at its start.
  const children = new Uint32Array(order.length);
  for (let i = order.length - 1; i >= 0; i--) {
    const node = order[i] ?? 0;
    const row = parents[node] ?? 0;
    const place = (starts[row] ?? 0) - 1;
    starts[row] = place;
    children[place] = node;
  }
  return { starts, children };
}
