import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/**
 * A server that knows nothing of HTTP: it keeps the bytes of each connection, and answers once there are as many as
 * the next of `lengths` says.
 */
export class ByteRecorder implements AsyncDisposable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** What each connection has sent that has sent anything, as a byte string, in the order in which they began. */
  readonly received: string[] = [];

  static async listen(lengths: readonly number[]): Promise<ByteRecorder> {
    const recorder = new ByteRecorder(lengths);
    await new Promise<void>((resolve) => recorder.#server.listen(0, '127.0.0.1', resolve));
    return recorder;
  }

  private constructor(lengths: readonly number[]) {
    this.#server = createServer({ noDelay: true }, (socket) => {
      let index: number | undefined;
      this.#sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('data', (chunk) => {
        index ??= this.received.push('') - 1;
        const bytes = (this.received[index] ?? '') + chunk.toString('latin1');
        this.received[index] = bytes;
        if (bytes.length === lengths[index]) socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
      });
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
