import type { Capture } from './capture.ts';
import type { Leaving } from './leaving.ts';

/** Recorded requests (a catalogue of kinds) and how they are replayed. Names are the catalogue's keys. */
export interface Scenario {
  /** File name without its ending. */
  readonly name: string;
  /** What rounds are made of. */
  readonly kinds: readonly Kind[];
  /** What each lane sends once, in this order, before its first round: such as a log-in. */
  readonly start?: readonly Kind[];
  readonly plan: Plan;
  /** Values of `${NAME}` in requests, as byte strings. Secret: shown nowhere. */
  readonly variables?: ReadonlyMap<string, string>;
  /** What of the file could not be used, for people. */
  readonly notices?: readonly string[];
}

/** One entry of the catalogue. Counts, statuses and growth are kept per kind. */
export interface Kind {
  readonly id: string;
  /** For people: `GET /p/[x`, bytes outside printable ASCII as `\xHH`, values that vary by name: `GET /p/{n}`. */
  readonly label: string;
  readonly request: RecordedRequest;
  /** Malformed or otherwise meant to make the app raise. */
  readonly hostile: boolean;
  /** How often one cycle of ordinary steps holds it, or for a hostile kind one round on each lane. */
  readonly times: number;
  readonly expect: { readonly status?: readonly number[] | undefined; readonly reach?: boolean | undefined };
  /**
   * `keep`: on the lane's connection. `fresh`: on a connection of its own, closed after the answer.
   * `auto`: fresh until an answer has shown that the server keeps the connection after it.
   */
  readonly connection: 'keep' | 'fresh' | 'auto';
  /**
   * Of a scenario that head adds to those of base: sent on top of them, and no measure of growth, or a branch could
   * loosen its own gate by asking for much that is harmless.
   */
  readonly added?: boolean;
  /** Goes away instead of reading the whole answer; on a connection of its own. */
  readonly leaves?: Leaving;
  /** What is kept of its answers for later requests of the same lane. */
  readonly captures?: readonly Capture[];
  /** What it shares captured values with, and whether cookies as well; nothing is kept without. */
  readonly session?: { readonly name: string; readonly cookies: boolean };
}

/**
 * What is sent. All strings are byte strings: one character, 0x00 to 0xFF, per byte on the wire. Values that are known
 * only then have placeholders, see `placeholder.ts`.
 */
export type RecordedRequest =
  | {
      readonly method: string;
      readonly target: string;
      /** Without `Host` and `Content-Length`, unless the scenario overrides them. */
      readonly headers: readonly Header[];
      readonly body: string | undefined;
    }
  /** A whole request, sent as it is. */
  | { readonly raw: string };

export type Header = readonly [name: string, value: string];

export interface Plan {
  /** Lanes per process; `auto`: as many as the server has threads. */
  readonly lanes: number | 'auto';
  /** Kinds that end every round on every lane, so that what threads keep of their last request is equal. */
  readonly end: readonly string[];
  /** Derive hostile kinds from the ordinary ones: whether, how many, or with each entry of the set. */
  readonly hostile: boolean | number | 'all';
  /** Fewest rounds to warm up. */
  readonly warmup?: number | undefined;
  /** Ordinary requests per process and round. */
  readonly steps?: number | undefined;
  /** Threads of each serving process, and how many processes there are, as the app is told. */
  readonly threads?: number | undefined;
  readonly workers?: number | undefined;
  /** More lanes per process, on which ordinary requests are sent while a round is played. */
  readonly load?: number | undefined;
}

/** What became of the requests of one kind at one revision. */
export interface KindAccount {
  readonly id: string;
  readonly label: string;
  readonly hostile: boolean;
  planned: number;
  written: number;
  answered: number;
  /** Answered by the app itself, not by its server's own parser. */
  reached: number;
  /** Answers by status code; `error` counts connections that ended without an answer, `timeout` answers given up on. */
  status: Record<string, number>;
}
