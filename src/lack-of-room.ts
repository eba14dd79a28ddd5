/** Whether what was thrown says that a disk is full. */
export function isLackOfRoom(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return code === 'ENOSPC' || code === 'EDQUOT';
}

/** What to do about it, where it is not one of the files that the user named. */
export const moreRoom =
  'the disk for temporary files is full: make room there, or let TMPDIR name a folder on another';
