/** What a probe says of a set of changes: `unknown` where it could not be measured, which is no evidence of anything. */
export type Answer = 'leaks' | 'clean' | 'unknown';
