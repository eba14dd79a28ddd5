import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dominatorChildren } from '../../src/heap/dominator-children.ts';
import { dominatorTree } from '../../src/heap/dominators.ts';
import { randomHeaps } from './random-heap.ts';
import { heap } from './synthetic-heap.ts';

it('lists under every node, and under the virtual root, what it immediately dominates', () => {
  fc.assert(
    fc.property(randomHeaps, (draw) => {
      const tree = dominatorTree(heap(draw));
      const { starts, children } = dominatorChildren(tree);
      for (let node = 0; node <= tree.root; node++) {
        expect([...children.subarray(starts[node], starts[node + 1])]).toEqual(
          [...tree.order].filter((child) => tree.parents[child] === node),
        );
      }
    }),
  );
});
