import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import parser from 'stream-json/jsonl/parser.js';
import { z } from 'zod';
import { CannotMeasure } from '../../../src/cannot-measure.ts';
import { type HeapGraph, NodeKind } from '../../../src/heap/graph.ts';
import { ClassNames, type ClassRow } from '../../../src/runtimes/ruby/dump/class-names.ts';
import type { ThreadName } from '../../../src/runtimes/runtime.ts';
import { GraphBuilder } from '../../heap/graph-builder.ts';

const address = z
  .string()
  .regex(/^0x[0-9a-f]{1,16}$/i)
  .transform(Number);
const references = z
  .array(z.unknown())
  .transform((all) => all.flatMap((each) => address.safeParse(each).data ?? []));
// Not -0.
const wholeNumber = z
  .int()
  .nonnegative()
  .transform((value) => Math.abs(value));
const orAbsent = <Value extends z.ZodType>(value: Value) => value.optional().catch(undefined);

const dumpRow = z.object({
  address: orAbsent(address),
  type: orAbsent(z.string()),
  root: orAbsent(z.string()),
  class: orAbsent(address),
  superclass: orAbsent(address),
  name: orAbsent(z.string()),
  singleton: orAbsent(z.boolean()),
  imemo_type: orAbsent(z.string()),
  struct: orAbsent(z.string()),
  memsize: orAbsent(wholeNumber),
  bytesize: orAbsent(wholeNumber),
  file: orAbsent(z.string()),
  line: orAbsent(wholeNumber),
  references: orAbsent(references),
});
type DumpRow = z.output<typeof dumpRow>;

/** The dump reader written the straightforward way, one parsed object a row: what the fast one must agree with. */
export async function readRubyDumpSlowly(
  file: string,
  threads: readonly ThreadName[] = [],
): Promise<HeapGraph> {
  const reader = new ReferenceReader(threads);
  const rows = createReadStream(file).pipe(parser.asStream({ errorIndicator: () => null }));
  const lines = await filledLines(file);
  for await (const row of rows) reader.read(row.value, lines.shift() ?? 0);
  return reader.graph(file);
}

/** Numbers of the lines that are not empty, from 1. */
async function filledLines(file: string): Promise<number[]> {
  const lines = (await readFile(file, 'latin1')).split('\n');
  return lines.flatMap((line, i) => (line === '' || line === '\r' ? [] : [i + 1]));
}

const classKinds: ReadonlyMap<string, ClassRow['kind']> = new Map([
  ['CLASS', 'class'],
  ['MODULE', 'module'],
  ['ICLASS', 'iclass'],
]);
const notObjects = new Set(['NONE', 'ZOMBIE', 'SHAPE']);

class ReferenceReader {
  readonly #builder = new GraphBuilder();
  readonly #classes = new ClassNames();
  readonly #labels = new Map<string, { readonly number: number; readonly name: () => string }>();
  readonly #threads: readonly ThreadName[];
  readonly #roots: Parameters<GraphBuilder['addRoots']>[] = [];
  readonly #threadAddresses = new Set<number>();
  /** What the VM or a ractor refers to. */
  readonly #heldByVm = new Set<number>();
  #rows = 0;
  readonly #skippedLines: number[] = [];

  constructor(threads: readonly ThreadName[]) {
    this.#threads = threads;
  }

  read(value: unknown, line: number): void {
    this.#rows++;
    const row = dumpRow.safeParse(value).data;
    if (row?.type === 'ROOT') this.#readRoot(row);
    else if (row?.type !== undefined && notObjects.has(row.type)) return;
    else if (row?.type === undefined || row.address === undefined) this.#skippedLines.push(line);
    else this.#readNode(row, row.type, row.address);
  }

