import { expect, test } from 'vitest';
import { judge, unconfirmed } from '../../src/leak/verdict.ts';

test('what could not be measured a second time is neither passed nor failed, and says how it would be', () => {
  const nothing = { sha: '', processes: [], kinds: [] };
  const judgement = {
    ...judge(nothing, nothing, { threshold: 10, thresholds: {} }),
    reasons: ['a new leak'],
  };
  expect(unconfirmed({ ...judgement, verdict: 'regression' })).toEqual({
    ...judgement,
    verdict: 'inconclusive',
    reasons: ['a new leak', 'there was no time to boot both a second time, to be sure: raise `max-minutes`'],
  });
});
