import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { Census } from '../../../src/heap/census.ts';
import { ruby } from '../../../src/runtimes/ruby/runtime.ts';
import { RubyProcess } from './ruby-process.ts';
import { rudeObjects } from './rude-objects.ts';

// Real processes on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

/** What the process counts itself when it is told to, as JSON. */
const ownCount = `
  require 'json'
  CLASS_OF = Kernel.instance_method(:class)
  NAME_OF = Module.instance_method(:name)
  def own_count
    counts = Hash.new(0)
    ObjectSpace.each_object { |found| counts[CLASS_OF.bind_call(found)] += 1 }
    counts.to_h { |klass, count| [NAME_OF.bind_call(klass), count] }.to_json
  end
`;

async function censusOf(process: RubyProcess): Promise<Census> {
  const agent = await process.agentOf();
  await agent.settle();
  return agent.census();
}

const objects = (census: Census, name: string): number => census.classes.get(name)?.objects ?? 0;

describe('a census', () => {
  it('is what the process counts itself', async () => {
    await using process = await RubyProcess.start(`
      ${ownCount}
      class Order; end
      class Basket < Array; end
      kept = Array.new(137) { Order.new } + Array.new(11) { Basket.new } + [1..2, 3.7e300, 2**80, /x/, Time.now, :"a b".to_proc]
      kept.first(40).each { |order| order.define_singleton_method(:rush) { } }
      require 'objspace'
      wrapped = ObjectSpace.reachable_objects_from(Order).grep(ObjectSpace::InternalObjectWrapper)
      puts 'ready'
      while $stdin.gets
        GC.start
        puts own_count
      end
    `);
    await process.expectLine('ready');
    const census = await censusOf(process);
    process.tell('count');
    const own = new Map<string, number>(Object.entries(JSON.parse(await process.line())));
    // Counting makes some of these itself; what has no name is called otherwise.
    for (const name of ['Array', 'Hash', 'String', 'MatchData', 'UNIXSocket', '']) own.delete(name);
    expect(own.size).toBeGreaterThan(30);
    expect(own.get('Order')).toBe(137);
    expect(own.get('ObjectSpace::InternalObjectWrapper')).toBeGreaterThan(0);
    // Those without a name count apart.
    const classes = [...census.classes].filter(([name]) => /^(Class$|class |singleton class )/.test(name));
    expect(classes.reduce((sum, [, tally]) => sum + tally.objects, 0)).toBe(own.get('Class'));
    own.delete('Class');
    for (const [name, count] of own) expect({ name, count: objects(census, name) }).toEqual({ name, count });
  });

  it('does not change what it counts', async () => {
    await using process = await RubyProcess.ready('kept = Array.new(1000) { Object.new }');
    await censusOf(process);
    const [before, after] = [await censusOf(process), await censusOf(process)];
    for (const [name, { objects: count }] of before.classes) {
      expect({ name, count: objects(after, name) }).toEqual({ name, count });
    }
    for (const [name, tally] of before.internals) {
      const moved = Math.abs((after.internals.get(name)?.objects ?? 0) - tally.objects);
      expect({ name, few: moved <= 5 }).toEqual({ name, few: true });
    }
  });

  it('counts objects that raise at whatever they are asked', async () => {
    await using process = await RubyProcess.ready(`
      ${rudeObjects}
      kept = Array.new(3) { RudeObject.new } + Array.new(4) { RudeBasic.new } + Array.new(5) { RudeString.new('x') } +
             Array.new(6) { RudeArray.new } + Array.new(7) { RudeHash.new } + Array.new(8) { RudeClass.new }
    `);
    const census = await censusOf(process);
    const names = ['RudeObject', 'RudeBasic', 'RudeString', 'RudeArray', 'RudeHash', 'RudeClass'];
    expect(names.map((name) => objects(census, name))).toEqual([3, 4, 5, 6, 7, 8]);
  });

  it('counts objects with a singleton class under their class', async () => {
    await using process = await RubyProcess.ready(`
      class Order; end
      kept = Array.new(5) { Order.new.tap { |order| def order.extra = 1 } }
    `);
    expect(objects(await censusOf(process), 'Order')).toBe(5);
  });

  it('has no address in any name, however anonymous the class', async () => {
    await using process = await RubyProcess.ready(`
      class Order; end
      anonymous = Class.new(Order)
      nested = Class.new.const_set(:Row, Class.new)
      deeper = Module.new.const_set(:Table, Module.new).const_set(:Cell, Class.new(Order))
      refined = Module.new { refine(String) { def shout = upcase } }
      mixin = Module.new
      mixed = Class.new(BasicObject) { include mixin }
      kept = Array.new(2) { anonymous.new } + Array.new(3) { nested.new } + Array.new(4) { deeper.new } +
             [mixed.new, Class.new(anonymous).new]
    `);
    const names = [...(await censusOf(process)).classes.keys()];
    expect(names.filter((name) => /0x|[0-9a-f]{8}/.test(name))).toEqual([]);
    expect(names).toEqual(
      expect.arrayContaining(['(anonymous) < Order', '(anonymous)::Row', '(anonymous)::Table::Cell']),
    );
    expect(names).toContain('(anonymous) < BasicObject');
  });

  it('counts classes, modules and singleton classes without a name apart, by what they are', async () => {
    await using process = await RubyProcess.ready(`
      class Order; end
      kept = Array.new(3) { Class.new(Order) } + Array.new(4) { Module.new } + Array.new(5) { Class.new(Class.new(Order)) }
      orders = Array.new(6) { Order.new.tap { |order| def order.rush = 1 } }
    `);
    const census = await censusOf(process);
    expect(objects(census, 'class (anonymous) < Order')).toBe(3 + 5 + 5);
    expect(objects(census, '(anonymous module)')).toBeGreaterThanOrEqual(4);
    expect(objects(census, 'singleton class < Order')).toBe(6);
  });

  it('counts classes of one name as one', async () => {
    await using process = await RubyProcess.ready(`
      kept = Array.new(4) { Class.new(StandardError).new } + Array.new(3) { Class.new.const_set(:Row, Class.new).new }
    `);
    const census = await censusOf(process);
    expect(objects(census, '(anonymous) < StandardError')).toBe(4);
    expect(objects(census, '(anonymous)::Row')).toBe(3);
  });

  it('weighs a string by its length, not by the room that was made for it', async () => {
    await using process = await RubyProcess.start(`
      buffer = +''
      puts 'ready'
      while $stdin.gets
        100.times { buffer << 'x' * 1000 }
        puts 'ready'
      end
    `);
    await process.expectLine('ready');
    const bytes: number[] = [];
    for (let round = 0; round < 4; round++) {
      bytes.push((await censusOf(process)).classes.get('String')?.bytes ?? 0);
      process.tell('grow');
      await process.expectLine('ready');
    }
    for (const [i, later] of bytes.slice(1).entries()) {
      const grown = later - (bytes[i] ?? 0);
      expect(grown).toBeGreaterThan(95_000);
      expect(grown).toBeLessThan(105_000);
    }
  });

  it.each([
    ['Array', '[]', 'numbers << number', 8],
    ['Hash', '{}', 'numbers[numbers.size] = true', 24],
  ])(
    'weighs an %s by its length, so that a collection of numbers grows evenly',
    async (name, empty, add, of) => {
      await using process = await RubyProcess.start(`
      numbers = ${empty}
      puts 'ready'
      while $stdin.gets
        5_000.times { |number| ${add} }
        puts 'ready'
      end
    `);
      await process.expectLine('ready');
      const bytes: number[] = [];
      for (let round = 0; round < 6; round++) {
        bytes.push((await censusOf(process)).classes.get(name)?.bytes ?? 0);
        process.tell('grow');
        await process.expectLine('ready');
      }
      for (const [i, later] of bytes.slice(1).entries()) {
        const grown = later - (bytes[i] ?? 0);
        expect(grown).toBeGreaterThan(5_000 * of - 1_000);
        expect(grown).toBeLessThan(5_000 * of + 1_000);
      }
    },
  );

  it('has names beyond ASCII as they are', async () => {
    await using process = await RubyProcess.ready('class Größe; end; kept = [Größe.new]');
    expect(objects(await censusOf(process), 'Größe')).toBe(1);
  });

  it('counts the VM’s own objects by type', async () => {
    await using process = await RubyProcess.ready('procs = Array.new(500) { |i| -> { i } }');
    const { internals } = await censusOf(process);
    expect(internals.get('imemo_env')?.objects).toBeGreaterThanOrEqual(500);
    expect([...internals.keys()]).toEqual(expect.arrayContaining(['iclass', 'hidden', 'imemo_ment']));
  });
});

