/**
 * What oxidize-rb/reap finds in a dump, by its rules and written anew in the plainest way: rows with an address are the
 * nodes, `references` the edges, those of all ROOT rows lead from one root, `memsize` is the size. Dominators after
 * Cooper, Harvey and Kennedy, "A simple, fast dominance algorithm" (2001).
 */
export interface ReapFindings {
  /** Of what the root leads to. */
  readonly objects: number;
  readonly bytes: number;
  readonly unreachable: number;
  /** By address, of what the root leads to. */
  readonly retained: ReadonlyMap<string, Retained>;
}

export interface Retained {
  readonly objects: number;
  readonly bytes: number;
}

interface Row {
  readonly type: string;
  readonly address?: string;
  readonly references?: readonly string[];
  readonly memsize?: number;
}

const root = 'root';

export function findAsReap(dump: string): ReapFindings {
  const rows: Row[] = dump
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const objects = new Map(rows.flatMap((row) => (row.address === undefined ? [] : [[row.address, row]])));
  const fromRoot = rows.filter(({ type }) => type === 'ROOT').flatMap(({ references = [] }) => references);
  const edges = (node: string) =>
    (node === root ? fromRoot : (objects.get(node)?.references ?? [])).filter((to) => objects.has(to));
  const order = postorder(edges).reverse();
  const dominators = dominatorsOf(order, edges);
  const retained = new Map<string, Retained>();
  for (const node of order.toReversed()) {
    const own = { objects: 1, bytes: objects.get(node)?.memsize ?? 0 };
    const all = sum(own, retained.get(node));
    retained.set(node, all);
    const above = dominators.get(node);
    if (above !== undefined && above !== node) retained.set(above, sum(all, retained.get(above)));
  }
  const total = retained.get(root) ?? { objects: 1, bytes: 0 };
  retained.delete(root);
  return {
    objects: total.objects - 1,
    bytes: total.bytes,
    unreachable: objects.size - (total.objects - 1),
    retained,
  };
}

const sum = (one: Retained, other: Retained = { objects: 0, bytes: 0 }): Retained => ({
  objects: one.objects + other.objects,
  bytes: one.bytes + other.bytes,
});

type Edges = (node: string) => readonly string[];

function postorder(edges: Edges): string[] {
  const order: string[] = [];
  const seen = new Set([root]);
  const open = [{ node: root, left: [...edges(root)] }];
  for (let top = open.at(-1); top; top = open.at(-1)) {
    const next = top.left.pop();
    if (next === undefined) order.push(open.pop()?.node ?? '');
    else if (!seen.has(next)) {
      seen.add(next);
      open.push({ node: next, left: [...edges(next)] });
    }
  }
  return order;
}

/** `order` is a reverse postorder. */
function dominatorsOf(order: readonly string[], edges: Edges): Map<string, string> {
  const places = new Map(order.map((node, place) => [node, place]));
  const placeOf = (node: string) => places.get(node) ?? 0;
  const sources = new Map<string, string[]>();
  for (const node of order) for (const to of edges(node)) sources.set(to, [...(sources.get(to) ?? []), node]);
  const dominators = new Map([[root, root]]);
  const above = (node: string) => dominators.get(node) ?? root;
  const common = (one: string, other: string): string => {
    let [left, right] = [one, other];
    while (left !== right) {
      if (placeOf(left) > placeOf(right)) left = above(left);
      else right = above(right);
    }
    return left;
  };
  for (let changed = true; changed; ) {
    changed = false;
    for (const node of order.slice(1)) {
      const known = (sources.get(node) ?? []).filter((source) => dominators.has(source));
      const dominator = known.reduce(common);
      if (dominators.get(node) !== dominator) changed = true;
      dominators.set(node, dominator);
    }
  }
  return dominators;
}
