import type { RevisionRequest } from './revision/revision.ts';

/** A self-test compares base with itself: whatever differs is noise, of the app, of the machine or of heapgate. */
export function againstItself({ base, head }: Pick<RevisionRequest, 'base' | 'head'>): RevisionRequest {
  const one = base ?? head ?? 'HEAD';
  return { base: one, head: one, allowSame: true };
}
