import { CannotMeasure } from '../../../cannot-measure.ts';
import { byte } from './json-bytes.ts';
import type { RowReader } from './row-reader.ts';

/** Takes bytes of a dump in any pieces and has their rows read as soon as they are whole. */
export class RowBuffer {
  readonly #reader: RowReader;
  readonly #mostBytes: number;
  #filled = 0;

  /** `mostBytes` is the memory that one row may take. */
  constructor(reader: RowReader, blockBytes: number, mostBytes = 2 ** 29) {
    this.#reader = reader;
    this.#mostBytes = mostBytes;
    reader.rows.resize(Math.max(2, blockBytes));
  }

  /** Bytes of a row that has not ended yet. */
  get torn(): number {
    return this.#filled;
  }

  /** Where the next bytes belong; never empty. Throws `CannotMeasure` for a row that takes too much memory. */
  room(): Buffer {
    if (this.#filled * 2 >= this.#reader.rows.bytes.length) this.#grow();
    // The byte left is for the newline that the last row may lack.
    return this.#reader.rows.bytes.subarray(this.#filled, -1);
  }

  /**
   * Reads the rows that became whole by the next `count` bytes, as long as they begin before `limit`, an index counted
   * from the first of the torn bytes. Gives whether a row was left because of that.
   */
  took(count: number, limit = Number.POSITIVE_INFINITY): boolean {
    const filled = this.#filled + count;
    // There is none in the torn row, which may be long.
    const newline = this.#reader.rows.bytes.subarray(this.#filled, filled).lastIndexOf(byte.newline);
    const rowsEnd = newline < 0 ? 0 : this.#filled + newline + 1;
    const read = this.#reader.read(0, Math.min(rowsEnd, limit));
    if (read > 0) this.#reader.rows.bytes.copyWithin(0, read, filled);
    this.#filled = filled - read;
    return read >= limit;
  }

  /** Reads the last row, which may lack its newline. */
  end(): void {
    if (this.#filled === 0) return;
    this.#reader.rows.bytes[this.#filled] = byte.newline;
    this.took(1);
  }

  clear(): void {
    this.#filled = 0;
  }

  #grow(): void {
    const length = this.#reader.rows.bytes.length * 2;
    if (length > this.#mostBytes)
      throw new CannotMeasure('a line is too long for a Ruby heap dump: is it one?');
    this.#reader.rows.resize(length);
  }
}
