import type { Answer } from './answer-reader.ts';
import { Connection } from './connection.ts';
import { requestBytes, requestMethod } from './request-bytes.ts';
import type { Kind } from './scenario.ts';

/** What an app answered to a request of one kind, when asked for the second time: the first may have loaded code. */
export interface Probe {
  readonly kind: Kind;
  /** Undefined where the app hung up or took too long. */
  readonly answer: Answer | undefined;
  readonly timedOut: boolean;
  readonly ms: number;
}

const timeoutMs = 10_000;

/** Asks the app on `port` for each kind twice, each time on a new connection. */
export async function probe(kinds: readonly Kind[], port: number): Promise<Probe[]> {
  const probes: Probe[] = [];
  for (const kind of kinds) {
    const first = await ask(kind, port);
    probes.push(first.timedOut ? first : await ask(kind, port));
  }
  return probes;
}

async function ask(kind: Kind, port: number): Promise<Probe> {
  const connection = await Connection.open(port).catch(() => undefined);
  if (connection === undefined) return { kind, answer: undefined, timedOut: false, ms: 0 };
  const { request, leaves } = kind;
  const method = requestMethod(request);
  const exchange = await connection.send(requestBytes(request, port), { method, timeoutMs, leaves });
  connection.close();
  return { kind, answer: exchange.answer, timedOut: exchange.timedOut, ms: exchange.ms };
}
