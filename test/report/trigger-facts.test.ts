import { describe, expect, it } from 'vitest';
import { triggerFacts, triggerSentence } from '../../src/report/trigger-facts.ts';

const quote = (name: string) => `\`${name}\``;
const poison = { scenario: 'shop', how: 'poison', requests: ['GET /p/[x'], objectsPerRequest: 67 } as const;
const sentenceOf = (trigger: Partial<Parameters<typeof triggerSentence>[0]>) =>
  triggerSentence({ ...poison, requests: [...poison.requests], ...trigger }, quote);

describe('a trigger', () => {
  it('is told in one sentence', () => {
    expect(sentenceOf({})).toBe('After one `GET /p/[x`, every ordinary request leaks 67 objects');
    expect(sentenceOf({ how: 'self', objectsPerRequest: 1 })).toBe('Each `GET /p/[x` leaks 1 object');
    expect(sentenceOf({ how: 'once', objectsPerRequest: 2, requests: ['GET /?q={n}'] })).toBe(
      'Each new value in `GET /?q={n}` leaks 2 objects, the same value again none',
    );
  });

  it('names further kinds that do the same, as many as a line takes', () => {
    const requests = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    expect(sentenceOf({ requests })).toBe(
      'After one `a`, every ordinary request leaks 67 objects; the same after one `b`, `c`, `d`, `e` and 2 more',
    );
  });

  it('of a buffer has no objects to count', () => {
    expect(sentenceOf({ how: 'self', objectsPerRequest: 0 })).toBe('Each `GET /p/[x` leaks memory');
  });

  it('of which no kind was seen to do it alone is told as a set', () => {
    const { objectsPerRequest: _, ...set } = { ...poison, requests: ['a', 'b'] };
    expect(triggerSentence(set, quote)).toBe(
      'only after requests of kind `a` and `b` (from then on ordinary requests leak)',
    );
  });

  it('says what was not tried', () => {
    expect(sentenceOf({ untried: 3 })).toMatch(/ \(3 more kinds were not tried\)$/);
  });

  it('comes with the scenario that shows it, without its comments', () => {
    const repro = { scenario: '# About\nrequests:\n  home: { target: / }\n', command: 'heapgate measure' };
    const [, fact] = triggerFacts({ ...poison, requests: ['GET /p/[x'], repro }, { quote });
    expect(fact).toEqual({
      label: 'To see it',
      text: '`heapgate measure`',
      tree: ['requests:', '  home: { target: / }'],
    });
  });
});
