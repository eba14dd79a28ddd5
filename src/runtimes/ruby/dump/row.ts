/** What a row does not say: no place, size, line or number of a text is negative. */
export const absent = -1;

/** What a row says in a word each, in the order in which compiled code has it. */
export const rowWords = [
  'address',
  'type',
  'class',
  'superclass',
  'file',
  'imemoType',
  'struct',
  'root',
  'name',
  'singleton',
  'referenceCount',
  'valueStart',
  'valueEnd',
] as const;

/** What it says in numbers that may be larger. */
export const rowNumbers = ['memsize', 'bytesize', 'line'] as const;

/**
 * One row of a dump: the same object for every row, so that none has to be made. Addresses are places in the reader's
 * `AddressPages`, texts numbers in its `TextTable`.
 */
export class Row implements Record<(typeof rowWords | typeof rowNumbers)[number], number> {
  address = absent;
  class = absent;
  superclass = absent;
  memsize = absent;
  bytesize = absent;
  line = absent;
  type = absent;
  root = absent;
  name = absent;
  imemoType = absent;
  struct = absent;
  file = absent;
  /** 1 for true. */
  singleton = absent;
  /** Places; the first `referenceCount` are the row's. */
  references = new Int32Array(1024);
  referenceCount = 0;
  /** Where the value of a string is spelled, between its quotes. */
  valueStart = absent;
  valueEnd = absent;

  clear(): void {
    this.address = absent;
    this.class = absent;
    this.superclass = absent;
    this.memsize = absent;
    this.bytesize = absent;
    this.line = absent;
    this.type = absent;
    this.root = absent;
    this.name = absent;
    this.imemoType = absent;
    this.struct = absent;
    this.file = absent;
    this.singleton = absent;
    this.referenceCount = 0;
    this.valueStart = absent;
    this.valueEnd = absent;
  }

  addReference(place: number): void {
    if (this.referenceCount >= this.references.length) {
      const larger = new Int32Array(this.referenceCount * 2 + 16);
      larger.set(this.references);
      this.references = larger;
    }
    this.references[this.referenceCount++] = place;
  }
}
