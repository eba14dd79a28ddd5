import type { NodeKind } from './graph.ts';

/**
 * The heap as a tree of groups: all nodes that are first reached over the same path of labels are one group, so
 * `Array → Event` is one group however many arrays and events there are. Groups compare across dumps, addresses do not.
 * After `ObjectGrowthDetector` of square/leakcanary's shark; the order of the roots and the folding of chains are ours.
 */
export interface GroupTree {
  readonly root: Group;
  /** By their ids; every group comes after its parent. */
  readonly groups: readonly Group[];
  /** Id of the group each node was first reached in; `unreached` where no root leads. */
  readonly groupOf: Uint32Array;
  /** The node each was first reached from; `unreached` for roots and where no root leads. */
  readonly reachedFrom: Uint32Array;
  /** The nodes that were first reached in `group`, nearest to a root first. */
  nodesOf(group: Group): Uint32Array;
  /** The nodes from a root to `node`, over which it was first reached: a path that can be walked in the process. */
  pathTo(node: number): number[];
}

export interface Group {
  readonly id: number;
  readonly parent: Group | undefined;
  readonly label: string;
  /** What its nodes count under: their label, but the class of threads, which are labelled by what they are called. */
  readonly className: string;
  /** What its nodes are; the invisible root and the sets of roots have none. */
  readonly kind: NodeKind | undefined;
  /** In the order of their labels. */
  readonly children: readonly Group[];
  /**
   * The groups that its nodes lead on to, by number of the label: its children, and the ancestor that a chain was folded
   * into.
   */
  readonly next: ReadonlyMap<number, Group> | undefined;
  readonly objects: number;
  readonly shallowBytes: number;
}

/** In place of a group or a node, where there is none. */
export const unreached = 0xffff_ffff;
