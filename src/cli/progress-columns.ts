/** Set in a process whose progress another one shows: how wide that one's terminal is, or nothing where it has none. */
export const progressColumnsVariable = 'HEAPGATE_PROGRESS_COLUMNS';

/** How wide the terminal is that shows progress; undefined where none does. */
export function progressColumns(): number | undefined {
  if (process.stderr.isTTY === true) return process.stderr.columns ?? 80;
  return Number(process.env[progressColumnsVariable]) || undefined;
}
