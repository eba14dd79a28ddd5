import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HeapGraph, NodeKind } from '../../src/heap/graph.ts';
import { type Group, type GroupTree, unreached } from '../../src/heap/group-tree.ts';
import { groupPaths } from '../../src/heap/grouped-paths.ts';
import { bytesOf, randomHeaps, reachable, rootNodes, successors } from './random-heap.ts';
import { referenceGroupPaths } from './reference-grouped-paths.ts';
import { type HeapSketch, heap, type Ref } from './synthetic-heap.ts';

/** Every group by a walk from the root. */
function groupsOf(graph: HeapGraph): Group[] {
  const groups: Group[] = [];
  const visit = (group: Group): void => {
    groups.push(group);
    group.children.forEach(visit);
  };
  visit(groupPaths(graph).root);
  return groups;
}

const groupAt = (tree: GroupTree, node: number): Group | undefined =>
  tree.groups[tree.groupOf[node] ?? unreached];

interface Labelled {
  readonly label: string;
  readonly parent: Labelled | undefined;
}

function pathOf(group: Labelled | undefined): string[] {
  const path: string[] = [];
  for (let step = group; step?.parent; step = step.parent) path.unshift(step.label);
  return path;
}

const summary = (graph: HeapGraph): string[] =>
  groupsOf(graph).map(
    (group) => `${pathOf(group).join(' → ')}: ${group.objects} objects, ${group.shallowBytes} bytes`,
  );

const nodeNamed = (graph: HeapGraph, name: string): number =>
  graph.labels.findIndex((label) => graph.names[label] === name);