it('settling frees what a collection alone leaves to finalizers', async () => {
  await using process = await RubyProcess.ready(`
    class Freed; end
    class Chained; end
    100.times do
      chained = Chained.new
      ObjectSpace.define_finalizer(Freed.new, proc { chained = nil })
    end
    GC.disable
    200_000.times { Object.new }
    GC.enable
  `);
  const { liveObjects, gcMs } = await (await process.agentOf()).settle();
  expect(liveObjects).toBeLessThan(150_000);
  expect(gcMs).toBeGreaterThan(0);
  expect(objects(await censusOf(process), 'Freed')).toBeLessThanOrEqual(1);
});

describe('a dump', () => {
  it('counts the same as the census', async () => {
    await using process = await RubyProcess.ready(`
      ${rudeObjects}
      class Order; end
      KEPT = Array.new(137) { Order.new } + [RudeBasic.new, Class.new(Order).new, Class.new.const_set(:Row, Class.new).new]
      ORDERS = Array.new(6) { Order.new.tap { |order| def order.rush = 1 } }
      MODULES = Array.new(4) { Module.new }
    `);
    const agent = await process.agentOf();
    await agent.settle();
    const census = await agent.census();
    const file = join(process.directory, 'a dump.json');
    const { bytes } = await agent.dump(file);
    expect((await stat(file)).size).toBe(bytes);
    const graph = await ruby.readDump(file, await agent.threads());
    const counts = new Map<string, number>();
    for (const label of graph.labels) {
      const name = graph.names[label] ?? '';
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    const names = [
      'Order',
      'RudeBasic',
      '(anonymous) < Order',
      '(anonymous)::Row',
      'Thread',
      'Proc',
      'Encoding',
      'Regexp',
      'class (anonymous) < Order',
      'singleton class < Order',
      '(anonymous module)',
    ];
    for (const name of names)
      expect({ name, dumped: counts.get(name) }).toEqual({ name, dumped: objects(census, name) });
  });

  it('is for its owner’s eyes alone, and takes no other file’s place', async () => {
    await using process = await RubyProcess.ready('');
    const agent = await process.agentOf();
    const file = join(process.directory, 'dump.json');
    await agent.dump(file);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await expect(agent.dump(file)).rejects.toThrow('File exists');
  });

  it('shows one moment, although other threads run', async () => {
    await using process = await RubyProcess.start(`
      class Pair
        def initialize(other) = @other = other
      end
      pairs = Queue.new
      2.times { Thread.new { loop { pairs << Pair.new(Object.new); pairs.pop if pairs.size > 500 } } }
      Thread.pass until pairs.size > 100
      puts 'ready'
      sleep
    `);
    await process.expectLine('ready');
    const agent = await process.agentOf();
    const file = join(process.directory, 'dump.json');
    await agent.dump(file);
    const rows = (await readFile(file, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const addresses = rows.flatMap((row) => (row.address === undefined ? [] : [row.address]));
    expect(new Set(addresses).size).toBe(addresses.length);
    const known = new Set(addresses);
    const dangling = rows.filter((row) =>
      (row.references ?? []).some((target: string) => !known.has(target)),
    );
    expect(dangling.length).toBeLessThan(addresses.length / 1000);
  });

  it('is whole whatever the app’s encodings', async () => {
    await using process = await RubyProcess.ready(`
      Encoding.default_external = 'ISO-8859-1'
      Encoding.default_internal = 'UTF-8'
      KEPT = ['größe €', "\\xff\\xfe".b, 'größe'.encode('UTF-16LE')]
      class Größe; end
      ONE = Größe.new
    `);
    const agent = await process.agentOf();
    const file = join(process.directory, 'dump.json');
    const { bytes } = await agent.dump(file);
    expect((await stat(file)).size).toBe(bytes);
    expect((await ruby.readDump(file, [])).names).toContain('Größe');
  });

  it('has sites of what was allocated while tracing, and of nothing else', async () => {
    await using process = await RubyProcess.start(`
      class Order; end
      KEPT = []
      def keep(count) = count.times { KEPT << Order.new }
      while (count = $stdin.gets)
        keep(count.to_i)
        puts 'kept'
      end
    `);
    const keep = async (count: number) => {
      process.tell(String(count));
      await process.expectLine('kept');
    };
    const tracedOrders = async (name: string) => {
      const file = join(process.directory, name);
      await agent.dump(file);
      const graph = await ruby.readDump(file, []);
      const orders = [...graph.labels.keys()].filter(
        (node) => graph.names[graph.labels[node] ?? -1] === 'Order',
      );
      return orders.flatMap((node) => graph.sites[graph.siteOf[node] ?? 0] ?? []);
    };
    await keep(3);
    const agent = await process.agentOf();
    await agent.trace(true);
    await keep(5);
    const sites = await tracedOrders('traced.json');
    expect(sites).toHaveLength(5);
    expect(new Set(sites.map(({ file, line }) => `${file}:${line}`))).toEqual(
      new Set([`${process.directory}/script.rb:5`]),
    );
    await agent.trace(false);
    await keep(7);
    expect(await tracedOrders('after.json')).toEqual([]);
  });
});

it('threads come with their names, which are the app’s', async () => {
  await using process = await RubyProcess.ready(`
    Thread.new { sleep }.name = 'puma srv tp 001'
    Thread.new { sleep }.name = 'größe "q"'
    Class.new(Thread).new { sleep }.name = 'odd'
    Thread.new { sleep }
  `);
  const threads = await (await process.agentOf()).threads();
  expect(threads.map(({ name }) => name).sort()).toEqual(
    ['größe "q"', 'heapgate agent', 'main', 'odd', 'puma srv tp 001', 'unnamed'].sort(),
  );
  const file = join(process.directory, 'dump.json');
  await (await process.agentOf()).dump(file);
  const graph = await ruby.readDump(file, threads);
  const named = graph.roots.filter(({ kind }) => kind === 'thread').map(({ label }) => label);
  expect(named).toEqual(expect.arrayContaining(['puma srv tp #', 'größe "q"', 'odd', 'main']));
});
