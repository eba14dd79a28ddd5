import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { HeapGraph } from '../../../src/heap/graph.ts';
import type { GroupTree } from '../../../src/heap/group-tree.ts';
import { groupPaths } from '../../../src/heap/grouped-paths.ts';
import { addressesTo, RubyProcess } from './ruby-process.ts';
import { rudeObjects } from './rude-objects.ts';

// Real processes on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

/** One leaf of a class of its own at the end of an edge of each sort, so that its path is found by its class. */
const holders = `
  %w[Ivar Index FarIndex SymbolKey MadeSymbol StringKey ClassKey ModuleKey IntegerKey IsKey Constant ClassVariable ClassIvar
     Member Local Self ThreadLocal ThreadVariable Default OfAnonymous OfStruct BelowBasic BelowRude BelowNil BelowArray
     BelowHash BelowString BelowClass Twice Private
     Global LocalOfMadeName LocalOfJoinedName LocalOfClassName LocalOfSourceName].each { |name| Object.const_set("#{name}Leaf", Class.new) }

  class Holder
    def initialize(leaf) = @leaf = leaf
  end
  class Box < Array; end
  class Table < Hash; end
  Point = Struct.new(:x, :tail)

  module Kept
    IVAR = Holder.new(IvarLeaf.new)
    INDEX = Box[:a, 'b', IndexLeaf.new]
    FAR = Array.new(2000) { 0 } << FarIndexLeaf.new
    SYMBOL = { first: 1, queue: SymbolKeyLeaf.new }
    MADE = { "user-#{SYMBOL.size}@example.com".to_sym => MadeSymbolLeaf.new }
    STRING = { "user@example.com" => StringKeyLeaf.new }
    CLASS = { Holder => ClassKeyLeaf.new }
    MODULE = { Module.new => ModuleKeyLeaf.new }
    INTEGER = { 7 => IntegerKeyLeaf.new }
    KEYS = { IsKeyLeaf.new => 1 }
    CONSTANT = ConstantLeaf.new
    @@variable = ClassVariableLeaf.new
    @ivar = ClassIvarLeaf.new
    MEMBER = Point.new(1, MemberLeaf.new)
    LOCAL = LocalLeaf.new.then { |leaf| proc { leaf } }
    SELF = SelfLeaf.new.instance_eval { proc {} }
    DEFAULT = Hash.new(DefaultLeaf.new)
    $anonymous = Class.new(Holder)
    ANONYMOUS = $anonymous.new(OfAnonymousLeaf.new)
    TWICE = Holder.new([TwiceLeaf.new])
    autoload :Lazy, ENV.fetch('LAZY')
    HIDDEN = [PrivateLeaf.new].freeze
    private_constant :HIDDEN
  end

  ${rudeObjects}
  class RudeObject
    def initialize(leaf) = @leaf = leaf
  end
  class RudeBasic
    def initialize(leaf) = @leaf = leaf
  end
  class NilLike
    def initialize(leaf) = @leaf = leaf
    def nil? = true
  end
  class RudeClass
    @leaf = BelowClassLeaf.new
  end
  RUDE = [
    RudeObject.new(BelowRudeLeaf.new), RudeBasic.new(BelowBasicLeaf.new), NilLike.new(BelowNilLeaf.new),
    RudeArray.new([BelowArrayLeaf.new]), RudeHash.new.tap { |hash| hash.store(:leaf, BelowHashLeaf.new) },
    RudeString.new('text').tap { |text| text.instance_variable_set(:@leaf, BelowStringLeaf.new) },
  ].freeze

  $kept_cart = [GlobalLeaf.new]
  worker = Thread.new do
    # A thread's locals are named by permanent symbols, whatever made them.
    Thread.current["user-#{$$}@example.com"] = LocalOfMadeNameLeaf.new
    Thread.current[%w[user token].join('_')] = LocalOfJoinedNameLeaf.new
    Thread.current[[Kept, Holder].join('::').sub('Kept::', '')] = LocalOfClassNameLeaf.new
    Thread.current['basket'] = LocalOfSourceNameLeaf.new
    Thread.current[:span] = ThreadLocalLeaf.new
    Thread.current.thread_variable_set(:stack, ThreadVariableLeaf.new)
    sleep
  end
  worker.name = 'worker 7'
  Thread.pass until worker.stop?
`;

