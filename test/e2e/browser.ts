import { access, constants, mkdtempDisposable } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { execa } from 'execa';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Where this machine has Chromium or Chrome; undefined where it has neither. */
export async function findBrowser(): Promise<string | undefined> {
  const folders = (process.env.PATH ?? '').split(delimiter);
  for (const file of folders.flatMap((folder) => names.map((name) => join(folder, name)))) {
    const found = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return file;
  }
  return undefined;
}

/** A page as the browser has built it. */
export interface BuiltPage {
  /** Its elements with the names of their attributes. */
  readonly shape: string;
  readonly title: string;
}

export interface Visit {
  readonly pages: readonly BuiltPage[];
  /** What was asked for beside the pages: nothing, if they load nothing. */
  readonly strayRequests: readonly string[];
  /** Whether a script in a page has reached the one around it. */
  readonly hacked: boolean;
}

/** Opens `count` pages one after the other in a browser without a window; `render` is called for each as it is loaded. */
export async function visit(
  browser: string,
  count: number,
  render: (index: number) => string,
): Promise<Visit> {
  await using server = await PageServer.start(count, render);
  await using profile = await mkdtempDisposable(join(tmpdir(), 'heapgate-browser-'));
  const running = execa(browser, [...flags(profile.path, server.port), `http://127.0.0.1:${server.port}/`], {
    stdio: ['ignore', 'ignore', 'pipe'],
    reject: false,
  });
  const ended = running.then(({ stderr }) => {
    throw new Error(`the browser ended before it was done: ${stderr.slice(-2000)}`);
  });
  try {
    return await Promise.race([server.visit, ended]);
  } finally {
    ended.catch(() => {});
    running.kill();
    await running;
  }
}

function flags(profile: string, port: number): string[] {
  return [
    '--headless',
    '--disable-gpu',
    '--disable-quic',
    '--disable-dev-shm-usage',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    `--user-data-dir=${profile}`,
    // Whatever else is asked for comes here too, and is seen.
    `--proxy-server=http://127.0.0.1:${port}`,
    // The sandbox cannot be had by root.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
}

class PageServer implements AsyncDisposable {
  readonly visit: Promise<Visit>;
  readonly #server: Server;
  readonly #strayRequests: string[] = [];

  private constructor(count: number, render: (index: number) => string) {
    const { promise, resolve, reject } = Promise.withResolvers<Visit>();
    this.visit = promise;
    this.#server = createServer(async (request, response) => {
      try {
        if (request.method === 'POST' && request.url === '/visit') {
          const { pages, hacked } = JSON.parse(await text(request));
          resolve({ pages, hacked, strayRequests: this.#strayRequests });
          response.end();
        } else this.#serve(request, response, count, render);
      } catch (error) {
        reject(error);
        response.destroy();
      }
    });
    this.#server.on('connect', (request, socket) => {
      this.#strays(`CONNECT ${request.url}`);
      socket.destroy();
    });
  }

  static async start(count: number, render: (index: number) => string): Promise<PageServer> {
    const server = new PageServer(count, render);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #serve(
    { method, url }: IncomingMessage,
    response: ServerResponse,
    count: number,
    render: (index: number) => string,
  ): void {
    const index = /^\/page\/(\d+)$/.exec(url ?? '')?.[1];
    if (url === '/' || index !== undefined) {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(index === undefined ? driver(count) : render(Number(index)));
      return;
    }
    this.#strays(`${method} ${url}`);
    response.writeHead(404).end();
  }

  /** The browser asks its maker for this and that of its own accord. */
  #strays(request: string): void {
    const ofItsOwn = /\/favicon\.ico$|\b(google|googleapis|gstatic|gvt1|chromium)\.(com|org)\b/;
    if (!ofItsOwn.test(request)) this.#strayRequests.push(request);
  }
}

/** Loads page after page into a frame of its own origin, and says how each was built. */
const driver = (count: number): string => `<!doctype html><iframe></iframe><script>
const frame = document.querySelector('iframe');
const shapeOf = (page) => [...page.querySelectorAll('*')]
  .map((element) => [element.localName, ...element.getAttributeNames()].join(' '))
  .filter((name) => name !== 'code').join();
async function visit() {
  const pages = [];
  for (let index = 0; index < ${count}; index++) {
    const loaded = new Promise((resolve) => { frame.onload = resolve; });
    frame.src = '/page/' + index;
    await loaded;
    const page = frame.contentDocument;
    pages.push({ shape: shapeOf(page), title: page.querySelector('title').textContent });
  }
  await fetch('/visit', { method: 'POST', body: JSON.stringify({ pages, hacked: 'hacked' in window }) });
}
visit();
</script>`;
