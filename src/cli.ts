#!/usr/bin/env node
import { runCli } from './cli/run-cli.ts';

const cancelled = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => cancelled.abort(new Error(`ended by ${signal}`)));
}

process.exitCode = await runCli(process.argv.slice(2), cancelled.signal);
