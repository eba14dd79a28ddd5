import type { HeapGraph, RootSet, Site } from '../../src/heap/graph.ts';
import { NodeKind } from '../../src/heap/graph.ts';
import { seededRandom, shuffled } from '../../src/traffic/random.ts';
import { GraphBuilder } from './graph-builder.ts';

/** How the same objects lie in memory: nothing that is found in a heap may depend on it. */
export interface Layout {
  /** Another seed gives every object another address and every row another place. */
  readonly seed?: number;
  /** Unreachable objects that point at each other and at live ones. */
  readonly garbage?: number;
}

/** An object of a heap that is being drawn. */
export type Ref = number;

interface Shape {
  readonly bytes?: number;
  readonly holds?: readonly Ref[];
  readonly class?: Ref;
  readonly site?: Site;
}

interface Sketched {
  readonly label: string;
  readonly kind: NodeKind;
  readonly bytes: number;
  readonly holds: Ref[];
  readonly classes: Ref[];
  readonly site: Site | undefined;
}

/** Draws one heap, such as `heap((h) => h.root('vm', h.instance('Registry', { holds: [h.string(100)] })))`. */
export function heap(draw: (h: HeapSketch) => void, layout: Layout = {}): HeapGraph {
  const sketch = new HeapSketch();
  draw(sketch);
  return sketch.graph(layout);
}

/**
 * Heaps of one program at several moments: `draw` gets each of `sizes` in turn. Addresses are drawn anew from one
 * small range each time, so that later objects lie where other ones lay before.
 */
export function laterHeaps(
  sizes: readonly number[],
  draw: (h: HeapSketch, size: number) => void,
  layout: Layout = {},
): HeapGraph[] {
  const { seed = 1, ...rest } = layout;
  return sizes.map((size, i) => heap((h) => draw(h, size), { ...rest, seed: seed * 101 + i }));
}

export class HeapSketch {
  readonly #objects: Sketched[] = [];
  readonly #roots: { kind: RootSet['kind']; label: string; refs: readonly Ref[] }[] = [];

  instance(className: string, shape: Shape = {}): Ref {
    return this.object(className, NodeKind.instance, shape);
  }

  string(bytes = 40, shape: Shape = {}): Ref {
    return this.object('String', NodeKind.string, { ...shape, bytes });
  }

  /** A class or module; `holds` are its constants, class variables and instance variables, `class` its superclass. */
  class(name: string, shape: Shape = {}): Ref {
    return this.object(`class ${name}`, NodeKind.classOrModule, shape);
  }

  internal(type: string, shape: Shape = {}): Ref {
    return this.object(type, NodeKind.internal, shape);
  }

  cache(type = 'imemo_callcache', shape: Shape = {}): Ref {
    return this.object(type, NodeKind.cache, shape);
  }

  object(label: string, kind: NodeKind, { bytes = 40, holds = [], class: own, site }: Shape = {}): Ref {
    const classes = own === undefined ? [] : [own];
    return this.#objects.push({ label, kind, bytes, holds: [...holds], classes, site }) - 1;
  }

  /** As many as `count`, each drawn by `draw`. */
  many(count: number, draw: (i: number) => Ref): Ref[] {
    return Array.from({ length: count }, (_, i) => draw(i));
  }

  link(from: Ref, ...to: readonly Ref[]): void {
    this.#objects[from]?.holds.push(...to);
  }

  classLink(from: Ref, to: Ref): void {
    this.#objects[from]?.classes.push(to);
  }

  /** A live thread, whose `name` has its digits folded already. */
  thread(name: string, shape: Shape = {}): Ref {
    const thread = this.object('Thread', NodeKind.thread, shape);
    this.#roots.push({ kind: 'thread', label: name, refs: [thread] });
    return thread;
  }

  root(label: string, ...refs: readonly Ref[]): void {
    this.#roots.push({ kind: 'global', label, refs });
  }

  /** What the machine stack points at: perhaps stale. */
  stack(...refs: readonly Ref[]): void {
    this.#roots.push({ kind: 'stack', label: 'machine_context', refs });
  }

  graph({ seed = 0, garbage = 0 }: Layout): HeapGraph {
    const random = seededRandom('layout', seed);
    const below = (limit: number) => Math.floor(random() * limit);
    const live = this.#objects.length;
    for (let i = 0; i < garbage; i++) {
      this.instance('Garbage', { holds: [below(live + i + 1), below(live + i + 1)] });
    }
    const rows = this.#objects.map((_, ref) => ref);
    const slots = Array.from({ length: Math.ceil(rows.length * 1.25) }, (_, slot) => slot);
    const order = seed === 0 ? rows : shuffled(rows, random);
    const slotOf = seed === 0 ? slots : shuffled(slots, random);
    const addressOf = (ref: Ref) => 0x7f12_3400_0000 + (slotOf[ref] ?? 0) * 40;

    const builder = new GraphBuilder();
    const labels = [...new Set(this.#objects.map(({ label }) => label))];
    const labelNumbers = new Map(labels.map((label, number) => [label, number]));
    for (const ref of order) {
      const object = this.#objects[ref];
      if (!object) continue;
      const { label, kind, bytes, holds, classes, site } = object;
      const siteNumber = site && builder.siteNumber(site.file, site.line);
      builder.addNode(addressOf(ref), labelNumbers.get(label) ?? 0, kind, bytes, siteNumber);
      for (const target of holds) builder.addEdge(addressOf(target));
      for (const target of classes) builder.addClassEdge(addressOf(target));
    }
    const roots = seed === 0 ? this.#roots : shuffled(this.#roots, random);
    for (const { kind, label, refs } of roots) builder.addRoots(kind, label, refs.map(addressOf));
    return builder.build(0, (number) => labels[number] ?? '');
  }
}
