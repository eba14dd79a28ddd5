/** Rows may be read by words of several bytes: so many bytes follow the last row that can be read, but mean nothing. */
const paddingBytes = 64;

/** Memory for rows of a dump. */
export class RowBytes {
  /** Without the padding. */
  readonly bytes: Buffer;
  /** The same memory and the padding. */
  readonly words: DataView;

  constructor(length: number) {
    const memory = new ArrayBuffer(length + paddingBytes);
    this.bytes = Buffer.from(memory, 0, length);
    this.words = new DataView(memory);
  }
}
