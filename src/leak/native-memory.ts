import { judgedProcesses } from './class-growth.ts';
import { judgeGrowth } from './growth.ts';
import { type Measurement, ownRequestsOf, type ProcessSeries, processName } from './measurement.ts';

/** An allocator takes and returns memory in steps of megabytes: less than this says nothing. */
const smallestNetBytes = 16 * 1024 * 1024;

/**
 * Processes of head whose memory, as the OS sees it, grows beyond base's. Only worth saying where objects do not:
 * then the leak may be outside the heap, in an extension or the allocator. A warning, never a verdict.
 */
export function nativeSuspects(base: Measurement, head: Measurement): string[] {
  const onBase = Math.max(0, ...judgedProcesses(base).map(residentPer1000));
  return judgedProcesses(head).flatMap((process) => {
    const per1000 = residentPer1000(process) - onBase;
    if (per1000 <= 0) return [];
    const megabytes = (per1000 / 1024 / 1024).toFixed(0);
    return `the memory of ${processName(process)} grew by ${megabytes} MB per 1,000 requests beyond base while its objects stood still: native code may leak`;
  });
}

function residentPer1000(process: ProcessSeries): number {
  const bytes = process.points.map((point) => point.residentBytes);
  const growth = judgeGrowth(ownRequestsOf(process), bytes, smallestNetBytes);
  return growth.state === 'growing' ? growth.per1000 : 0;
}
