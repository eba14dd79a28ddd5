import type { DepthFirstWalk } from './depth-first.ts';
import { findSemidominators } from './semidominators.ts';

/**
 * The immediate dominator of each number of `walk`, as numbers; 0 is the virtual root. SEMI-NCA after Loukas
 * Georgiadis, "Linear-Time Algorithms for Dominators and Related Problems" (2005). The climb from parent to
 * semidominator goes over jump pointers after Eugene Myers, "An applicative random-access stack" (1983), so that it takes
 * logarithmic time on long chains too. Uses the columns of `walk` up.
 */
export function immediateDominators(walk: DepthFirstWalk): Uint32Array {
  const { parents } = walk;
  const semidominators = findSemidominators(walk);
  // Each takes the place of a value that is not looked at again once it is there.
  const dominators = semidominators;
  /** A dominator some way up each, so that a climb has few steps. */
  const jumps = parents;
  const depths = new Uint32Array(parents.length);
  for (let number = 1; number < parents.length; number++) {
    const semidominator = semidominators[number] ?? 0;
    let dominator = parents[number] ?? 0;
    while (dominator > semidominator) {
      const jump = jumps[dominator] ?? 0;
      dominator = jump >= semidominator ? jump : (dominators[dominator] ?? 0);
    }
    dominators[number] = dominator;
    const jump = jumps[dominator] ?? 0;
    const depth = depths[dominator] ?? 0;
    const jumpDepth = depths[jump] ?? 0;
    const equal = depth - jumpDepth === jumpDepth - (depths[jumps[jump] ?? 0] ?? 0);
    jumps[number] = equal ? (jumps[jump] ?? 0) : dominator;
    depths[number] = depth + 1;
  }
  return dominators;
}
