import { check } from './check.ts';
import { runAction } from './github/run-action.ts';

const cancelled = new AbortController();
// A cancelled job gets SIGINT, and SIGTERM 7.5 seconds later.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => cancelled.abort());

await runAction({ check, signal: cancelled.signal });
