import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import type { Census, Tally } from '../../heap/census.ts';
import { type Agent, AgentGone, type ProcessInfo, type ThreadName } from '../runtime.ts';
import { pathsOf } from './rails-routes.ts';

/** The longest wait for an answer: a dump of a large heap takes tens of seconds. */
const answerTimeoutMs = 300_000;
/** A process that is stopped, or has hung, does not even say who it is. */
const greetingTimeoutMs = 10_000;
/** Beyond the wait for its first byte: who sends byte by byte is never silent. */
const readingTimeoutMs = 30_000;
/** Dumps go to files: a census of 100,000 classes takes a fifth of this. What the app may have forged is not read on. */
const mostMiB = 32;

const Address = z.string().regex(/^0x[0-9a-f]{1,14}$/);
const Tallies = z.array(z.tuple([z.string(), z.int(), z.int()]));
const Failure = z.object({ error: z.string() });
const Info = z.object({
  id: z.string().regex(/^[0-9a-f]{16}$/),
  pid: z.int().positive(),
  parentPid: z.int(),
  title: z.string(),
  language: z.string(),
  serverThreads: z.int().positive().nullable(),
});
const Settled = z.object({ liveObjects: z.int(), gcMs: z.number() });
const CensusAnswer = z.object({ classes: Tallies, internals: Tallies });
const Dumped = z.object({ bytes: z.int() });
const Threads = z.object({ threads: z.array(z.tuple([Address, z.string()])) });
const Routes = z.object({ routes: z.array(z.tuple([z.string(), z.string()])) });
const Edges = z.object({ edges: z.array(z.string().nullable()) });

/** Agents that answer in `directory`; sockets of processes that have ended are passed over. */
export async function rubyAgents(directory: string): Promise<Agent[]> {
  const sockets = (await readdir(directory)).filter((name) => /^\d+\.sock$/.test(name));
  const agents = await Promise.all(sockets.map((name) => greet(join(directory, name))));
  return agents.filter((agent) => agent !== undefined).sort((a, b) => a.info.pid - b.info.pid);
}

async function greet(socket: string): Promise<Agent | undefined> {
  const pid = Number.parseInt(socket.slice(socket.lastIndexOf('/') + 1), 10);
  try {
    const answer = await ask(pid, socket, 'info', Info);
    return new RubyAgent(socket, { ...answer, serverThreads: answer.serverThreads ?? undefined });
  } catch (error) {
    if (error instanceof AgentGone) return undefined;
    throw error;
  }
}

class RubyAgent implements Agent {
  readonly info: ProcessInfo;
  readonly #socket: string;

  constructor(socket: string, info: ProcessInfo) {
    this.#socket = socket;
    this.info = info;
  }

  settle() {
    return this.#ask('settle', Settled);
  }

  async census(): Promise<Census> {
    const answer = await this.#ask('census', CensusAnswer);
    return { classes: tallies(answer.classes), internals: tallies(answer.internals) };
  }

  dump(file: string) {
    return this.#ask(`dump ${file}`, Dumped);
  }

  async trace(on: boolean): Promise<void> {
    await this.#ask(`trace ${on ? 'on' : 'off'}`, z.object({}));
  }

  async paths(): Promise<string[]> {
    return pathsOf((await this.#ask('routes', Routes)).routes);
  }

  async threads(): Promise<ThreadName[]> {
    const answer = await this.#ask('threads', Threads);
    return answer.threads.map(([address, name]) => ({ address: Number.parseInt(address, 16), name }));
  }

  async nameEdges(path: readonly number[]): Promise<(string | undefined)[]> {
    const addresses = path.map((address) => `0x${address.toString(16)}`).join(' ');
    const answer = await this.#ask(`edges ${addresses}`, Edges);
    return answer.edges.map((edge) => edge ?? undefined);
  }

  #ask<Answer>(request: string, schema: z.ZodType<Answer>): Promise<Answer> {
    return ask(this.info.pid, this.#socket, request, schema);
  }
}

function tallies(rows: readonly (readonly [string, number, number])[]): Map<string, Tally> {
  const map = new Map<string, Tally>();
  for (const [name, objects, bytes] of rows) {
    const seen = map.get(name);
    map.set(name, { objects: objects + (seen?.objects ?? 0), bytes: bytes + (seen?.bytes ?? 0) });
  }
  return map;
}

/** One connection a question: the agent answers with one line of JSON and hangs up. */
async function ask<Answer>(
  pid: number,
  path: string,
  request: string,
  schema: z.ZodType<Answer>,
): Promise<Answer> {
  const text = await exchange(pid, path, request);
  let answer: unknown;
  try {
    answer = JSON.parse(text, latin1ToUtf8);
  } catch {
    throw new AgentGone(pid, `it hung up while answering "${request.split(' ', 1)[0]}"`);
  }
  const failure = Failure.safeParse(answer);
  if (failure.success) throw new AgentGone(pid, failure.data.error.split('\n', 1)[0] ?? '');
  const expected = schema.safeParse(answer);
  if (expected.success) return expected.data;
  throw new AgentGone(pid, `its answer to "${request.split(' ', 1)[0]}" makes no sense`);
}

function exchange(pid: number, path: string, request: string): Promise<string> {
  const timeoutMs = request === 'info' ? greetingTimeoutMs : answerTimeoutMs;
  const wholeMs = timeoutMs + readingTimeoutMs;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const socket = connect(path);
    const giveUp = (reason: string) => socket.destroy(new Error(reason));
    socket.setTimeout(timeoutMs, () => giveUp('no answer in time'));
    const deadline = setTimeout(() => giveUp(`its answer has no end after ${wholeMs / 1000} s`), wholeMs);
    socket.on('connect', () => socket.write(`${request}\n`));
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > mostMiB * 2 ** 20) giveUp(`its answer is longer than ${mostMiB} MiB, as no agent’s is`);
    });
    socket.on('end', () => resolve(Buffer.concat(chunks).toString('latin1')));
    socket.on('error', (error) => reject(new AgentGone(pid, whyUnreachable(error))));
    socket.on('close', () => {
      clearTimeout(deadline);
      reject(new AgentGone(pid, 'the connection was closed'));
    });
  });
}

function whyUnreachable(error: NodeJS.ErrnoException): string {
  return error.code === 'ENOENT' ? 'its socket, in $HEAPGATE_AGENT_DIR, was removed' : error.message;
}

/** The agent escapes bytes one by one; here they become text again. */
function latin1ToUtf8(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? Buffer.from(value, 'latin1').toString('utf8') : value;
}
