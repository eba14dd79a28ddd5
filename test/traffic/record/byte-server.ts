import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** A server that keeps all bytes of each connection, and hands them to `onBytes` as they grow. */
export class ByteServer implements AsyncDisposable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** What each connection sent so far, in the order in which they were opened. */
  readonly received: string[] = [];
  /** Stays what it was after the end. */
  port = 0;

  static async listen(onBytes: (socket: Socket, received: string) => void, port = 0): Promise<ByteServer> {
    const server = new ByteServer(onBytes);
    await new Promise<void>((resolve) => server.#server.listen(port, '127.0.0.1', resolve));
    server.port = (server.#server.address() as AddressInfo).port;
    return server;
  }

  private constructor(onBytes: (socket: Socket, received: string) => void) {
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
      const index = this.received.push('') - 1;
      this.#sockets.add(socket);
      socket.on('error', () => {}).on('close', () => this.#sockets.delete(socket));
      socket.on('data', (chunk) => {
        this.received[index] += chunk.toString('latin1');
        onBytes(socket, this.received[index] ?? '');
      });
      socket.on('end', () => socket.end());
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
