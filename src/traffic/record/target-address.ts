import { once } from 'node:events';
import { connect } from 'node:net';
import { CannotMeasure } from '../../cannot-measure.ts';

/** Where the app listens. */
export interface TargetAddress {
  readonly host: string;
  readonly port: number;
  /** As it is shown. */
  readonly origin: string;
}

export interface TargetOptions {
  /** Whether the app may be on another machine. */
  readonly allowRemote: boolean;
}

/** Reads `http://127.0.0.1:3000`. Throws `CannotMeasure` in one line. */
export function parseTarget(text: string, { allowRemote }: TargetOptions): TargetAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'https:') {
    throw new CannotMeasure(
      `--target ${text}: what is encrypted cannot be recorded: name the http address that the app itself listens on`,
    );
  }
  const isOrigin = url?.protocol === 'http:' && url.href === `http://${url.host}/`;
  if (!url || !isOrigin) {
    throw new CannotMeasure(`--target ${text}: is no address of an app: write it as http://127.0.0.1:3000`);
  }
  if (!allowRemote && !isLoopback(url.hostname)) {
    throw new CannotMeasure(
      `--target ${text}: is on another machine, whose users' requests are not yours to record: name one on this machine, or add --allow-remote`,
    );
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return { host, port: Number(url.port || 80), origin: url.origin };
}

/** Whatever is sent to itself would be passed on for ever. */
export function assertApart({ host, port }: TargetAddress, listen: number): void {
  if (port === listen && isLoopback(host))
    throw new CannotMeasure(`--listen ${listen}: is where the target listens: name another port`);
}

/** Names below `localhost` are this machine's as well (RFC 6761), and so is what servers say who listen everywhere. */
const isLoopback = (hostname: string): boolean =>
  /^(?:(?:.*\.)?localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[?::1?\]?)$/i.test(hostname);

const connectTimeoutMs = 5_000;

/** Finds out before anything is recorded that nobody listens there. */
export async function assertReachable({ host, port, origin }: TargetAddress): Promise<void> {
  const socket = connect({ host, port });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(connectTimeoutMs) });
  } catch (error) {
    throw new CannotMeasure(
      `${origin} cannot be reached (${codeOf(error)}): start the app there, or name another address with --target`,
      { cause: error },
    );
  } finally {
    socket.destroy();
  }
}

/** `ECONNREFUSED`; of a name with several addresses, that of the first. */
export function codeOf(error: unknown): string {
  const first = error instanceof AggregateError ? error.errors[0] : error;
  if (first instanceof Error && first.name === 'AbortError') return 'no answer';
  return first instanceof Error && 'code' in first ? String(first.code) : String(first);
}
