import { bisectFacts } from './bisect-facts.ts';
import type { Fact, Quote } from './finding-facts.ts';
import { noisePhrase } from './noise-facts.ts';
import { formatBytes, formatCount, formatDuration, formatQuantity } from './numbers.ts';
import type { MeasureReport, ProcessReport, Report, Side, Timings } from './schema.ts';
import { tell } from './story.ts';

const MAX_NAMES = 10;

/** How it was measured, for those who doubt or repeat it. */
export function runFacts(report: Report | MeasureReport, quote: Quote): Fact[] {
  const { scenarios, seed, threshold, timings, heapgateVersion } = report;
  const sides =
    'revision' in report ? [sideFact('Revision', report.revision, quote)] : bothSides(report, quote);
  const failing = tell(report.findings).failing.slice(0, MAX_NAMES);
  const ids = failing.map(({ id }) => quote(id)).join(', ');
  return [
    ...sides,
    {
      label: 'Traffic',
      text: `${
        scenarios
          .slice(0, MAX_NAMES)
          .map((name) => quote(name))
          .join(', ') || 'none'
      }, seed ${seed}`,
    },
    ...('verdict' in report && report.shard
      ? [{ label: 'Shard', text: `${report.shard.number} of ${report.shard.of}` }]
      : []),
    {
      label: 'Threshold',
      text: `${formatQuantity(threshold, 'object')} of a class per 1,000 requests, beyond base`,
    },
    { label: 'Noise', text: noisePhrase(report, quote) },
    ...('bisect' in report ? bisectFacts(report.bisect) : []),
    { label: 'Time', text: timePhrase(timings) },
    { label: 'Version', text: `heapgate ${quote(heapgateVersion)}` },
    ...(ids
      ? [{ label: 'To accept a finding', text: `add its id to ${quote('ignore')} in heapgate.yml: ${ids}` }]
      : []),
  ];
}

/** `6,000 requests in 2 processes` */
export function measuredPhrase({ processes }: Side): string {
  const serving = processes.filter(serves);
  const requests = serving.reduce((total, process) => total + process.requests, 0);
  const count = new Set(serving.map(processName)).size;
  return `${formatQuantity(requests, 'request')} in ${formatQuantity(count, 'process', 'processes')}`;
}

/** What one process did on one side: requests it answered itself, and the memory the OS held for it. */
export interface ProcessRow {
  readonly name: string;
  readonly sides: readonly { readonly requests: string; readonly memory: string }[];
}

export function processRows(sides: readonly Side[]): ProcessRow[] {
  const names = new Set(sides.flatMap(({ processes }) => processes.filter(serves).map(processName)));
  return [...names].map((name) => ({
    name,
    sides: sides.map(({ processes }) => {
      const lives = processes.filter((process) => processName(process) === name);
      return { requests: requestsPhrase(lives), memory: memoryPhrase(lives) };
    }),
  }));
}

function serves({ role }: ProcessReport): boolean {
  return role === 'worker';
}

function processName({ role, index }: ProcessReport): string {
  return `${role} ${index}`;
}

function requestsPhrase(lives: readonly ProcessReport[]): string {
  if (lives.length === 0) return '–';
  const restarts = Math.max(...lives.map((life) => life.restarts));
  const requests = formatCount(lives.reduce((total, life) => total + life.requests, 0));
  return restarts > 0 ? `${requests}, restarted ${restarts} ×` : requests;
}

function memoryPhrase(lives: readonly ProcessReport[]): string {
  const known = lives.flatMap(({ residentBytes }) => residentBytes).filter((bytes) => bytes > 0);
  const [first, last] = [known[0], known.at(-1)];
  return first === undefined || last === undefined ? '–' : `${formatBytes(first)} → ${formatBytes(last)}`;
}

function bothSides({ base, head }: Report, quote: Quote): Fact[] {
  return [sideFact('Base', base, quote), sideFact('Head', head, quote)];
}

function sideFact(label: string, { sha, ref }: Side, quote: Quote): Fact {
  const commit = quote(sha.slice(0, 12));
  return { label, text: ref && !sha.startsWith(ref) ? `${commit} (${quote(ref)})` : commit };
}

function timePhrase({ totalMs, setupMs, bootMs, replayMs, gcMs, dumpMs, ownMs }: Timings): string {
  const parts = Object.entries({
    setup: setupMs,
    'boot and stop': bootMs,
    replay: replayMs,
    GC: gcMs,
    dumps: dumpMs,
    heapgate: ownMs,
  })
    .filter(([, ms]) => ms > 0)
    .map(([name, ms]) => `${name} ${formatDuration(ms)}`);
  return `${formatDuration(totalMs)}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`;
}
