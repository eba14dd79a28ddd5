import { type Fact, listed, type Quote, type Voice } from './finding-facts.ts';
import { formatQuantity } from './numbers.ts';
import type { Finding } from './schema.ts';

type Trigger = NonNullable<Finding['trigger']>;

/** A scenario of more lines is read in its file. */
const mostLines = 24;

/** Which requests cause a finding, and how to see it in seconds. */
export function triggerFacts(trigger: Trigger, { quote }: Pick<Voice, 'quote'>): Fact[] {
  const { repro } = trigger;
  const sentence = { label: 'Trigger', text: triggerSentence(trigger, quote) };
  if (!repro) return [sentence];
  const lines = repro.scenario.trimEnd().split('\n');
  const shown = lines.filter((line) => !line.startsWith('#'));
  const tree = shown.length > mostLines ? [] : shown;
  return [sentence, { label: 'To see it', text: quote(repro.command), tree }];
}

/** ``After one `GET /p/[x`, every ordinary request leaks 67 objects`` */
export function triggerSentence(trigger: Trigger, quote: Quote): string {
  const { untried = 0 } = trigger;
  const rest =
    untried > 0 ? ` (${formatQuantity(untried, 'more kind was', 'more kinds were')} not tried)` : '';
  return `${causeOf(trigger, quote)}${rest}`;
}

function causeOf({ how, requests, objectsPerRequest }: Trigger, quote: Quote): string {
  if (objectsPerRequest === undefined) {
    const kinds = `requests of kind ${listed(requests, quote)}`;
    return how === 'poison'
      ? `only after ${kinds} (from then on ordinary requests leak)`
      : `only with ${kinds}`;
  }
  const [first = '', ...others] = requests;
  const also = (words: string) => (others.length > 0 ? `; ${words} ${listed(others, quote)}` : '');
  const leaks =
    objectsPerRequest > 0 ? `leaks ${formatQuantity(objectsPerRequest, 'object')}` : 'leaks memory';
  switch (how) {
    case 'poison':
      return `After one ${quote(first)}, every ordinary request ${leaks}${also('the same after one')}`;
    case 'self':
      return `Each ${quote(first)} ${leaks}${also('so does each')}`;
    case 'once':
      return `Each new value in ${quote(first)} ${leaks}, the same value again none${also('so it is with')}`;
  }
}
