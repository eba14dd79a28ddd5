import { AddressPages, addressAt, movedPlace } from '../../../heap/address-pages.ts';
import type { Site } from '../../../heap/graph.ts';
import { HeapLinking, LateNumbers, type PartNumbers, type PlacedRoots } from '../../../heap/graph-linker.ts';
import type { ThreadName } from '../../runtime.ts';
import { ClassNames } from './class-names.ts';
import { type DumpPart, type DumpTables, mostSkippedLines, type RootRow } from './dump-part.ts';
import { type Label, nameOf } from './labels.ts';

/** A part of a dump and what its numbers mean. */
export interface ReadPart {
  readonly part: DumpPart;
  readonly tables: DumpTables;
}

/** Joins the parts of a dump, in their order: what is left to do is to link each. */
export function joinDump(parts: readonly ReadPart[], threads: readonly ThreadName[]): HeapLinking {
  return new DumpJoiner(threads).join(parts);
}

class DumpJoiner {
  readonly #threadNames: ReadonlyMap<number, string>;
  readonly #pages = new AddressPages();
  readonly #classes = new ClassNames();
  readonly #names = new Interned();
  readonly #sites: (Site | undefined)[] = [undefined];
  readonly #siteNumbers = new Map<string, number>();

  constructor(threads: readonly ThreadName[]) {
    this.#threadNames = new Map(threads.map((thread) => [thread.address, foldDigits(thread.name)]));
  }

  join(parts: readonly ReadPart[]): HeapLinking {
    const numbers = new Map<DumpTables, PartNumbers>();
    const numbered = parts.map(({ part, tables }) => {
      const known = numbers.get(tables) ?? this.#numbersFor(tables);
      numbers.set(tables, known);
      return { part, numbers: known };
    });
    const pageStarts = this.#pages.starts;
    const roots = parts.flatMap(({ part, tables }) => part.roots.map((row) => this.#placed(row, tables)));
    const isLiving = livingThreads(roots);
    return new HeapLinking(numbered, {
      pageStarts,
      roots: roots.flatMap((row) => this.#roots(row, isLiving, pageStarts)),
      endedThreads: Int32Array.from(threadsIn(roots).filter((place) => !isLiving(place))),
      names: this.#names.list,
      sites: this.#sites,
      skippedRows: parts.reduce((sum, { part }) => sum + part.skippedRows, 0),
      skippedLines: skippedLinesOf(parts),
    });
  }

  #numbersFor(tables: DumpTables): PartNumbers {
    const { labels, texts, siteFiles, siteLines } = tables;
    const pages = Int32Array.from(tables.pageStarts, (start) => this.#pages.pageNumber(start));
    for (const row of tables.classes) {
      const superclass = row.superclass === undefined ? undefined : movedPlace(row.superclass, pages);
      this.#classes.add(movedPlace(row.place, pages), { ...row, superclass });
    }
    // Only once all classes are known a name is asked for.
    const name = (label: Label): string => nameOf(label, this.#classes, (place) => movedPlace(place, pages));
    return {
      pages,
      names: new LateNumbers(labels.length, (label) => this.#names.numberOf(name(labels[label] ?? ''))),
      sites: new LateNumbers(siteFiles.length, (site) =>
        site === 0 ? 0 : this.#siteNumber(texts[siteFiles[site] ?? 0] ?? '', siteLines[site] ?? 0),
      ),
    };
  }

  #siteNumber(file: string, line: number): number {
    const key = `${line} ${file}`;
    const number = this.#siteNumbers.get(key) ?? this.#sites.push({ file, line }) - 1;
    this.#siteNumbers.set(key, number);
    return number;
  }

  #placed({ kind, name, places }: RootRow, { texts, pageStarts }: DumpTables): PlacedRow {
    return {
      kind,
      label: texts[name] ?? 'unknown',
      places: places.map((place) => this.#pages.placeOf(addressAt(place, pageStarts))),
    };
  }

  #roots(row: PlacedRow, isLiving: (thread: number) => boolean, pageStarts: Float64Array): PlacedRoots[] {
    const { kind, label, places } = row;
    const [first = 0] = places;
    if (kind === 'ractor' || (kind === 'thread' && !isLiving(first))) return [];
    if (kind === 'set') return [{ kind: label === stackRoots ? 'stack' : 'global', label, places }];
    const name = this.#threadNames.get(addressAt(first, pageStarts)) ?? 'unnamed';
    // The agent's own thread holds what it answered last: nothing of the app's.
    return name === agentThread ? [] : [{ kind: 'thread', label: name, places }];
  }
}

/** On pages of the whole heap. */
interface PlacedRow {
  readonly kind: RootRow['kind'];
  readonly label: string;
  readonly places: Int32Array;
}

const stackRoots = 'machine_context';

const threadsIn = (rows: readonly PlacedRow[]): number[] =>
  rows.flatMap(({ kind, places }) => (kind === 'thread' ? [...places] : []));

/** The VM holds the threads that live, by their ractor or, before Ruby 3.0, itself; where it holds none, all count as such. */
function livingThreads(rows: readonly PlacedRow[]): (thread: number) => boolean {
  const held = new Set<number>();
  for (const { kind, label, places } of rows) {
    if (kind === 'ractor' || (kind === 'set' && label === 'vm')) for (const place of places) held.add(place);
  }
  const isKnown = threadsIn(rows).some((thread) => held.has(thread));
  return (thread) => !isKnown || held.has(thread);
}

/** Strings, each kept once. */
class Interned {
  readonly list: string[] = [];
  readonly #numbers = new Map<string, number>();

  numberOf(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.list.length);
    return this.list.push(text) - 1;
  }
}

/** Line numbers in the dump, counted from 1. */
export function skippedLinesOf(parts: readonly ReadPart[]): number[] {
  let linesBefore = 0;
  const lines = parts.flatMap(({ part }) => {
    const before = linesBefore;
    linesBefore += part.lines;
    return part.skippedLines.map((line) => before + line);
  });
  return lines.slice(0, mostSkippedLines);
}

/** As agent.rb names its thread. */
const agentThread = 'heapgate agent';

/** Numbers in names differ between boots and threads of a pool: `puma srv tp 001` is `puma srv tp #`. */
function foldDigits(name: string): string {
  return name.replace(/\d+/g, '#');
}
