import { AnswerReader, BrokenAnswer } from '../answer-reader.ts';
import { type ArrivingRequest, RequestSplitter } from './request-splitter.ts';

/** One request of a recorded connection with what came of it. */
export interface RecordedExchange {
  readonly connection: number;
  readonly request: ArrivingRequest;
  /** On the clock of the recording. */
  readonly startedMs: number;
  /** `undefined` when no answer came to its end. */
  status: number | undefined;
  /** When the answer had come to its end. */
  answeredMs: number | undefined;
}

export interface ExchangeListener {
  readonly connection: number;
  readonly nowMs: () => number;
  /** Called once for each exchange, when both of its sides are complete, or the connection has ended. */
  readonly onExchange: (exchange: RecordedExchange) => void;
}

/**
 * Reads along what passes on one connection and pairs requests with answers. Nothing that passes makes it throw: from
 * where it does not understand the target's side on, answers are unknown.
 */
export class ExchangeReader {
  readonly #listener: ExchangeListener;
  readonly #requests: RequestSplitter;
  /** In the order of the requests: not complete yet. */
  readonly #open: RecordedExchange[] = [];
  #answer: AnswerReader | undefined;
  /** Both sides stop being read when they turn to another protocol, the answers alone when they cannot be understood. */
  #reads: 'both' | 'requests' | 'nothing' = 'both';

  constructor(listener: ExchangeListener) {
    this.#listener = listener;
    const { connection, nowMs } = listener;
    this.#requests = new RequestSplitter((request) => {
      const exchange = { connection, request, startedMs: nowMs(), status: undefined, answeredMs: undefined };
      this.#open.push(exchange);
    });
  }

  fromClient(chunk: Buffer): void {
    if (this.#reads === 'nothing') return;
    this.#requests.push(chunk.toString('latin1'));
    this.#tellComplete();
  }

  fromTarget(chunk: Buffer): void {
    for (let rest = chunk; rest.length > 0 && this.#reads === 'both'; ) rest = this.#readAnswer(rest);
    this.#tellComplete();
  }

  /** The client sends nothing more. */
  clientEnded(): void {
    if (this.#reads !== 'nothing') this.#requests.cut();
    this.#tellComplete();
  }

  /** The target answers nothing more. */
  targetEnded(): void {
    const exchange = this.#unanswered();
    if (this.#answer && exchange) {
      this.#orGiveUp(() => this.#complete(exchange, this.#answer?.end().status));
      this.#answer = undefined;
    }
    this.#tellComplete();
  }

  /** The connection is gone. */
  closed(): void {
    this.clientEnded();
    for (const exchange of this.#open.splice(0)) this.#listener.onExchange(exchange);
  }

  /** Answers what is left of `chunk`, which belongs to the next answer. */
  #readAnswer(chunk: Buffer): Buffer {
    let rest: Buffer = Buffer.alloc(0);
    this.#orGiveUp(() => {
      // A server may refuse what is no complete head.
      if (!this.#unanswered()) this.#requests.cut();
      const exchange = this.#unanswered();
      if (!exchange) throw new BrokenAnswer('nothing was asked');
      this.#answer ??= new AnswerReader(exchange.request.head?.method ?? '');
      const answer = this.#answer.push(chunk);
      if (!answer) return;
      rest = this.#answer.rest;
      this.#answer = undefined;
      this.#complete(exchange, answer.status);
    });
    return rest;
  }

  #complete(exchange: RecordedExchange, status: number | undefined): void {
    exchange.status = status;
    exchange.answeredMs = this.#listener.nowMs();
    const isTunnel = exchange.request.head?.method === 'CONNECT' && status === 200;
    if (status !== 101 && !isTunnel) return;
    this.#reads = 'nothing';
    // What the client sent since then is of the other protocol.
    this.#open.splice(this.#open.indexOf(exchange) + 1);
  }

  #orGiveUp(read: () => void): void {
    try {
      read();
    } catch (error) {
      if (!(error instanceof BrokenAnswer)) throw error;
      this.#reads = 'requests';
    }
  }

  #unanswered(): RecordedExchange | undefined {
    return this.#open.find(({ answeredMs }) => answeredMs === undefined);
  }

  #tellComplete(): void {
    for (;;) {
      const [first] = this.#open;
      const isRead = first && (first.request.state === 'whole' || first.request.state === 'cut');
      if (!isRead || first.answeredMs === undefined) return;
      this.#open.shift();
      this.#listener.onExchange(first);
    }
  }
}
