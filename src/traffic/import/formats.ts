import { alb } from './alb.ts';
import { apache } from './apache.ts';
import { heroku } from './heroku.ts';
import type { LogFormat } from './log-format.ts';
import { lograge } from './lograge.ts';
import { nginx } from './nginx.ts';
import { rails } from './rails.ts';

/**
 * All formats of lines; of two that fit as well, the first is taken. Heroku's logs hold lines of Rails too, which tell
 * less.
 */
export const logFormats: readonly LogFormat[] = [nginx, apache, heroku, alb, rails, lograge];

/** HAR is no format of lines: it is read as a whole. */
export const formatNames = ['har', ...logFormats.map(({ name }) => name)] as const;

/** The format that most of the first lines of a log have; `undefined` where none has any. */
export function detectFormat(lines: readonly string[]): LogFormat | undefined {
  const counted = logFormats.map((format) => ({
    format,
    count: lines.filter((line) => format.looksLike(line)).length,
  }));
  const best = counted.reduce((most, each) => (each.count > most.count ? each : most));
  return best.count > 0 ? best.format : undefined;
}

/** Whether a text begins as HAR does: an object whose first key is `log`. */
export function isHar(start: string): boolean {
  return /^(?:\xef\xbb\xbf)?\s*\{\s*"log"\s*:/.test(start);
}
