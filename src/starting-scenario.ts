import { stringify } from 'yaml';
import { debugPagesNotice } from './traffic/debug-page.ts';
import { type DefaultScenario, defaultHeaders } from './traffic/default-scenario.ts';
import { ordinaryKinds } from './traffic/kind.ts';
import type { Kind } from './traffic/scenario.ts';
import { entryOf } from './traffic/scenario-writer.ts';

/** The default scenario as a file that its owner can go on with. */
export function scenarioText({ scenario, debugPages }: DefaultScenario): string {
  // Where all malformed variants do, they are derived anew for each run, and with the requests that are added.
  const isDerived = debugPages === 0;
  const kinds = isDerived ? ordinaryKinds(scenario.kinds) : scenario.kinds;
  const requests = Object.fromEntries(
    kinds.map((kind) => [kind.id, entryOf(draftOf(kind), Object.entries(defaultHeaders))]),
  );
  return [
    '# Requests that are replayed against base and head. Add those that matter, or put HAR files beside this one.',
    ...(isDerived ? [] : [`# ${debugPagesNotice(debugPages)}.`]),
    stringify({ requests, headers: defaultHeaders }).trimEnd(),
    'plan:',
    `  end: ${JSON.stringify(scenario.plan.end)}`,
    ...(isDerived ? ['  # Derive malformed variants, which make apps raise.', '  hostile: true'] : []),
    '',
  ].join('\n');
}

/** That a request is hostile is said where it is. */
const draftOf = ({ request, times, hostile, leaves }: Kind) => ({
  request,
  times,
  leaves,
  ...(hostile ? { hostile } : {}),
});
