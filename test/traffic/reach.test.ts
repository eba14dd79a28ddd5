import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/traffic/answer-reader.ts';
import { ReachJudge } from '../../src/traffic/reach.ts';

const answerWith = (status: number, ...names: string[]): Answer => ({
  status,
  headers: new Map(names.map((name) => [name, 'x'])),
  cookies: [],
  bodyStart: '',
  keepsConnection: true,
});

function judgeOf(...ordinary: Answer[]): ReachJudge {
  const judge = new ReachJudge();
  for (const answer of ordinary) judge.learn(answer);
  return judge;
}

describe('ReachJudge', () => {
  it('takes an error for the app’s own if it has a header that all ordinary answers share', () => {
    const judge = judgeOf(
      answerWith(200, 'x-runtime', 'etag', 'date'),
      answerWith(302, 'x-runtime', 'location'),
    );
    expect(judge.reached(answerWith(500, 'x-runtime'))).toBe(true);
    expect(judge.reached(answerWith(400, 'date'))).toBe(false);
    expect(judge.reached(answerWith(400, 'etag'))).toBe(false);
  });

  it('looks at generic headers only if the app has no others', () => {
    const judge = judgeOf(answerWith(200, 'content-type', 'content-length'));
    expect(judge.reached(answerWith(404, 'content-type', 'content-length'))).toBe(true);
    expect(judge.reached(answerWith(400, 'content-length'))).toBe(false);
  });

  it('takes errors for the server’s as long as it cannot tell', () => {
    expect(new ReachJudge().reached(answerWith(400))).toBe(false);
    expect(new ReachJudge().reached(answerWith(200))).toBe(true);
  });

  it('learns nothing from errors, which the server may report itself', () => {
    const judge = judgeOf(answerWith(200, 'x-runtime'), answerWith(500));
    expect(judge.reached(answerWith(500, 'x-runtime'))).toBe(true);
    expect(judge.reached(answerWith(400))).toBe(false);
  });
});
