import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { AgentGone } from '../../../src/runtimes/runtime.ts';
import { RubyProcess } from './ruby-process.ts';

// Real processes on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

describe('in the app', () => {
  it('loads no gem and changes no gem’s version', async () => {
    const script = `
      puts Gem.loaded_specs.keys.sort.join(',')
      puts $LOADED_FEATURES.grep(%r{/gems/}).sort.join(',')
      puts $LOADED_FEATURES.map { |path| File.basename(path) }.sort.join(',')
    `;
    const read = async (injected: boolean) => {
      await using process = await RubyProcess.start(script, { injected });
      return {
        specs: await process.line(),
        gems: await process.line(),
        features: (await process.line()).split(','),
      };
    };
    const [without, withAgent] = [await read(false), await read(true)];
    expect(withAgent.specs).toBe(without.specs);
    expect(withAgent.gems).toBe(without.gems);
    const added = withAgent.features.filter((name) => !without.features.includes(name));
    expect(added.sort()).toEqual(['agent.rb', 'objspace.rb', 'objspace.so', 'socket.so']);
  });

  it('prints nothing, whatever it is asked', async () => {
    await using process = await RubyProcess.ready('$VERBOSE = true; Warning[:deprecated] = true', {
      env: { RUBYLIB: '' },
    });
    for (const request of [
      'info',
      'settle',
      'census',
      'threads',
      'edges 0x10 0x20',
      'routes',
      'trace on',
      'trace off',
      'nonsense',
      '',
    ]) {
      await process.raw(request);
    }
    expect(await process.end()).toBe('');
  });

  it('knows the routes of a Rails app, and none of another', async () => {
    await using plain = await RubyProcess.ready('');
    expect(await (await plain.agentOf()).paths()).toEqual([]);
    await using rails = await RubyProcess.ready(`
      module Rails
        Path = Struct.new(:spec)
        Route = Struct.new(:verb, :path)
        Routes = Struct.new(:routes)
        Application = Struct.new(:routes)
        def self.application = Application.new(Routes.new([Route.new('GET', Path.new(:'/caf\u00e9(.:format)'))]))
      end
    `);
    expect(await (await rails.agentOf()).paths()).toEqual(['/café']);
  });

  it('lets it require the whole of socket and json afterwards', async () => {
    await using process = await RubyProcess.start(`
      require 'socket'
      require 'json'
      puts TCPServer.new('127.0.0.1', 0).addr.size, JSON.generate([1])
    `);
    expect([await process.line(), await process.line()]).toEqual(['4', '[1]']);
  });

  it('keeps quiet when its folder goes, in forked children too', async () => {
    await using process = await RubyProcess.start(`
      puts 'ready'
      $stdin.gets
      puts Process.wait2(fork { puts 'child' })[1].exitstatus
    `);
    await process.expectLine('ready');
    await rm(process.directory, { recursive: true });
    process.tell('go on');
    expect([await process.line(), await process.line()]).toEqual(['child', '0']);
    expect(await process.end()).toBe('');
  });

  it('does not end it when the folder’s path is too long for a socket', async () => {
    await using process = await RubyProcess.start(`
      long = Dir.mkdir('x' * 120) && File.expand_path('x' * 120)
      exec({ 'HEAPGATE_AGENT_DIR' => long }, 'ruby', '-e', 'puts :alive')
    `);
    await process.expectLine('alive');
    expect(await process.end()).toBe('');
  });

  it('does not appear among the threads that a server counts before it forks', async () => {
    await using process = await RubyProcess.start(
      `puts Thread.list.reject { |thread| thread == Thread.main || thread.thread_variable_get(:fork_safe) }.size`,
    );
    expect(await process.line()).toBe('0');
  });
});

describe('an answer', () => {
  /** Forks a child that lives on, once the agent has taken a question. */
  const forking = `
    puts 'ready'
    taken = -> { ObjectSpace.each_object(UNIXSocket).any? { |each| each.instance_of?(UNIXSocket) && !each.closed? } }
    Thread.pass until taken.call
    child = fork { puts 'forked'; sleep }
    at_exit { Process.kill(:KILL, child) }
    $stdin.gets
  `;

  it('ends although the app has forked a child meanwhile', async () => {
    await using process = await RubyProcess.start(forking);
    await process.expectLine('ready');
    const socket = process.connect();
    await process.expectLine('forked');
    expect(JSON.parse(await process.raw('info', socket))).toMatchObject({ pid: process.pid });
  });

  it('ends as well when the app dies before it is given, and a child lives on', async () => {
    await using process = await RubyProcess.start(forking.replace('$stdin.gets', '$stdin.gets\nexit!'));
    await process.expectLine('ready');
    const socket = process.connect();
    await process.expectLine('forked');
    process.tell('die');
    expect(await socket.toArray()).toEqual([]);
  });
});

