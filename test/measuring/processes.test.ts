import { expect, it, vi } from 'vitest';
import { CannotMeasure } from '../../src/cannot-measure.ts';
import { type ProcessLife, ProcessWatch, type WatchOptions } from '../../src/measuring/processes.ts';
import { ruby } from '../../src/runtimes/ruby/runtime.ts';
import { RubyProcess } from '../runtimes/ruby/ruby-process.ts';

// Real processes on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

/** A server that forks `workers`, and another for each that it is told has ended. Prints its port first. */
const preforking = (workers: number, inWorker = ''): string => `
  require 'socket'
  class Kept; end
  server = TCPServer.new('127.0.0.1', 0)
  puts server.addr[1]
  up, announce = IO.pipe
  start = lambda do |number|
    pid = fork do
      ${inWorker}
      announce.puts 'up'
      loop { server.accept.close }
    end
    up.gets && pid
  end
  pids = Array.new(${workers}) { |number| start.(number) }
  puts pids.join(' ')
  while (line = $stdin.gets)
    case line.chomp
    when /^replace \\d/
      ended = line.scan(/\\d+/).map(&:to_i).each { |pid| Process.wait(pid) }
      puts (pids = pids.map { |pid| ended.include?(pid) ? start.(0) : pid }).join(' ')
    when 'replace without looking' then puts (pids = pids.map { start.(0) }).join(' ')
    end
  end
`;

interface Watched extends AsyncDisposable {
  readonly app: RubyProcess;
  readonly pids: number[];
  readonly watch: ProcessWatch;
}

async function watching(script: string, options: Partial<WatchOptions> = {}): Promise<Watched> {
  await using undo = new AsyncDisposableStack();
  const app = undo.use(await RubyProcess.start(script));
  const [port = 0] = await app.numbers();
  const pids = await app.numbers();
  const watch = new ProcessWatch({
    runtime: ruby,
    socketDirectory: app.directory,
    port,
    processIds: () => [],
    expected: undefined,
    timeoutMs: 10_000,
    warmupRounds: 1,
    label: 'head',
    ...options,
  });
  undo.move();
  return { app, pids, watch, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() };
}

const facts = (lives: readonly ProcessLife[]) =>
  lives.map(({ role, index, restarts, pid }) => ({ role, index, restarts, pid }));

/** Ends processes and waits until the server has seen it. */
async function kill(app: RubyProcess, ...pids: readonly number[]): Promise<void> {
  for (const pid of pids) process.kill(pid, 'SIGKILL');
  for (const pid of pids) await ended(app, pid);
}

/** Settles once the agent of `pid` no longer answers, which is before its parent knows. */
async function ended(app: RubyProcess, pid: number): Promise<void> {
  while ((await app.agents()).some(({ info }) => info.pid === pid)) {
    // Each look takes a moment.
  }
}

it('tells the process that only forks from those that answer', async () => {
  await using server = await watching(preforking(2));
  await server.watch.start();
  expect(facts(server.watch.alive)).toEqual([
    { role: 'master', index: 0, restarts: 0, pid: server.app.pid },
    { role: 'worker', index: 0, restarts: 0, pid: server.pids[0] },
    { role: 'worker', index: 1, restarts: 0, pid: server.pids[1] },
  ]);
  expect(server.watch.serving.map(({ pid }) => pid)).toEqual(server.pids);
});

it('takes a server of one process for a worker', async () => {
  await using server = await watching(preforking(0));
  await server.watch.start();
  expect(facts(server.watch.alive)).toEqual([{ role: 'worker', index: 0, restarts: 0, pid: server.app.pid }]);
});

it('goes by the number in a worker’s title', async () => {
  await using server = await watching(
    preforking(2, '$PROGRAM_NAME = "puma: cluster worker #{1 - number}: #{Process.ppid} [shop]"'),
  );
  await server.watch.start();
  expect(server.watch.serving.map(({ index }) => index)).toEqual([1, 0]);
});

it('leaves out processes that do not listen where the traffic goes', async () => {
  await using server = await watching(preforking(1, 'fork { server.close; announce.puts; sleep }; up.gets'));
  await server.watch.start();
  expect(server.watch.alive.map(({ pid }) => pid)).toEqual([server.app.pid, ...server.pids]);
});

it('counts a worker that replaces a killed one as another life of it', async () => {
  await using server = await watching(preforking(2));
  await server.watch.start();
  const [first = 0, second = 0] = server.pids;
  await kill(server.app, first);
  server.app.tell(`replace ${first}`);
  const [replacement] = await server.app.numbers();
  await server.watch.refresh();
  expect(facts(server.watch.serving)).toEqual([
    { role: 'worker', index: 1, restarts: 0, pid: second },
    { role: 'worker', index: 0, restarts: 1, pid: replacement },
  ]);
  expect(server.watch.lives.map(({ pid }) => pid)).toContain(first);
});

