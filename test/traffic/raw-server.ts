import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** What a server does with one request: `socket` is its connection, `request` its head as a byte string. */
export type Handler = (socket: Socket, request: string) => void;

/** A server on a free port that shows requests as they arrived. Understands only requests without a body. */
export class RawServer implements AsyncDisposable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  connections = 0;

  static async listen(handler: Handler): Promise<RawServer> {
    const server = new RawServer(handler);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  private constructor(handler: Handler) {
    this.#server = createServer({ noDelay: true }, (socket) => {
      this.connections += 1;
      this.#sockets.add(socket);
      let unread = '';
      socket.on('error', () => {});
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('data', (chunk) => {
        unread += chunk.toString('latin1');
        for (let end = unread.indexOf('\r\n\r\n'); end >= 0; end = unread.indexOf('\r\n\r\n')) {
          const request = unread.slice(0, end);
          unread = unread.slice(end + 4);
          if (!socket.destroyed) handler(socket, request);
        }
      });
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Connections that there are go on. */
  stopListening(): void {
    this.#server.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

export const targetOf = (request: string): string => /^\S+ (.*) HTTP\/1\.1(?:\r|$)/s.exec(request)?.[1] ?? '';

export const answer = (body: string, ...headers: string[]): string =>
  ['HTTP/1.1 200 OK', `Content-Length: ${body.length}`, ...headers, '', body].join('\r\n');
