import type { NodeKind } from './graph.ts';
import type { Group } from './group-tree.ts';

/** Nodes of one group that stand together in the queue. */
export interface Span {
  readonly group: WalkedGroup;
  readonly start: number;
  readonly end: number;
}

/** A group while the heap is walked. */
export class WalkedGroup implements Group {
  readonly id: number;
  readonly parent: WalkedGroup | undefined;
  readonly label: string;
  /** Number of the label in its graph, or `notInGraph`. */
  readonly labelNumber: number;
  className: string;
  readonly kind: NodeKind | undefined;
  readonly children: WalkedGroup[] = [];
  /** By number of the label; a chain that was folded leads back to its own ancestor. */
  next: Map<number, WalkedGroup> | undefined;
  readonly spans: Span[] = [];
  objects = 0;
  shallowBytes = 0;

  constructor(
    id: number,
    label: string,
    labelNumber: number,
    kind: NodeKind | undefined,
    parent: WalkedGroup | undefined,
  ) {
    this.id = id;
    this.label = label;
    this.labelNumber = labelNumber;
    this.className = label;
    this.kind = kind;
    this.parent = parent;
  }
}

const longestPeriod = 8;
/** Copies of a chain kept apart before the next is folded back; with fewer the holder would move up to an innocent one. */
const copiesKept = 3;

/**
 * A linked list would be a path as long as the list. When `label` would be the next step of a chain that already
 * stands `copiesKept` times above it, this is the group one period higher, which then takes the rest of the chain.
 */
export function foldedInto(parent: WalkedGroup, label: number): WalkedGroup | undefined {
  const path: WalkedGroup[] = [];
  let group: WalkedGroup | undefined = parent;
  while (group?.parent && path.length < longestPeriod * copiesKept) {
    path.push(group);
    group = group.parent;
  }
  for (let period = 1; period * copiesKept <= path.length; period++) {
    if (path[period - 1]?.labelNumber === label && isPeriodic(path, period)) return path[period - 1];
  }
  return undefined;
}

function isPeriodic(path: readonly WalkedGroup[], period: number): boolean {
  for (let i = 0; i + period < period * copiesKept; i++) {
    if (path[i]?.labelNumber !== path[i + period]?.labelNumber) return false;
  }
  return true;
}