describe('the edge that leads to', () => {
  let ruby: RubyProcess;
  let graph: HeapGraph;
  let tree: GroupTree;
  beforeAll(async () => {
    ruby = await RubyProcess.ready(holders, { env: { LAZY: '/nowhere/lazy.rb' } });
    graph = await ruby.heap();
    tree = groupPaths(graph);
  });
  afterAll(() => ruby[Symbol.asyncDispose]());

  const edgesTo = async (leaf: string) => (await ruby.agentOf()).nameEdges(addressesTo(leaf, graph, tree));

  const lastEdges: [what: string, leaf: string, edges: (string | undefined)[]][] = [
    ['an instance variable', 'IvarLeaf', ['IVAR', '@leaf']],
    ['an element of an array', 'IndexLeaf', ['INDEX', '[2]']],
    ['an element far down an array', 'FarIndexLeaf', ['FAR', '[2000]']],
    ['the value of a literal symbol', 'SymbolKeyLeaf', ['SYMBOL', '[:queue]']],
    ['the value of a symbol made at run time', 'MadeSymbolLeaf', ['MADE', '[a Symbol]']],
    ['the value of a string', 'StringKeyLeaf', ['STRING', '[a String]']],
    ['the value of a class', 'ClassKeyLeaf', ['CLASS', '[Holder]']],
    ['the value of an anonymous module', 'ModuleKeyLeaf', ['MODULE', '[(anonymous module)]']],
    ['the value of a number', 'IntegerKeyLeaf', ['INTEGER', '[a Integer]']],
    ['a key', 'IsKeyLeaf', ['KEYS', '(a key)']],
    ['a constant', 'ConstantLeaf', ['CONSTANT']],
    ['a class variable', 'ClassVariableLeaf', ['@@variable']],
    ['an instance variable of a module', 'ClassIvarLeaf', ['@ivar']],
    ['a member of a struct', 'MemberLeaf', ['MEMBER', '.tail']],
    ['the self of a closure', 'SelfLeaf', ['SELF', '(self)']],
    ['an object of an anonymous class', 'OfAnonymousLeaf', ['ANONYMOUS', '@leaf']],
    ['what an object holds that raises at every call', 'BelowRudeLeaf', ['@leaf']],
    ['what a BasicObject holds', 'BelowBasicLeaf', ['@leaf']],
    ['what an object holds that says it is nil', 'BelowNilLeaf', ['@leaf']],
    ['what an array holds that raises at every call', 'BelowArrayLeaf', ['[0]']],
    ['what a hash holds that raises at every call', 'BelowHashLeaf', ['[:leaf]']],
    ['what a string holds that raises at every call', 'BelowStringLeaf', ['@leaf']],
    ['what a class holds that raises at every call', 'BelowClassLeaf', ['@leaf']],
    ['a thread local', 'ThreadLocalLeaf', ['[:span]']],
    ['a thread variable', 'ThreadVariableLeaf', ['[:stack]']],
    ['a thread local whose name was made at run time', 'LocalOfMadeNameLeaf', ['[a Symbol]']],
    ['a thread local whose name is in no file', 'LocalOfJoinedNameLeaf', ['[a Symbol]']],
    ['a thread local that is called like a class', 'LocalOfClassNameLeaf', ['[:Holder]']],
    ['a thread local that the source names', 'LocalOfSourceNameLeaf', ['[:basket]']],
    ['a private constant', 'PrivateLeaf', ['HIDDEN', '[0]']],
    ['a global', 'GlobalLeaf', ['$kept_cart', '[0]']],
  ];
  it.each(lastEdges)('%s', async (_what, leaf, expected) => {
    expect((await edgesTo(leaf)).slice(-expected.length)).toEqual(expected);
  });

  it('a local of a closure, which the VM keeps in an environment between', async () => {
    const edges = await edgesTo('LocalLeaf');
    expect(edges.at(-1)).toBe('leaf');
    expect(edges).toContain('LOCAL');
  });

  it('what has no name is nothing', async () => {
    expect((await edgesTo('DefaultLeaf')).at(-1)).toBeUndefined();
  });

  it('an object that is no longer where it was is nothing, and so is all below it', async () => {
    const path = addressesTo('TwiceLeaf', graph, tree);
    const agent = await ruby.agentOf();
    const edges = await agent.nameEdges(path);
    expect(edges.slice(-2)).toEqual(['@leaf', '[0]']);
    const astray = path.with(-2, 0x10);
    expect(await agent.nameEdges(astray)).toEqual([...edges.slice(0, -2), undefined, undefined]);
    expect(await agent.nameEdges([0x10, 0x20])).toEqual([undefined, undefined]);
  });

  it('what is found past a constant that is loaded on first use does not load it', async () => {
    // Loading it would fail, since there is no such file.
    expect((await edgesTo('ClassVariableLeaf')).at(-1)).toBe('@@variable');
  });
});

