import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { execa } from 'execa';

/**
 * Makes the heap dumps of test/runtimes/ruby/fixtures again: `node scripts/ruby-fixtures.ts`. Each is written by the
 * Ruby that it is named after: this machine's, and newer ones that run as WebAssembly and are installed for this in a
 * temporary folder. Every run gives other addresses: worth it when the program changes or a Ruby comes out.
 */
const wasmRubies = ['3.2', '3.3', '3.4', '4.0'];
const fixtures = new URL('../test/runtimes/ruby/fixtures/', import.meta.url);

/** Says the version, the number of instances of some classes, and the bytes of the dump in hexadecimal. */
const program = `
require 'objspace'
class Item; def initialize(label) = @label = label; end
ObjectSpace.trace_object_allocations_start
ITEMS = Array.new(37) { |i| Item.new("item #{i}") }
ODD_ITEM = Item.new('odd')
def ODD_ITEM.odd = true
$anonymous = Class.new(Item)
ANONYMOUS_ITEMS = Array.new(5) { |i| $anonymous.new(i) }
LONG = 'long ' * 200
GC.start
counts = [Item, $anonymous].map { |type| ObjectSpace.each_object(type).count { |each| each.instance_of?(type) } }
[RUBY_VERSION[/\\d+\\.\\d+/], counts.join(','), ObjectSpace.dump_all(output: :string).unpack1('H*')].join(' ')
`;

/** Node.js has it; the types of this project leave out what is not Node.js's own. */
declare const WebAssembly: { compile(bytes: Uint8Array): Promise<object> };

interface Ruby {
  eval(code: string): { toString(): string };
}

/** What is used of the packages that are not installed here. */
interface WasmPackage {
  DefaultRubyVM(module: object): Promise<{ readonly vm: Ruby }>;
}

async function saidHere(): Promise<string> {
  const { stdout } = await execa('ruby', ['--disable-gems', '-e', 'puts eval($stdin.read)'], {
    input: program,
  });
  return stdout;
}

async function* saidByWasm(): AsyncGenerator<string, void, void> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'heapgate-fixtures-'));
  await writeFile(join(folder.path, 'package.json'), '{"private":true}');
  const packages = wasmRubies.map((version) => `@ruby/${version}-wasm-wasi`);
  await execa('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...packages], {
    cwd: folder.path,
  });
  const require = createRequire(join(folder.path, 'package.json'));
  const { DefaultRubyVM }: WasmPackage = require('@ruby/wasm-wasi/dist/node');
  for (const name of packages) {
    const wasm = await readFile(join(folder.path, 'node_modules', name, 'dist', 'ruby+stdlib.wasm'));
    const { vm } = await DefaultRubyVM(await WebAssembly.compile(wasm));
    yield vm.eval(program).toString();
  }
}

async function keep(said: string): Promise<void> {
  const [version, counts, dump = ''] = said.trim().split(' ');
  await writeFile(
    new URL(`ruby-${version}.json.gz`, fixtures),
    gzipSync(Buffer.from(dump, 'hex'), { level: 9 }),
  );
  console.log(`ruby-${version}: instances of Item and of an anonymous class: ${counts}`);
}

await keep(await saidHere());
for await (const said of saidByWasm()) await keep(said);
