import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { CannotMeasure } from '../../../src/cannot-measure.ts';
import type { HeapGraph } from '../../../src/heap/graph.ts';

/** The graph, or the words in which the reader refused the file. */
export type Outcome = HeapGraph | string;

export async function outcome(reading: Promise<HeapGraph>): Promise<Outcome> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof CannotMeasure) return error.message;
    throw error;
  }
}

/** Names the columns that differ and where: a difference of whole graphs would take minutes to print. */
export function expectSameGraph(one: Outcome, other: Outcome): void {
  if (typeof one === 'string' || typeof other === 'string') expect(one).toEqual(other);
  else expect(differences(one, other)).toEqual([]);
}

function differences(one: HeapGraph, other: HeapGraph): string[] {
  const keys = Object.keys({ ...one, ...other }) as (keyof HeapGraph)[];
  return keys
    .filter((key) => !isDeepStrictEqual(plain(one[key]), plain(other[key])))
    .map((key) => {
      const [left, right] = [plain(one[key]), plain(other[key])];
      if (!Array.isArray(left) || !Array.isArray(right)) return `${key}: ${left} and ${right}`;
      const at = left.findIndex((value, i) => !isDeepStrictEqual(value, right[i]));
      const first = JSON.stringify([left[at], right[at]]).slice(0, 200);
      return `${key}: ${left.length} and ${right.length} values, first other at ${at}: ${first}`;
    });
}

/** Columns of other widths may hold the same values. */
const plain = (column: unknown): unknown =>
  ArrayBuffer.isView(column) ? Array.from(column as unknown as ArrayLike<number>) : column;
