import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { packageCache } from './cli-run.ts';
import { expressApp, fastifyApp, rackApp } from './counting-apps.ts';
import { type Files, gemFiles } from './rack-app.ts';

/** A program that serves an app which counts what reaches it. */
export interface ServerProgram {
  readonly command: readonly string[];
  readonly files: Files;
  readonly env: Readonly<Record<string, string>>;
  /** Worker processes to wait for; 0 where the process that is started serves itself. */
  readonly workers: number;
}

/** A Gemfile with a server and what the app needs; `gem` as a Gemfile has it. */
export const serverGems = (gem: string): Promise<Files> => gemFiles(gem, "'rack', '~> 2.2'");

/** `workers: 0` is single mode. */
export const pumaProgram = (gems: Files, threads: number, workers: number): ServerProgram =>
  rackProgram(gems, workers, [
    ...['puma', '-b', 'tcp://127.0.0.1:0', '-e', 'production'],
    ...['-t', `${threads}:${threads}`, '-w', `${workers}`],
  ]);

export const webrickProgram = (gems: Files): ServerProgram =>
  rackProgram(gems, 0, ['rackup', '-s', 'webrick', '-o', '127.0.0.1', '-p', '0', '-E', 'none']);

const rackProgram = (gems: Files, workers: number, command: readonly string[]): ServerProgram => ({
  command: ['bundle', 'exec', ...command],
  files: { ...gems, 'config.ru': rackApp },
  env: { BUNDLE_PATH: packageCache() },
  workers,
});

/** The folder of npm packages that has the servers' ones. */
export async function serverPackages(): Promise<string> {
  const folder = join(dirname(packageCache()), 'node-servers');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  await execa('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', 'express@5', 'fastify@5'], {
    cwd: folder,
  });
  return join(folder, 'node_modules');
}

export const expressProgram = (packages: string): ServerProgram => nodeProgram(expressApp, packages);
export const fastifyProgram = (packages: string): ServerProgram => nodeProgram(fastifyApp, packages);

const nodeProgram = (app: string, packages: string): ServerProgram => ({
  command: [process.execPath, 'app.cjs'],
  files: { 'app.cjs': app },
  env: { NODE_PATH: packages },
  workers: 0,
});

/** Such a program, running in a temporary folder of its own. */
export class CountingServer implements AsyncDisposable {
  readonly port: number;
  /** The processes that answer requests. */
  readonly pids: readonly number[];
  readonly #folder: string;
  readonly #process: ChildProcess;

  static async start({ command, files, env, workers }: ServerProgram): Promise<CountingServer> {
    const folder = await mkdtemp(join(tmpdir(), 'heapgate-counts-'));
    for (const [path, text] of Object.entries({ ...files, counts: '' }))
      await writeFile(join(folder, path), text);
    const [program = '', ...args] = command;
    const server = spawn(program, args, {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, COUNTS: join(folder, 'counts'), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new CountingServer(folder, server, await listening(server, workers));
  }

  private constructor(
    folder: string,
    server: ChildProcess,
    { port, pids }: { port: number; pids: number[] },
  ) {
    this.#folder = folder;
    this.#process = server;
    this.port = port;
    this.pids = pids;
  }

  /** How many requests of each kind reached the app so far, by process: `"pid kind"` to count. */
  async counts(): Promise<Record<string, number>> {
    const lines = (await readFile(join(this.#folder, 'counts'), 'utf8')).split('\n').slice(0, -1);
    const counts: Record<string, number> = {};
    for (const line of lines) counts[line] = (counts[line] ?? 0) + 1;
    return counts;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const exited = once(this.#process, 'exit');
    this.#process.kill('SIGTERM');
    await exited;
    await rm(this.#folder, { recursive: true });
  }
}

/** Reads what the server says until it listens and all its workers have booted; what comes later is thrown away. */
async function listening(server: ChildProcess, workers: number): Promise<{ port: number; pids: number[] }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ port: number; pids: number[] }>();
  let said = '';
  const read = (chunk: Buffer): void => {
    said += chunk.toString('latin1');
    const port = /(?:Listening on http:\/\/127\.0\.0\.1:|#start: pid=\d+ port=|listening on )(\d+)/.exec(
      said,
    )?.[1];
    const booted = [...said.matchAll(/Worker \d+ \(PID: (\d+)\) booted/g)].map(([, pid]) => Number(pid));
    if (port === undefined || booted.length < workers) return;
    resolve({ port: Number(port), pids: workers === 0 ? [server.pid ?? 0] : booted });
    said = '';
  };
  server.stdout?.on('data', read);
  server.stderr?.on('data', read);
  server.once('error', reject);
  server.once('exit', () => reject(new Error(`the server ended before it listened: ${said.slice(-2000)}`)));
  return promise;
}