  graph(file: string): HeapGraph {
    const skipped = this.#skippedLines.length;
    if (this.#rows === 0) throw new CannotMeasure(`${file}: this is empty: no heap dump was written to it`);
    if (skipped === this.#rows) {
      throw new CannotMeasure(
        `${file}: this is no heap dump of Ruby (ObjectSpace.dump_all): no line of it is a row of one`,
      );
    }
    if (skipped > this.#rows / 1000) {
      const [first] = this.#skippedLines;
      const fault =
        skipped === 1
          ? `is not a row of a Ruby heap dump (line ${first})`
          : `are not rows of a Ruby heap dump (the first is line ${first})`;
      throw new CannotMeasure(
        `${file}: ${skipped} of ${this.#rows} rows ${fault}; was the disk full, or the dump cut short?`,
      );
    }
    const ended = this.#endedThreads();
    for (const roots of this.#roots) {
      const [kind, , [address = 0]] = roots;
      if (kind !== 'thread' || !ended.has(address)) this.#builder.addRoots(...roots);
    }
    const labels = [...this.#labels.values()];
    const graph = this.#builder.build(
      skipped,
      (number) => labels[number]?.name() ?? '',
      this.#skippedLines.slice(0, 5),
    );
    for (const address of ended) graph.kinds[graph.addresses.indexOf(address)] = NodeKind.instance;
    return graph;
  }

  #endedThreads(): ReadonlySet<number> {
    const ended = new Set([...this.#threadAddresses].filter((address) => !this.#heldByVm.has(address)));
    return ended.size < this.#threadAddresses.size ? ended : new Set();
  }

  #readRoot({ root = 'unknown', references = [] }: DumpRow): void {
    this.#roots.push([root === 'machine_context' ? 'stack' : 'global', root, references]);
    if (root === 'vm') for (const address of references) this.#heldByVm.add(address);
  }

  #readNode(row: DumpRow, type: string, address: number): void {
    const kind = classKinds.get(type);
    if (kind) {
      const { singleton = false, name, superclass } = row;
      this.#classes.add(address, { kind, singleton, name, superclass });
    }
    const { file, line } = row;
    const site = file === undefined || line === undefined ? 0 : this.#builder.siteNumber(file, line);
    this.#builder.addNode(
      address,
      this.#labelOf(row, type, address),
      kindOf(row, type),
      shallowBytesOf(row),
      site,
      type === 'STRING' ? row.bytesize : 0,
    );
    const { references = [], superclass } = row;
    for (const target of references) if (target !== row.class) this.#builder.addEdge(target);
    if (row.class !== undefined) this.#builder.addClassEdge(row.class);
    if (superclass !== undefined && !references.includes(superclass)) this.#builder.addClassEdge(superclass);
    if (row.struct === 'ractor') for (const held of references) this.#heldByVm.add(held);
    if (row.struct !== 'VM/thread') return;
    this.#threadAddresses.add(address);
    const thread = this.#threads.findLast((candidate) => candidate.address === address);
    if (thread?.name !== 'heapgate agent') {
      this.#roots.push(['thread', thread?.name.replace(/\d+/g, '#') ?? 'unnamed', [address]]);
    }
  }

  #labelOf(row: DumpRow, type: string, address: number): number {
    const classAddress = row.class;
    if (type === 'CLASS' || type === 'MODULE')
      return this.#label(`class ${address}`, () => this.#classes.ofClass(address));
    if (type === 'IMEMO') return this.#label(`imemo_${row.imemo_type ?? 'unknown'}`);
    if (type === 'ICLASS') return this.#label('iclass');
    if (isTracer(row)) return this.#label('allocation tracer');
    if (classAddress === undefined) return this.#label(`hidden ${type.toLowerCase()}`);
    return this.#label(`instance ${classAddress}`, () => this.#classes.ofInstance(classAddress));
  }

  #label(key: string, name = () => key): number {
    const label = this.#labels.get(key) ?? { number: this.#labels.size, name };
    this.#labels.set(key, label);
    return label.number;
  }
}

const isTracer = ({ struct }: DumpRow): boolean => struct === 'ObjectTracing/allocation_info_tracer';
const cacheTypes = new Set(['callcache', 'callinfo', 'constcache']);

function kindOf(row: DumpRow, type: string): NodeKind {
  if (type === 'CLASS' || type === 'MODULE') return NodeKind.classOrModule;
  if (type === 'IMEMO') return cacheTypes.has(row.imemo_type ?? '') ? NodeKind.cache : NodeKind.internal;
  if (type === 'ICLASS' || row.class === undefined) return NodeKind.internal;
  if (row.struct === 'VM/thread') return NodeKind.thread;
  if (isTracer(row)) return NodeKind.cache;
  return type === 'STRING' ? NodeKind.string : NodeKind.instance;
}

function shallowBytesOf({ bytesize = 0, memsize = 0 }: DumpRow): number {
  return bytesize > 23 ? 40 + bytesize : memsize;
}
