import { check } from './check.ts';
import { runAction } from './github/run-action.ts';

const cancelled = new AbortController();
// A cancelled job gets SIGINT, and SIGTERM 7.5 seconds later. Who listens once is gone when execa looks whether anybody
// else does, and then ends this process while a command runs.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => cancelled.abort());

await runAction({ check, signal: cancelled.signal });
