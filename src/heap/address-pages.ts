import { CannotMeasure } from '../cannot-measure.ts';

/** Slots of one page: a page is 64 KiB, a slot eight bytes, which no object is smaller than or lies across. */
const slotBits = 13;
export const slotsPerPage = 2 ** slotBits;
const pageBytes = 0x1_0000;
const slotBytes = 8;

/** Places have to fit into 31 bits; so many pages are a heap of 16 GiB. */
const mostPages = 2 ** (31 - slotBits);

/**
 * Addresses as small numbers, their *places*: the number of a page, counted in the order in which pages were first
 * met, and the slot in it. Places of neighbours are neighbours, and tables by place stay small, however far apart the
 * parts of a heap lie. Every address has a place: those that are no multiple of eight are on pages of their own.
 */
export class AddressPages {
  readonly #starts: number[] = [];
  /** Page numbers by the start of the page. */
  readonly #byStart = new Map<number, number>();

  /** The address of each page's first slot, by page number. */
  get starts(): Float64Array<ArrayBuffer> {
    return Float64Array.from(this.#starts);
  }

  get count(): number {
    return this.#starts.length;
  }

  placeOf(address: number): number {
    const page = Math.floor(address / pageBytes);
    const lower = address - page * pageBytes;
    const number = this.pageNumber(page * pageBytes + (lower & (slotBytes - 1)));
    return (number << slotBits) | (lower >>> 3);
  }

  /** The number of the page whose first slot is at `start`. */
  pageNumber(start: number): number {
    const known = this.#byStart.get(start);
    if (known !== undefined) return known;
    if (this.#starts.length === mostPages) {
      throw new CannotMeasure('its addresses lie further apart than those of a heap of 16 GiB');
    }
    const number = this.#starts.push(start) - 1;
    this.#byStart.set(start, number);
    return number;
  }
}

/** The address of a place, given where each page starts. */
export function addressAt(place: number, pageStarts: Float64Array): number {
  return (pageStarts[place >>> slotBits] ?? 0) + (place & (slotsPerPage - 1)) * slotBytes;
}

/** The same place where page numbers are others: `pages` has the new number by the old. */
export function movedPlace(place: number, pages: Int32Array): number {
  return ((pages[place >>> slotBits] ?? 0) << slotBits) | (place & (slotsPerPage - 1));
}
