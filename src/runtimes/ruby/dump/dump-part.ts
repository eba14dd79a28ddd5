import type { HeapPart } from '../../../heap/heap-part.ts';
import type { ClassRow } from './class-names.ts';
import type { Label } from './labels.ts';

/** What was read of one stretch of a dump. Its numbers mean something together with its reader's `DumpTables`. */
export interface DumpPart extends HeapPart {
  readonly roots: readonly RootRow[];
  /** Lines, empty ones too. */
  readonly lines: number;
  readonly rows: number;
  readonly skippedRows: number;
  /** The first few of the skipped, counted from the part's first line as 1. */
  readonly skippedLines: readonly number[];
}

/** What a row says of roots. */
export interface RootRow {
  /** A set of roots; a thread, which is a root itself while it lives; or the threads of a ractor that live. */
  readonly kind: 'set' | 'thread' | 'ractor';
  /** Of a set the number of a text, or `absent`. Threads have no name in a dump. */
  readonly name: number;
  readonly places: Int32Array;
}

/** What one reader met in all of its parts, and what its numbers mean. */
export interface DumpTables {
  readonly pageStarts: Float64Array<ArrayBuffer>;
  readonly texts: readonly string[];
  readonly labels: readonly Label[];
  /** Numbers of texts. */
  readonly siteFiles: readonly number[];
  readonly siteLines: readonly number[];
  readonly classes: readonly (ClassRow & { readonly place: number })[];
}

export const mostSkippedLines = 5;
