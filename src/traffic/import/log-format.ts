import type { LoggedRequest } from './logged-request.ts';

/** What a line turned out to be: part of what the source tells, of no use here, or broken. */
export type LineKind = 'request' | 'other' | 'unreadable';

export type OnRequest = (request: LoggedRequest) => void;

/** Reads the lines of one log, in order. May answer for a request only at a later line, or at the end. */
export interface LineReader {
  read(line: string, onRequest: OnRequest): LineKind;
  end?(onRequest: OnRequest): void;
}

/** A format of logs, one request a line or a few. Lines are byte strings without their ends. */
export interface LogFormat {
  readonly name: string;
  /** For people: `nginx access log`. */
  readonly title: string;
  /** What such a log cannot tell. */
  readonly lacks: string;
  /** Whether a line is of this format and of no other that is asked before it. */
  looksLike(line: string): boolean;
  newReader(): LineReader;
}
