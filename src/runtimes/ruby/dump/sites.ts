const recentSlots = 4096;

/** Allocation sites, each with a number; 0 is none. Files are numbers of texts. */
export class Sites {
  /** By number. */
  readonly files: number[] = [-1];
  readonly lines: number[] = [-1];
  readonly #byFile = new Map<number, Map<number, number>>();
  /** The number of the site last asked for in each slot, since most rows were allocated at a few. */
  readonly #recent = new Int32Array(recentSlots);

  numberOf(file: number, line: number): number {
    const slot = (Math.imul(file, 0x9e37_79b1) + line) & (recentSlots - 1);
    const recent = this.#recent[slot] ?? 0;
    if (this.files[recent] === file && this.lines[recent] === line) return recent;
    const number = this.#find(file, line);
    this.#recent[slot] = number;
    return number;
  }

  #find(file: number, line: number): number {
    const lines = this.#byFile.get(file) ?? new Map<number, number>();
    this.#byFile.set(file, lines);
    const number = lines.get(line) ?? this.files.length;
    if (number === this.files.length) {
      lines.set(line, number);
      this.files.push(file);
      this.lines.push(line);
    }
    return number;
  }
}
