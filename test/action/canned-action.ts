import { readFileSync } from 'node:fs';
import { CannotMeasure } from '../../src/cannot-measure.ts';
import { runAction } from '../../src/github/run-action.ts';

/**
 * The Action with a check that boots nothing: it says what the file in `CANNED_CHECK` holds,
 * and the log shows what it was asked.
 */
const canned = JSON.parse(readFileSync(process.env.CANNED_CHECK ?? '', 'utf8'));

const job = new AbortController();

await runAction({
  signal: job.signal,
  check: async ({ progress, signal: _, ...request }) => {
    progress(`asked ${JSON.stringify(request)}`);
    for (const line of canned.output ?? []) progress(line);
    if (canned.cancelled) job.abort();
    job.signal.throwIfAborted();
    if (canned.bug) throw new TypeError(canned.bug);
    if (canned.error) throw new CannotMeasure(canned.error, { logTail: canned.logTail });
    return canned.report;
  },
});
