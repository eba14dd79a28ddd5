import { createServer, type IncomingMessage, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import type { GitHubServer } from './github-server.ts';

/** What becomes of an answer: it is lost, or this is there in its place, with status 200. */
export type Fault = 'lost' | { readonly body: string; readonly type?: string };

/** What lies between the Action and GitHub. What is asked gets there; some of the answers do not come back. */
export class FaultyNetwork implements AsyncDisposable {
  readonly #apiUrl: string;
  readonly #faults = new Map<string, Fault>();
  readonly #server: Server;
  #isLostAfter: string | undefined;
  #isLost = false;

  private constructor({ apiUrl }: GitHubServer) {
    this.#apiUrl = apiUrl;
    this.#server = createServer(async (message, response) => {
      const asked = `${message.method} ${message.url?.replace(/\?.*/, '')}`;
      if (this.#isLost) return message.socket.destroy();
      const answer = await this.#ask(message);
      this.#isLost = asked === this.#isLostAfter;
      const fault = this.#isLost ? 'lost' : this.#faults.get(asked);
      this.#faults.delete(asked);
      if (fault === 'lost') return message.socket.destroy();
      const { body = answer.body, type = 'application/json; charset=utf-8' } = fault ?? {};
      return response.writeHead(fault ? 200 : answer.status, { 'content-type': type }).end(body);
    });
  }

  static async to(server: GitHubServer): Promise<FaultyNetwork> {
    const network = new FaultyNetwork(server);
    await new Promise<void>((resolve) => network.#server.listen(0, '127.0.0.1', resolve));
    return network;
  }

  get apiUrl(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the network does not listen');
    return `http://127.0.0.1:${address.port}`;
  }

  /** Of the next answer to `asked`, such as `POST /graphql`. */
  spoil(asked: string, fault: Fault): void {
    this.#faults.set(asked, fault);
  }

  /** From the next `asked` on there is no answer to anything. */
  endAfter(asked: string): void {
    this.#isLostAfter = asked;
  }

  async #ask(message: IncomingMessage): Promise<{ readonly status: number; readonly body: string }> {
    const body = await text(message);
    const headers = {
      authorization: message.headers.authorization ?? '',
      'content-type': 'application/json',
    };
    const answer = await fetch(`${this.#apiUrl}${message.url}`, {
      method: message.method ?? 'GET',
      headers,
      ...(body === '' ? {} : { body }),
    });
    return { status: answer.status, body: await answer.text() };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