describe('who answers', () => {
  it('is the process itself, which says who it is', async () => {
    await using process = await RubyProcess.ready("$PROGRAM_NAME = 'shop: worker 1'");
    const { info } = await process.agentOf();
    expect(info).toMatchObject({ pid: process.pid, title: 'shop: worker 1', serverThreads: undefined });
    expect(info.language).toMatch(/^Ruby \d+\.\d+\.\d+$/);
  });

  it('are forked children as well, however they were forked, and other Rubies that were spawned', async () => {
    await using process = await RubyProcess.start(`
      up, announce = IO.pipe
      wait = -> { announce.puts('up') || sleep }
      pids = [
        fork || wait.(),
        fork(&wait),
        Process.fork || wait.(),
        Process.fork(&wait),
        Thread.new { fork(&wait) }.value,
        Thread.new { fork || wait.() }.value,
        spawn('ruby', '-e', 'puts "up"; $stdout.flush; sleep', out: announce),
      ]
      pids.each { up.gets }
      puts pids.join(' ')
      sleep
    `);
    const children = await process.numbers();
    const agents = await process.agents();
    expect(agents.map(({ info }) => info.pid)).toEqual([process.pid, ...children].sort((a, b) => a - b));
    expect(agents.filter(({ info }) => info.parentPid === process.pid)).toHaveLength(children.length);
  });

  it('counts its own heap, not that of the process it was forked from', async () => {
    await using process = await RubyProcess.start(`
      class OfParent; end
      class OfChild; end
      parents = Array.new(10) { OfParent.new }
      pid = fork do
        children = Array.new(7) { OfChild.new }
        puts Process.pid
        sleep
      end
      sleep
    `);
    const [child] = await process.numbers();
    const counts = async (pid?: number) => {
      const { classes } = await (await process.agentOf(pid)).census();
      return ['OfParent', 'OfChild'].map((name) => classes.get(name)?.objects ?? 0);
    };
    expect(await counts()).toEqual([10, 0]);
    expect(await counts(child)).toEqual([10, 7]);
  });

  it('is a daemon, not the process it was before', async () => {
    await using process = await RubyProcess.start(`
      Process.daemon(true, true)
      puts Process.pid
      sleep
    `);
    const pid = Number(await process.line());
    expect((await process.agents()).map(({ info }) => info.pid)).toEqual([pid]);
  });

  it('is the process after it has executed another program in its place', async () => {
    await using process = await RubyProcess.start(
      `exec('ruby', '-e', '$stdout.sync = true; puts "other"; $PROGRAM_NAME = "other"; puts "titled"; sleep')`,
    );
    await process.expectLine('other');
    await process.expectLine('titled');
    const agents = await process.agents();
    expect(agents.map(({ info }) => [info.pid, info.title])).toEqual([[process.pid, 'other']]);
  });

  it('is not a process that has ended, although its socket is still there and its child lives', async () => {
    await using process = await RubyProcess.start(`
      child = fork do
        puts fork { puts Process.pid; sleep } && 'forked'
        $stdin.gets
      end
      Process.wait(child)
      puts child
      sleep
    `);
    const lines = [await process.line(), await process.line()];
    const grandchild = Number(lines.find((line) => line !== 'forked'));
    process.tell('end');
    const child = Number(await process.line());
    expect(existsSync(join(process.directory, `${child}.sock`))).toBe(true);
    const pids = (await process.agents()).map(({ info }) => info.pid);
    expect(pids.sort()).toEqual([process.pid, grandchild].sort());
  });

  it('is nobody behind a socket file that nothing listens on', async () => {
    await using process = await RubyProcess.ready('');
    await writeFile(join(process.directory, '999999.sock'), '');
    expect((await process.agents()).map(({ info }) => info.pid)).toEqual([process.pid]);
  });

  it('is gone once the process has ended', async () => {
    await using process = await RubyProcess.ready('');
    const agent = await process.agentOf();
    await process.kill();
    await expect(agent.census()).rejects.toThrow(AgentGone);
    expect(await process.agents()).toEqual([]);
  });
});
