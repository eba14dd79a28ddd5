import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { liveProcesses } from '../../../src/app/process-table.ts';
import type { HeapGraph } from '../../../src/heap/graph.ts';
import { groupPaths } from '../../../src/heap/grouped-paths.ts';
import { ruby } from '../../../src/runtimes/ruby/runtime.ts';
import type { Agent } from '../../../src/runtimes/runtime.ts';

export interface RubyOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Without it the script runs as if heapgate were not there. */
  readonly injected?: boolean;
}

/** Ends a script once it has done its part: it prints `ready` and lives until its standard input is closed. */
export const untilClosed = `
$stdout.puts 'ready'
$stdin.read
`;

/** A Ruby script that runs with heapgate's agent, in a temporary folder of its own. */
export class RubyProcess implements AsyncDisposable {
  readonly directory: string;
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #exit: Promise<unknown>;
  errors = '';

  /** Runs `script`; what it prints is read by `line`. */
  static async start(script: string, { env = {}, injected = true }: RubyOptions = {}): Promise<RubyProcess> {
    const directory = await mkdtemp(join(tmpdir(), 'hg-rb-'));
    const file = join(directory, 'script.rb');
    await writeFile(file, `$stdout.sync = true\n${script}`);
    const common = { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8', ...env };
    const injection = injected ? await ruby.injection(directory, common) : {};
    return new RubyProcess(
      directory,
      spawn('ruby', [file], { cwd: directory, env: { ...common, ...injection }, detached: true }),
    );
  }

  /** The same, once it has printed `ready`. */
  static async ready(script: string, options: RubyOptions = {}): Promise<RubyProcess> {
    await using undo = new AsyncDisposableStack();
    const process = undo.use(await RubyProcess.start(`${script}\n${untilClosed}`, options));
    await process.expectLine('ready');
    undo.move();
    return process;
  }

  private constructor(directory: string, child: ChildProcess) {
    this.directory = directory;
    this.#child = child;
    this.#exit = once(child, 'close');
    if (!child.pid || !child.stdout || !child.stderr) throw new Error('ruby does not start here');
    this.pid = child.pid;
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    child.stderr.on('data', (chunk: Buffer) => {
      this.errors += chunk.toString();
    });
    child.stdin?.on('error', () => {}); // the script may have ended
  }

  /** The next line the script prints. */
  async line(): Promise<string> {
    const { done, value } = await this.#lines.next();
    if (done) throw new Error(`the script ended: ${this.errors}`);
    return value;
  }

  async expectLine(expected: string): Promise<void> {
    const line = await this.line();
    if (line !== expected) throw new Error(`${line} is not ${expected}: ${this.errors}`);
  }

  /** A line of numbers, such as process ids. */
  async numbers(): Promise<number[]> {
    return (await this.line()).split(' ').map(Number);
  }

  tell(text: string): void {
    this.#child.stdin?.write(`${text}\n`);
  }

  agents(): Promise<Agent[]> {
    return ruby.agents(this.directory);
  }

  async agentOf(pid = this.pid): Promise<Agent> {
    const agent = (await this.agents()).find(({ info }) => info.pid === pid);
    if (!agent) throw new Error(`no agent answers in process ${pid}: ${this.errors}`);
    return agent;
  }

  /** A connection to the agent, on which nothing was asked yet. */
  connect(): Socket {
    return connect(join(this.directory, `${this.pid}.sock`));
  }

  /** All bytes that the agent answers to `request`. */
  async raw(request: string, socket = this.connect()): Promise<string> {
    socket.write(`${request}\n`);
    return (await socket.toArray()).join('');
  }

  /** The heap as it is now, read back from a dump. */
  async heap(): Promise<HeapGraph> {
    const agent = await this.agentOf();
    const file = join(this.directory, `${(await readdir(this.directory)).length}.json`);
    await agent.settle();
    await agent.dump(file);
    return ruby.readDump(file, await agent.threads());
  }

  /** Closes the script's standard input and waits for its end. Answers what it printed on standard error. */
  async end(): Promise<string> {
    this.#child.stdin?.end();
    await this.#exit;
    return this.errors;
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exit;
  }

  /** Ends the script with all it has started: what is in its process group, and daemons by their command lines. */
  async [Symbol.asyncDispose](): Promise<void> {
    killQuietly(-this.pid);
    for (const { pid } of liveProcesses()) if (mentions(pid, this.directory)) killQuietly(pid);
    await this.#exit;
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** Addresses from a root to the first instance of `className`. */
export function addressesTo(className: string, graph: HeapGraph, tree = groupPaths(graph)): number[] {
  const node = graph.labels.findIndex((label) => graph.names[label] === className);
  if (node < 0) throw new Error(`the dump has no instance of ${className}`);
  return tree.pathTo(node).map((step) => graph.addresses[step] ?? 0);
}

function mentions(pid: number, text: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(text);
  } catch {
    return false; // it has ended meanwhile
  }
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