it('counts every time that a worker was replaced', async () => {
  await using server = await watching(preforking(1));
  await server.watch.start();
  const restarts: number[] = [];
  for (let pids = server.pids; restarts.length < 2; ) {
    await kill(server.app, ...pids);
    server.app.tell(`replace ${pids.join(' ')}`);
    pids = await server.app.numbers();
    await server.watch.refresh();
    restarts.push(...server.watch.serving.map((life) => life.restarts));
  }
  expect(restarts).toEqual([1, 2]);
});

it('gives workers that are replaced at once an index each', async () => {
  await using server = await watching(preforking(2));
  await server.watch.start();
  await kill(server.app, ...server.pids);
  server.app.tell(`replace ${server.pids.join(' ')}`);
  await server.app.numbers();
  await server.watch.refresh();
  expect(server.watch.serving.map(({ index, restarts }) => [index, restarts])).toEqual([
    [0, 1],
    [1, 1],
  ]);
});

it('counts a replacement as such before the server has noticed the death', async () => {
  await using server = await watching(preforking(1));
  await server.watch.start();
  await kill(server.app, ...server.pids);
  server.app.tell('replace without looking');
  await server.app.numbers();
  await server.watch.refresh();
  expect(server.watch.serving.map(({ index, restarts }) => [index, restarts])).toEqual([[0, 1]]);
});

it('knows everybody again', async () => {
  await using server = await watching(preforking(2));
  await server.watch.start();
  const before = [...server.watch.alive];
  await server.watch.refresh();
  expect(server.watch.alive).toEqual(before);
  expect(server.watch.lives).toEqual(before);
});

it('takes it for no end when an agent does not answer once', async () => {
  let isSilent = false;
  const agents = async (directory: string) => (isSilent ? [] : await ruby.agents(directory));
  await using server = await watching(preforking(2), { runtime: { ...ruby, agents } });
  await server.watch.start();
  const before = [...server.watch.alive];
  isSilent = true;
  await server.watch.refresh();
  expect(server.watch.alive).toEqual([]);
  isSilent = false;
  await server.watch.refresh();
  expect(server.watch.alive).toEqual(before);
  expect(server.watch.lives).toEqual(before);
});

it('leaves the number of a worker that does not answer once to it', async () => {
  let silent: number | undefined;
  const agents = async (directory: string) =>
    (await ruby.agents(directory)).filter(({ info }) => info.pid !== silent);
  await using server = await watching(preforking(2), { runtime: { ...ruby, agents } });
  await server.watch.start();
  const [first = 0, second = 0] = server.pids;
  await kill(server.app, second);
  server.app.tell(`replace ${second}`);
  const [, replacement] = await server.app.numbers();
  silent = first;
  await server.watch.refresh();
  expect(facts(server.watch.serving)).toEqual([{ role: 'worker', index: 1, restarts: 1, pid: replacement }]);
});

it('counts a process that replaces its program as another life of it', async () => {
  const replacing = `
    require 'socket'
    server = ARGV.empty? ? TCPServer.new('127.0.0.1', 0) : TCPServer.for_fd(ARGV.first.to_i)
    puts server.addr[1]
    puts
    $stdin.gets && exec('ruby', $PROGRAM_NAME, server.fileno.to_s, server.fileno => server.fileno)
  `;
  await using server = await watching(replacing);
  await server.watch.start();
  server.app.tell('replace');
  await server.app.numbers();
  await server.watch.refresh();
  const { pid } = server.app;
  expect(facts(server.watch.lives)).toEqual([
    { role: 'worker', index: 0, restarts: 0, pid },
    { role: 'worker', index: 0, restarts: 1, pid },
  ]);
  expect(server.watch.alive).toEqual(server.watch.lives.slice(1));
});

it('counts the heap of each process at the requests it has answered', async () => {
  await using server = await watching(preforking(2, 'kept = Array.new(10 + number) { Kept.new }; GC.start'));
  await server.watch.start();
  for (const life of server.watch.serving) {
    await life.count();
    life.ownRequests += 100;
    await life.count();
  }
  const seen = server.watch.serving.map(({ points }) =>
    points.map((point) => [point.ownRequests, point.census.classes.get('Kept')?.objects]),
  );
  expect(seen).toEqual([
    [
      [0, 10],
      [100, 10],
    ],
    [
      [0, 11],
      [100, 11],
    ],
  ]);
  expect(server.watch.serving[0]?.points[0]?.residentBytes).toBeGreaterThan(5_000_000);
});

it('says what to look into when nobody with an agent listens', async () => {
  await using server = await watching(preforking(1), { port: 1, timeoutMs: 0 });
  await expect(server.watch.start()).rejects.toThrow(CannotMeasure);
  await expect(server.watch.start()).rejects.toThrow(
    /^head: no agent answers in a process that listens on \$PORT: .*RUBYOPT\?$/,
  );
});

it('says how many serve when more were expected', async () => {
  await using server = await watching(preforking(2), { expected: 3, timeoutMs: 0 });
  await expect(server.watch.start()).rejects.toThrow(
    'head: 2 processes serve requests, 3 were expected: check `processes`',
  );
});
