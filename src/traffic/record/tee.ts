import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { CannotMeasure } from '../../cannot-measure.ts';
import { ExchangeReader, type RecordedExchange } from './exchange-reader.ts';
import { codeOf, type TargetAddress } from './target-address.ts';

export interface TeeOptions {
  readonly target: TargetAddress;
  /** 0 for any free one. */
  readonly port: number;
  readonly onExchange: (exchange: RecordedExchange) => void;
}

/**
 * Joins every connection to its port to one of its own to the target, and reads along. Bytes, ends and resets are
 * passed on as they come: an HTTP server would refuse or repair the very requests that matter.
 */
export class Tee implements AsyncDisposable {
  readonly #server: Server;
  readonly #joints = new Set<Joint>();
  #connections = 0;
  #unreachable: string | undefined;

  /** Listens on this machine alone. Throws `CannotMeasure` when the port cannot be had. */
  static async listen(options: TeeOptions): Promise<Tee> {
    const tee = new Tee(options);
    try {
      await once(tee.#server.listen({ host: '127.0.0.1', port: options.port }), 'listening');
    } catch (error) {
      throw new CannotMeasure(
        `cannot listen on port ${options.port} (${codeOf(error)}): name another one with --listen`,
        { cause: error },
      );
    }
    return tee;
  }

  private constructor({ target: { host, port }, onExchange }: TeeOptions) {
    const startMs = performance.now();
    const nowMs = () => performance.now() - startMs;
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
      this.#connections += 1;
      const target = connect({ host, port, allowHalfOpen: true, noDelay: true });
      const onRefused = (error: Error) => {
        this.#unreachable = codeOf(error);
      };
      target.once('error', onRefused).once('connect', () => target.off('error', onRefused));
      const reader = new ExchangeReader({ connection: this.#connections, nowMs, onExchange });
      const joint = new Joint(client, target, reader, () => this.#joints.delete(joint));
      this.#joints.add(joint);
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Why a connection to the target failed last, if one did. */
  get unreachable(): string | undefined {
    return this.#unreachable;
  }

  /** Ends all connections; what was open is told as it stands. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const joint of this.#joints) joint[Symbol.dispose]();
    await this.#server[Symbol.asyncDispose]();
  }
}

/** The two connections of one client. */
class Joint implements Disposable {
  readonly #client: Socket;
  readonly #target: Socket;
  readonly #reader: ExchangeReader;
  readonly #onClosed: () => void;
  #isClosed = false;

  constructor(client: Socket, target: Socket, reader: ExchangeReader, onClosed: () => void) {
    this.#client = client;
    this.#target = target;
    this.#reader = reader;
    this.#onClosed = onClosed;
    client.on('data', (chunk) => reader.fromClient(chunk)).on('end', () => reader.clientEnded());
    target.on('data', (chunk) => reader.fromTarget(chunk)).on('end', () => reader.targetEnded());
    // A pipe waits when the other side is slow, and ends it when this side does.
    client.pipe(target);
    target.pipe(client);
    client.on('error', () => this.#breakOff(target));
    target.on('error', () => this.#breakOff(client));
    for (const socket of [client, target]) socket.on('close', () => this.#closeOnceBothAre());
  }

  [Symbol.dispose](): void {
    this.#client.destroy();
    this.#target.destroy();
    this.#close();
  }

  /** An app that is cut off in the middle of an answer, or a client, must see that. */
  #breakOff(other: Socket): void {
    if (!other.destroyed) other.resetAndDestroy();
  }

  #closeOnceBothAre(): void {
    if (this.#client.closed && this.#target.closed) this.#close();
  }

  #close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#reader.closed();
    this.#onClosed();
  }
}
