import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { rubyAgents } from '../../../src/runtimes/ruby/agent-client.ts';
import { type Agent, AgentGone } from '../../../src/runtimes/runtime.ts';
import { Sandbox } from '../../app/sandbox.ts';

const id = '0123456789abcdef';
const info = `{"id":"${id}","pid":4711,"parentPid":1,"title":"caf\\u00c3\\u00a9","language":"Ruby 3.1.2","serverThreads":null}`;

type AgentAnswer = string | ((socket: Socket) => void);

/** Agents of a folder in which somebody answers `answers` by verb, and hangs up without a word at any other. */
async function agentsOf(
  answers: Readonly<Record<string, AgentAnswer>>,
): Promise<AsyncDisposable & { agents: Agent[] }> {
  const cleanup = new AsyncDisposableStack();
  const sandbox = cleanup.use(await Sandbox.create());
  const server = cleanup.use(
    createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', (request) => {
        const answer = answers[request.toString().trim().split(' ')[0] ?? ''] ?? '';
        if (typeof answer === 'string') socket.end(answer);
        else answer(socket);
      });
    }),
  );
  await once(server.listen(join(sandbox.directory, '4711.sock')), 'listening');
  const agents = await rubyAgents(sandbox.directory).catch(async (error: unknown) => {
    await cleanup.disposeAsync();
    throw error;
  });
  return { agents, [Symbol.asyncDispose]: () => cleanup.disposeAsync() };
}

/** What asking for a census, answered with `answer`, ends with. */
async function censusError(answer: AgentAnswer): Promise<unknown> {
  await using found = await agentsOf({ info, census: answer });
  return await found.agents[0]?.census().catch((error: unknown) => error);
}

describe('an agent', () => {
  it('introduces itself, bytes beyond ASCII put together again', async () => {
    await using found = await agentsOf({ info });
    expect(found.agents.map((agent) => agent.info)).toEqual([
      { id, pid: 4711, parentPid: 1, title: 'café', language: 'Ruby 3.1.2', serverThreads: undefined },
    ]);
  });

  it('adds up tallies of one name', async () => {
    const census = '{"classes":[["Row",1,40],["Row",2,80]],"internals":[["iclass",3,0]]}';
    await using found = await agentsOf({ info, census });
    const counted = await found.agents[0]?.census();
    expect(counted?.classes).toEqual(new Map([['Row', { objects: 3, bytes: 120 }]]));
    expect(counted?.internals).toEqual(new Map([['iclass', { objects: 3, bytes: 0 }]]));
  });

  it('tells the paths of the routes that it lists', async () => {
    await using found = await agentsOf({
      info,
      routes: '{"routes":[["GET","/posts(.:format)"],["POST","/posts"]]}',
    });
    expect(await found.agents[0]?.paths()).toEqual(['/posts']);
  });

  const broken: [what: string, answer: string][] = [
    ['hangs up without an answer', ''],
    ['dies in the middle of an answer', '{"classes":[["Row",1,4'],
    ['answers something that is no JSON', 'Segmentation fault'],
    ['answers something else', '{"classes":"many"}'],
    ['answers numbers that are none', '{"classes":[["Row",1e999,-1.5]],"internals":[]}'],
    ['answers that it failed', '{"error":"NoMemoryError: failed to allocate memory\\nand more"}'],
  ];
  it.each(broken)('is gone when it %s', async (_what, answer) => {
    const error = await censusError(answer);
    expect(error).toBeInstanceOf(AgentGone);
    expect(error).toMatchObject({ pid: 4711 });
    expect(String(error)).toContain('process 4711');
    expect(String(error)).not.toContain('\n');
  });

  it('is gone when its answer is longer than any can be', async () => {
    const mebibyte = Buffer.alloc(2 ** 20, '[');
    let sent = 0;
    const pour = (socket: Socket) => {
      while (!socket.destroyed && sent < 600 && socket.write(mebibyte, () => sent++));
      if (sent < 600) socket.once('drain', () => pour(socket));
      else socket.end();
    };
    const error = await censusError(pour);
    expect(error).toBeInstanceOf(AgentGone);
    expect(String(error)).toMatch(/process 4711 no longer answers: its answer is longer than 32 MiB/);
    expect(sent).toBeLessThan(100);
  });

  it('is gone when it sends for ever, however little at a time', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const drip = (socket: Socket) => {
        const dripping = setInterval(() => {
          socket.write(' ');
          vi.advanceTimersByTime(60_000);
        }, 5);
        socket.on('close', () => clearInterval(dripping));
      };
      const error = await censusError(drip);
      expect(error).toBeInstanceOf(AgentGone);
      expect(String(error)).toMatch(/its answer has no end after 330 s$/);
    } finally {
      vi.useRealTimers();
    }
  });

  it('is passed over when it does not introduce itself properly', async () => {
    for (const answer of ['', 'nonsense', '{"pid":"me"}', '{"error":"no"}']) {
      await using found = await agentsOf({ info: answer });
      expect(found.agents).toEqual([]);
    }
  });
});
