import { connect, type Socket } from 'node:net';
import { type Answer, AnswerReader } from './answer-reader.ts';
import type { Leaving } from './leaving.ts';

/** What came of one request. Without an `answer`, whether the app executed it cannot be told. */
export interface Exchange {
  /** The whole request was handed to the connection. */
  readonly written: boolean;
  readonly answer: Answer | undefined;
  readonly timedOut: boolean;
  readonly ms: number;
}

export interface ExchangeOptions {
  readonly method: string;
  readonly timeoutMs: number;
  /** As much of the answer's body as is kept; 16 KiB when left out. */
  readonly bodyBytes?: number | undefined;
  readonly leaves?: Leaving | undefined;
}

/** How long a server may take to notice that its client has gone. */
const leavingMs = 1_000;

/** One TCP connection to the app that carries one request at a time. */
export class Connection {
  readonly localPort: number;
  readonly #socket: Socket;
  #listener: { data(chunk: Buffer): void; end(): void } | undefined;
  #usable = true;

  /** Rejects with Node's error when nobody listens on `port`. */
  static async open(port: number): Promise<Connection> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    socket.once('connect', resolve).once('error', reject);
    await promise;
    return new Connection(socket);
  }

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.localPort = socket.localPort ?? 0;
    socket.on('data', (chunk: Buffer) => {
      // What arrives unasked belongs to no request.
      if (this.#listener) this.#listener.data(chunk);
      else this.close();
    });
    for (const event of ['end', 'error', 'close']) {
      socket.on(event, () => {
        this.#usable = false;
        this.#listener?.end();
      });
    }
  }

  /** Neither side has closed the connection or announced to. */
  get usable(): boolean {
    return this.#usable;
  }

  /** Writes a request and reads its answer. Never rejects: a connection that breaks is an outcome. */
  async send(
    bytes: Uint8Array,
    { method, timeoutMs, bodyBytes, leaves }: ExchangeOptions,
  ): Promise<Exchange> {
    if (!this.#usable) return { written: false, answer: undefined, timedOut: false, ms: 0 };
    const startedAt = performance.now();
    const reader = new AnswerReader(method, bodyBytes);
    const { promise, resolve } = Promise.withResolvers<Answer | 'timeout' | undefined>();
    const settle = (read: () => Answer | undefined, isEnd: boolean): void => {
      try {
        const answer = read();
        if (answer || isEnd) resolve(answer);
      } catch {
        resolve(undefined);
      }
    };
    this.#listener = {
      data: (chunk) =>
        settle(() => reader.push(chunk) ?? (leaves === 'in answer' ? reader.begun : undefined), false),
      end: () => settle(() => reader.end(), true),
    };
    const isCut = leaves === 'in request';
    const timer = setTimeout(() => resolve(isCut ? undefined : 'timeout'), isCut ? leavingMs : timeoutMs);
    let written = false;
    this.#socket.write(bytes, (error) => {
      written = !error;
    });
    // The server is to notice before anything else is sent.
    if (isCut) this.#socket.end();
    const result = await promise;
    clearTimeout(timer);
    this.#listener = undefined;
    const answer = result === 'timeout' ? undefined : result;
    if (!answer?.keepsConnection) this.close();
    return { written, answer, timedOut: result === 'timeout', ms: performance.now() - startedAt };
  }

  close(): void {
    this.#usable = false;
    this.#socket.destroy();
  }
}
