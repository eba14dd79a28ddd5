/** Whether what was thrown says that memory could not be had. */
export function isLackOfMemory(error: unknown): boolean {
  const { code, message = '' } = (error ?? {}) as { code?: unknown; message?: string };
  if (code === 'ERR_WORKER_OUT_OF_MEMORY' || code === 'ERR_MEMORY_ALLOCATION_FAILED') return true;
  return error instanceof RangeError && /allocation failed|Invalid typed array length/.test(message);
}

/** What to do about it. */
export const moreMemory =
  'there is not enough memory: allow more (of the machine, its container, `ulimit -v`, --max-old-space-size)';