it('of a chain of 100,000 objects both ends are named, and what lies between is not looked at', async () => {
  await using ruby = await RubyProcess.ready(`
    class Leaf; end
    class Link
      def initialize(rest) = @rest = rest
    end
    CHAIN = (1..100_000).reduce(Leaf.new) { |rest, _| Link.new(rest) }
  `);
  const path = addressesTo('Leaf', await ruby.heap());
  expect(path.length).toBeGreaterThan(100_000);
  const agent = await ruby.agentOf();
  const edges = await agent.nameEdges(path);
  expect(edges).toHaveLength(path.length);
  expect(edges.slice(-50)).toEqual(Array(50).fill('@rest'));
  expect(edges.slice(5, 50)).toEqual(Array(45).fill('@rest'));
  expect(edges[50_000]).toBeUndefined();
});

it('no value of a string leaves the app in any answer', async () => {
  const canary = 'canary7f3a';
  await using ruby = await RubyProcess.ready(`
    class Leaf; end
    class Holder
      def initialize(leaf, secret) = (@secret, @leaf = secret, leaf)
      def inspect = @secret
      def to_s = @secret
    end
    secret = -> (i) { "${canary}" + i.to_s }
    KEPT = Holder.new({ secret[1] => { secret[2].to_sym => [secret[3], Leaf.new] } }, secret[4])
    ENVIRONMENT = ENV.to_h.merge('TOKEN' => secret[5])
    Thread.current[:session] = { token: secret[6] }
    Thread.new { Thread.current[:secret] = secret[7]; sleep }
    $secret = secret[11]
    class Local; end
    Thread.new { Thread.current[secret[12]] = Local.new; sleep }
    ERROR = (raise ArgumentError, secret[8] rescue $!)
    local = secret[9]
    CLOSURE = proc { local }
    ARGV << secret[10]
  `);
  const graph = await ruby.heap();
  const pathTo = (leaf: string) =>
    addressesTo(leaf, graph)
      .map((address) => `0x${address.toString(16)}`)
      .join(' ');
  const requests = [
    'info',
    'settle',
    'trace on',
    'census',
    'threads',
    `edges ${pathTo('Leaf')}`,
    `edges ${pathTo('Local')}`,
    'routes',
    'trace off',
    `dump ${ruby.directory}/x/y`,
    'what',
  ];
  const answers = await Promise.all(requests.map((request) => ruby.raw(request)));
  expect(answers.map((answer) => JSON.parse(answer))).toHaveLength(requests.length);
  expect(answers[5]).toContain('@leaf');
  expect(answers[6]).toContain('[a Symbol]');
  for (const answer of answers) expect(answer).not.toContain(canary);
});
