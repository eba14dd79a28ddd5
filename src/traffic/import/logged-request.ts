import { defaultHeaders } from '../default-scenario.ts';
import type { Header, RecordedRequest } from '../scenario.ts';

/** One request as a source tells of it. Strings are byte strings. */
export interface LoggedRequest {
  readonly request: RecordedRequest;
  /** What it was answered with; unknown where the source does not say. */
  readonly status: number | undefined;
  /** Of a recording. */
  readonly passage?: Passage | undefined;
}

/** When a request passed, in milliseconds since the recording began, and on which of its connections. */
export interface Passage {
  readonly connection: number;
  readonly startedMs: number;
  /** Unknown where no answer came to its end. */
  readonly answeredMs: number | undefined;
}

/** What requests of logs are sent with: logs do not tell headers that an app would understand. */
export const unloggedHeaders: readonly Header[] = Object.entries(defaultHeaders);

export function loggedRequest(method: string, target: string, status: number | undefined): LoggedRequest {
  return { request: { method, target, headers: unloggedHeaders, body: undefined }, status };
}
