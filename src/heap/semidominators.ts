import type { DepthFirstWalk } from './depth-first.ts';

/**
 * The semidominator of each number of `walk`: the least number from which a path over greater numbers alone leads to
 * it. After Thomas Lengauer and Robert Tarjan, "A fast algorithm for finding dominators in a flowgraph" (1979).
 * Takes the place of `walk.leastSources`.
 */
export function findSemidominators(walk: DepthFirstWalk): Uint32Array {
  const { parents, leastSources: semidominators } = walk;
  const { starts, sources } = sourcesByTarget(walk.backward, parents.length);
  // A forest that the walk's tree is joined to from its last number on; a way up is shortened once it was climbed.
  const ancestors = parents.slice();
  /** The least semidominator on the way from each to below its ancestor. */
  const least = new Uint32Array(parents.length);
  const path = new Uint32Array(parents.length);
  for (let number = parents.length - 1; number > 0; number--) {
    let semidominator = semidominators[number] ?? 0;
    const end = starts[number + 1] ?? 0;
    for (let edge = starts[number] ?? 0; edge < end; edge++) {
      const source = sources[edge] ?? 0;
      let ancestor = ancestors[source] ?? 0;
      if (ancestor > number) {
        let step = source;
        let length = 0;
        while (ancestor > number) {
          path[length++] = step;
          step = ancestor;
          ancestor = ancestors[step] ?? 0;
        }
        let leastAbove = least[step] ?? 0;
        while (length > 0) {
          step = path[--length] ?? 0;
          const leastHere = least[step] ?? 0;
          if (leastHere < leastAbove) leastAbove = leastHere;
          else least[step] = leastAbove;
          ancestors[step] = ancestor;
        }
      }
      const leastOver = least[source] ?? 0;
      if (leastOver < semidominator) semidominator = leastOver;
    }
    semidominators[number] = semidominator;
    least[number] = semidominator;
  }
  return semidominators;
}

/** From pairs of source and target to CSR: those of `target` are `sources[starts[target] .. starts[target + 1]]`. */
function sourcesByTarget(edges: Uint32Array, count: number): { starts: Uint32Array; sources: Uint32Array } {
  const starts = new Uint32Array(count + 1);
  for (let i = 1; i < edges.length; i += 2) {
    const target = edges[i] ?? 0;
    starts[target] = (starts[target] ?? 0) + 1;
  }
  let end = 0;
  for (let target = 0; target <= count; target++) {
    end += starts[target] ?? 0;
    starts[target] = end;
  }
  // Each list is filled from its end, so that its start is left over.
  const sources = new Uint32Array(edges.length / 2);
  for (let i = 0; i < edges.length; i += 2) {
    const target = edges[i + 1] ?? 0;
    const place = (starts[target] ?? 0) - 1;
    starts[target] = place;
    sources[place] = edges[i] ?? 0;
  }
  return { starts, sources };
}
