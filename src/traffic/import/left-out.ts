import { formatQuantity } from '../../report/numbers.ts';
import type { ReadTraffic } from './read-traffic.ts';
import type { Cut, Selection } from './selection.ts';

/** What a scenario lacks of its source, and what the source lacked: a sentence each. */
export function leftOutLines(read: ReadTraffic, selection: Selection): string[] {
  return [
    `Such a source cannot tell: ${read.lacks}.`,
    ...unreadable(read),
    'Of requests whose paths differ in numbers and ids only, up to three stand for all.',
    ...cutLines(selection),
  ];
}

/** What there was no room for. */
export function cutLines({ cut }: Selection): string[] {
  return [
    ...cutLine('Less frequent paths', cut.ordinary),
    ...cutLine('More malformed targets', cut.malformed),
    ...cutLine('More failed requests', cut.failed),
    ...cutLine('More requests that may change data', cut.changing),
  ];
}

function unreadable({ format, unreadableLines, firstUnreadableLines, otherLines }: ReadTraffic): string[] {
  const [one, many] = format === 'har' ? ['entry', 'entries'] : ['line', 'lines'];
  const first = firstUnreadableLines.join(', ');
  const more = unreadableLines > firstUnreadableLines.length ? ', …' : '';
  return [
    ...(unreadableLines === 0
      ? []
      : [
          `Not understood: ${formatQuantity(unreadableLines, one, many)} (${unreadableLines === 1 ? one : many} ${first}${more}).`,
        ]),
    ...(otherLines === 0
      ? []
      : [`Without a request that could be sent: ${formatQuantity(otherLines, 'line')}.`]),
  ];
}

function cutLine(what: string, { kinds, requests }: Cut): string[] {
  if (requests === 0) return [];
  const atLeast = kinds === 0 ? '' : `, ${formatQuantity(kinds, 'kind')} or more`;
  return [`${what}, cut: ${formatQuantity(requests, 'request')}${atLeast}.`];
}