describe('on any heap', () => {
  it('puts the nodes of a group in an order that begins nearest to a root', () => {
    fc.assert(
      fc.property(randomHeaps, (draw) => {
        const graph = heap(draw);
        const tree = groupPaths(graph);
        for (const group of tree.groups) {
          const nodes = [...tree.nodesOf(group)];
          const expected = [...graph.labels.keys()].filter((node) => groupAt(tree, node) === group);
          expect(nodes.toSorted((a, b) => a - b)).toEqual(expected);
          const depths = nodes.map((node) => tree.pathTo(node).length);
          expect(depths).toEqual(depths.toSorted((a, b) => a - b));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('sorts the children of every group by their labels', () => {
    fc.assert(
      fc.property(randomHeaps, (draw) => {
        for (const { children } of groupPaths(heap(draw)).groups) {
          const labels = children.map(({ label }) => label);
          expect(labels).toEqual(labels.toSorted());
        }
      }),
    );
  });

  it('puts every reachable node into exactly one group, and no other', () => {
    fc.assert(
      fc.property(randomHeaps, (draw) => {
        const graph = heap(draw);
        const tree = groupPaths(graph);
        const grouped = [...graph.labels.keys()].filter((node) => groupAt(tree, node) !== undefined);
        expect(new Set(grouped)).toEqual(new Set([...reachable(graph, rootNodes(graph))]));
      }),
      { numRuns: 500 },
    );
  });

  it('adds up the objects and bytes of each group', () => {
    fc.assert(
      fc.property(randomHeaps, (draw) => {
        const graph = heap(draw);
        const tree = groupPaths(graph);
        const members = Map.groupBy(graph.labels.keys(), (node) => groupAt(tree, node));
        const visit = (group: Group): void => {
          const nodes = members.get(group) ?? [];
          expect(group.objects).toBe(nodes.length);
          expect(group.shallowBytes).toBe(bytesOf(graph, nodes));
          group.children.forEach(visit);
        };
        visit(tree.root);
      }),
      { numRuns: 300 },
    );
  });

  it('leads to each node over real edges from a root', () => {
    fc.assert(
      fc.property(randomHeaps, (draw) => {
        const graph = heap(draw);
        const tree = groupPaths(graph);
        const roots = rootNodes(graph);
        for (const node of reachable(graph, roots)) {
          const path = tree.pathTo(node);
          expect(roots).toContain(path[0]);
          expect(path.at(-1)).toBe(node);
          for (const [i, step] of path.slice(1).entries())
            expect(successors(graph, path[i] ?? -1)).toContain(step);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('gives the same groups wherever the objects lie and in whatever order they are dumped', () => {
    fc.assert(
      fc.property(randomHeaps, fc.integer({ min: 1 }), (draw, seed) => {
        expect(summary(heap(draw, { seed, garbage: 5 }))).toEqual(summary(heap(draw)));
      }),
      { numRuns: 500 },
    );
  });
});

describe('beside the plain way', () => {
  it('finds the same groups, and the same path to every node', () => {
    fc.assert(
      fc.property(randomHeaps, fc.nat(), (draw, seed) => {
        const graph = heap(draw, { seed, garbage: 5 });
        const tree = groupPaths(graph);
        const reference = referenceGroupPaths(graph);
        for (const node of graph.labels.keys()) {
          const group = groupAt(tree, node);
          const expected = reference.groupOf(node);
          expect(pathOf(group)).toEqual(pathOf(expected));
          expect(group?.objects).toBe(expected?.objects);
          expect(group?.shallowBytes).toBe(expected?.shallowBytes);
          if (group) expect(tree.pathTo(node)).toEqual(reference.pathTo(node));
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the holder that means an object', () => {
  it('is a global rather than a thread that comes to it sooner', () => {
    const graph = heap((h) => {
      const event = h.instance('Event');
      h.root('vm', h.class('Registry', { holds: [h.instance('Array', { holds: [event] })] }));
      h.thread('worker #', { holds: [event] });
    });
    expect(pathOf(groupAt(groupPaths(graph), nodeNamed(graph, 'Event')))).toEqual([
      'root vm',
      'class Registry',
      'Array',
      'Event',
    ]);
  });

  it('is a thread rather than the stale end of a stack', () => {
    const graph = heap((h) => {
      const event = h.instance('Event');
      h.stack(event);
      h.thread('worker #', { holds: [h.instance('Array', { holds: [event] })] });
    });
    expect(pathOf(groupAt(groupPaths(graph), nodeNamed(graph, 'Event')))).toEqual([
      'Thread "worker #"',
      'Array',
      'Event',
    ]);
  });

  it('is anything rather than a call cache', () => {
    const graph = heap((h) => {
      const event = h.instance('Event');
      h.root('vm', h.cache('imemo_callcache', { holds: [event] }));
      h.stack(h.instance('Array', { holds: [h.instance('Hash', { holds: [event] })] }));
    });
    expect(pathOf(groupAt(groupPaths(graph), nodeNamed(graph, 'Event')))).toEqual([
      'root machine_context',
      'Array',
      'Hash',
      'Event',
    ]);
  });

  it('is an object rather than a class whose instance it is', () => {
    const graph = heap((h) => {
      const config = h.instance('Config');
      const shop = h.class('Shop', { holds: [config] });
      h.root('vm', h.instance('Basket', { class: shop, holds: [h.instance('Array', { holds: [config] })] }));
    });
    expect(pathOf(groupAt(groupPaths(graph), nodeNamed(graph, 'Config')))).toEqual([
      'root vm',
      'Basket',
      'Array',
      'Config',
    ]);
  });

  it('reaches what hangs on a class alone over the edge from an instance to its class', () => {
    const graph = heap((h) => {
      const shop = h.class('Shop', { holds: [h.instance('Config')] });
      h.root('vm', h.instance('Basket', { class: shop }));
    });
    expect(pathOf(groupAt(groupPaths(graph), nodeNamed(graph, 'Config')))).toEqual([
      'root vm',
      'Basket',
      'class Shop',
      'Config',
    ]);
  });

  it('is each thread of its name, not the object that points at the thread', () => {
    const graph = heap((h) => {
      const threads = h.many(2, () => h.thread('worker #', { holds: [h.instance('Event')] }));
      h.root('vm', h.instance('ThreadPool', { holds: threads }));
    });
    const group = groupAt(groupPaths(graph), nodeNamed(graph, 'Event'));
    expect(pathOf(group)).toEqual(['Thread "worker #"', 'Event']);
    expect(group?.objects).toBe(2);
  });
});

/** A list as long as `copies` of `labels`, held by a global. */
function chain(h: HeapSketch, labels: readonly string[], copies: number): Ref[] {
  const refs = Array.from({ length: copies }, () => labels.map((label) => h.instance(label))).flat();
  for (const [i, ref] of refs.slice(1).entries()) h.link(refs[i] ?? ref, ref);
  h.root('vm', h.class('Queue', { holds: refs.slice(0, 1) }));
  return refs;
}

describe('a linked list', () => {
  const copiesKept = 3;

  it('is folded to three copies of its period, whatever the period', () => {
    for (let period = 1; period <= 8; period++) {
      const labels = Array.from({ length: period }, (_, i) => `Link${i}`);
      const graph = heap((h) => chain(h, labels, 40));
      const deepest = Math.max(...groupsOf(graph).map((group) => pathOf(group).length));
      expect({ period, deepest }).toEqual({ period, deepest: 2 + copiesKept * period });
      expect(groupsOf(graph).reduce((sum, group) => sum + group.objects, 0)).toBe(graph.nodeCount);
    }
  });

  it('is not folded before it has three copies, which would move a holder up to an innocent object', () => {
    const graph = heap((h) => chain(h, ['Event', 'Array'], copiesKept));
    expect(groupsOf(graph).filter((group) => group.kind === NodeKind.instance)).toHaveLength(6);
  });

  it('keeps what hangs on its folded part in the groups of the part that stands', () => {
    const graph = heap((h) => {
      for (const ref of chain(h, ['Link'], 50)) h.link(ref, h.string());
    });
    const strings = groupsOf(graph).filter((group) => group.label === 'String');
    expect(strings.map((group) => group.objects).reduce((a, b) => a + b)).toBe(50);
    expect(strings).toHaveLength(3);
  });

  it('is walked without recursion, however long', () => {
    const length = 100_000;
    const graph = heap((h) => chain(h, ['Link'], length));
    expect(groupPaths(graph).pathTo(nodeNamed(graph, 'Link') + length - 1)).toHaveLength(length + 1);
  });
});
