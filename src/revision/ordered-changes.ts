import type { NeedyEntry } from './changed-entries.ts';
import type { LockfileChange } from './lockfile.ts';

/** Entries that need each other as one change, and each change after those it needs. */
export function orderedChanges(entries: readonly NeedyEntry[]): LockfileChange[] {
  const groups = groupsOf(new Map(entries.map((entry) => [entry.name, entry])));
  const position = new Map(groups.flatMap((group, at) => group.map(({ name }) => [name, at])));
  return groups.map((group, at) => {
    const needed = group.flatMap(({ needs }) => needs.flatMap((name) => position.get(name) ?? []));
    return {
      entries: group.map(({ needs, ...entry }) => entry),
      needs: [...new Set(needed)].filter((other) => other !== at),
    };
  });
}

/** Strongly connected components, what is needed first (Tarjan, 1972). */
function groupsOf(entries: ReadonlyMap<string, NeedyEntry>): NeedyEntry[][] {
  const groups: NeedyEntry[][] = [];
  const open: NeedyEntry[] = [];
  const orders = new Map<NeedyEntry, number>();
  /** Answers the order of the first open entry that `entry` leads to. */
  const visit = (entry: NeedyEntry): number => {
    const order = orders.size;
    orders.set(entry, order);
    open.push(entry);
    let first = order;
    for (const needed of entry.needs.flatMap((name) => entries.get(name) ?? [])) {
      const known = orders.get(needed);
      if (known === undefined) first = Math.min(first, visit(needed));
      else if (open.includes(needed)) first = Math.min(first, known);
    }
    if (first === order) groups.push(open.splice(open.indexOf(entry)).toSorted(byName));
    return first;
  };
  for (const entry of entries.values()) if (!orders.has(entry)) visit(entry);
  return groups;
}

const byName = (a: NeedyEntry, b: NeedyEntry): number => (a.name < b.name ? -1 : 1);
