import type { HeapGraph } from './graph.ts';

/** What the nodes of a dump refer to. */
export interface References {
  readonly references: number;
  /** Those that lead to what is no node of it. */
  readonly lostReferences: number;
}

export const referencesOf = ({ edgeTargets, classEdgeTargets, lostReferences }: HeapGraph): References => ({
  references: edgeTargets.length + classEdgeTargets.length + lostReferences,
  lostReferences,
});
