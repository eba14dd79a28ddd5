/** A cache on the way to being entered: the node it was found from, and that node's group. */
export interface WaitingCache {
  readonly node: number;
  readonly from: number;
  readonly groupId: number;
}

/** Caches that a walk has come by and enters when nothing else is left. */
export class WaitingCaches {
  #waiting: WaitingCache[] = [];

  add(node: number, from: number, groupId: number): void {
    this.#waiting.push({ node, from, groupId });
  }

  /** Takes those out that are still unreached, by the number of their group and then by the rank of their label. */
  take(isUnreached: (node: number) => boolean, rankOf: (node: number) => number): WaitingCache[] {
    const taken = this.#waiting.filter(({ node }) => isUnreached(node));
    this.#waiting = [];
    return taken.sort((a, b) => a.groupId - b.groupId || rankOf(a.node) - rankOf(b.node));
  }
}
