/** Recorded requests (a catalogue of kinds) and how they are replayed. Names are the catalogue's keys. */
export interface Scenario {
  /** File name without its ending. */
  readonly name: string;
  readonly kinds: readonly Kind[];
  readonly plan: Plan;
}

/** One entry of the catalogue. Counts, statuses and growth are kept per kind. */
export interface Kind {
  readonly id: string;
  /** For people: `GET /p/[x`, bytes outside printable ASCII as `\xHH`. */
  readonly label: string;
  readonly request: RecordedRequest;
  /** Malformed or otherwise meant to make the app raise. */
  readonly hostile: boolean;
  /** How often one cycle of ordinary steps, or for a hostile kind one round, holds it. */
  readonly times: number;
  readonly expect: { readonly status?: readonly number[] | undefined; readonly reach?: boolean | undefined };
  /**
   * `keep`: on the lane's connection. `fresh`: on a connection of its own, closed after the answer.
   * `auto`: fresh until an answer has shown that the server keeps the connection after it.
   */
  readonly connection: 'keep' | 'fresh' | 'auto';
}

/** What is sent. All strings are byte strings: one character, 0x00 to 0xFF, per byte on the wire. */
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
  /** Derive hostile kinds from the ordinary ones. */
  readonly hostile: boolean;
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
