import { namesIn } from '../traffic/placeholder.ts';
import type { Kind } from '../traffic/scenario.ts';

/**
 * What of a scenario's `start` is needed to send some kinds: whatever captures a value that they or those before them
 * need, and all of a session with cookies, since any answer may set one. Undefined where they are of several sessions,
 * which one scenario cannot hold.
 */
export function startNeededBy(kinds: readonly Kind[], start: readonly Kind[]): Kind[] | undefined {
  const sessions = new Map(kinds.flatMap(({ session }) => (session ? [[session.name, session]] : [])));
  if (sessions.size > 1) return undefined;
  const [session] = sessions.values();
  const names = new Set(kinds.flatMap(({ request }) => namesIn(request)));
  const needed = start.toReversed().filter(({ session: own, captures = [], request }) => {
    if (!session || own?.name !== session.name) return false;
    const isNeeded = session.cookies || captures.some(({ name }) => names.has(name));
    if (isNeeded) for (const name of namesIn(request)) names.add(name);
    return isNeeded;
  });
  return needed.reverse();
}
