/** A route as Rails lists it: `GET`, `/posts/:id(.:format)`. Untrusted text. */
export type RailsRoute = readonly [verb: string, pattern: string];

/** What stands for a parameter: a first record's id, and as good a name as any for what takes all. */
const anyValue = '1';

/**
 * Paths that a Rails app answers to `GET`, without what is optional in them: first those that need nothing filled in,
 * in the order of its routes. Those of Rails itself and of mounted apps, which have no verb, are left out.
 */
export function pathsOf(routes: readonly RailsRoute[]): string[] {
  const patterns = routes
    .filter(([verb]) => verb.split('|').includes('GET'))
    .map(([, pattern]) => withoutOptional(pattern))
    .filter((pattern) => !pattern.startsWith('/rails/'));
  const needsFilling = (pattern: string) => /[:*]/.test(pattern);
  const inOrder = [
    ...patterns.filter((pattern) => !needsFilling(pattern)),
    ...patterns.filter(needsFilling).map((pattern) => pattern.replace(/[:*]\w+/g, anyValue)),
  ];
  return [...new Set(inOrder)];
}

/** `/posts(/:page)(.:format)` is `/posts`: innermost brackets first, since they nest. */
function withoutOptional(pattern: string): string {
  const shorter = pattern.replace(/\([^()]*\)/g, '');
  return shorter === pattern ? pattern : withoutOptional(shorter);
}
