import type { Quote } from './finding-facts.ts';
import { formatCount } from './numbers.ts';
import type { KindReport, Side } from './schema.ts';

/** One kind of request on both sides; `undefined` where a side does not have it. */
export interface KindPair {
  readonly label: string;
  readonly base: KindReport | undefined;
  readonly head: KindReport | undefined;
}

/** All kinds of both sides, those to look at first. */
export function pairKinds(
  base: Side,
  head: Side,
): { readonly notable: KindPair[]; readonly ordinary: KindPair[] } {
  const onBase = new Map(base.kinds.map((kind) => [kind.id, kind]));
  const onHead = new Map(head.kinds.map((kind) => [kind.id, kind]));
  const pairs = [...new Set([...onBase.keys(), ...onHead.keys()])].map((id) => {
    const [baseKind, headKind] = [onBase.get(id), onHead.get(id)];
    return { label: headKind?.label ?? baseKind?.label ?? id, base: baseKind, head: headKind };
  });
  return { notable: pairs.filter(isNotable), ordinary: pairs.filter((pair) => !isNotable(pair)) };
}

/** Answered differently on head, not each time, or by the app on one side only. */
function isNotable({ base, head }: KindPair): boolean {
  if (!base || !head) return true;
  return (
    isPartlyAnswered(base) ||
    isPartlyAnswered(head) ||
    statuses(base) !== statuses(head) ||
    base.reached > 0 !== head.reached > 0
  );
}

/** What is never answered is alike on both sides: its client leaves before. */
const isPartlyAnswered = ({ answered, planned }: KindReport): boolean => answered > 0 && answered < planned;

/** `200`, or `200 × 36, no answer × 4` where there is more than one outcome. */
export function outcomePhrase(kind: KindReport | undefined, quote: Quote): string {
  if (!kind) return 'not sent';
  const outcomes = Object.entries(kind.status).filter(([, count]) => count > 0);
  const name = (status: string) => (status === 'error' ? 'no answer' : quote(status));
  const [first] = outcomes;
  if (first && outcomes.length === 1 && first[1] === kind.planned) return name(first[0]);
  return (
    outcomes.map(([status, count]) => `${name(status)} × ${formatCount(count)}`).join(', ') || 'not sent'
  );
}

function statuses({ status }: KindReport): string {
  return Object.keys(status)
    .filter((code) => (status[code] ?? 0) > 0)
    .toSorted()
    .join();
}
