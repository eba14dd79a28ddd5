import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A temporary folder with the scripts of one test. Their paths are in the command lines of what they start. */
export class Sandbox implements AsyncDisposable {
  readonly directory: string;

  static async create(): Promise<Sandbox> {
    return new Sandbox(await mkdtemp(join(await realpath(tmpdir()), 'hg-app-')));
  }

  private constructor(directory: string) {
    this.directory = directory;
  }

  get logFile(): string {
    return join(this.directory, 'log');
  }

  /** Writes a script and answers the command that runs it. */
  async script(language: 'node' | 'ruby' | 'sh', text: string): Promise<string> {
    const file = join(this.directory, `${language}-${readdirSync(this.directory).length}.mjs`);
    await writeFile(file, text);
    return `exec ${language === 'node' ? process.execPath : language} ${file}`;
  }

  /** Command lines of processes, zombies apart, that mention this folder. */
  survivors(): string[] {
    return readdirSync('/proc').flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return line.includes(this.directory) ? [line] : [];
      } catch {
        return [];
      }
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** What a script needs of the environment to be found. */
export const PATH_ONLY = { PATH: process.env.PATH ?? '' };

/** A server on `$PORT` that answers with `status`; `then` runs once it listens. */
export const httpServer = (status: number, then = ''): string => `
  import { createServer } from 'node:http';
  import { spawn } from 'node:child_process';
  const server = createServer((request, response) => response.writeHead(${status}).end('answer'));
  server.listen(Number(process.env.PORT), '127.0.0.1', () => { ${then} });
`;

/** A server on a port that the kernel chose. */
export async function listenSomewhere(): Promise<AsyncDisposable & { readonly port: number }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { port: address.port, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}
