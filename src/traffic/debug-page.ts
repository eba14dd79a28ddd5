import type { Answer } from './answer-reader.ts';

/**
 * Whether the app's framework itself answered with a page for its developers. Rails makes one out of templates that
 * most of its versions compile anew for every error and never let go of, which takes long and is no leak of the app's.
 */
export const isDebugPage = ({ status, bodyStart }: Answer): boolean =>
  status >= 400 && bodyStart.includes('<title>Action Controller: Exception caught</title>');

/** Says that `count` malformed requests are not replayed, and what to do about it. */
export const debugPagesNotice = (count: number): string =>
  `${count} malformed ${count === 1 ? 'request is' : 'requests are'} left out: in this environment Rails answers ${count === 1 ? 'it' : 'them'} with its debug page, which leaks by itself; with config.consider_all_requests_local = false the app's own error handling is measured`;
