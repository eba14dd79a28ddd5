import { describe, expect, it } from 'vitest';
import { turnedAway } from '../../src/traffic/turned-away.ts';

const answerOf = (status: number, location: string, bodyStart = '') => ({
  status,
  headers: new Map([['location', location]]),
  cookies: [],
  bodyStart,
  keepsConnection: true,
});

describe('turnedAway', () => {
  it('recognises a redirect of the same target to HTTPS', () => {
    expect(turnedAway(answerOf(301, 'https://127.0.0.1/a?b=1'), '/a?b=1')).toBe('to https');
    expect(turnedAway(answerOf(308, 'https://shop.test'), '/')).toBe('to https');
  });

  it('leaves the app’s own redirects alone', () => {
    expect(turnedAway(answerOf(301, 'https://shop.test/new'), '/old')).toBeUndefined();
    expect(turnedAway(answerOf(301, '/a'), '/a')).toBeUndefined();
    expect(turnedAway(answerOf(302, 'https://shop.test/a'), '/a')).toBeUndefined();
  });

  it('tells Rails’ host check from another 403', () => {
    expect(turnedAway(answerOf(403, '', '<h1>Blocked host: 127.0.0.1:3000</h1>'), '/')).toBe('by host check');
    expect(turnedAway(answerOf(403, '', 'Sign in first'), '/')).toBeUndefined();
    expect(turnedAway(answerOf(403, ''), '/')).toBe('without a word');
    expect(turnedAway(answerOf(401, ''), '/')).toBeUndefined();
  });
});
