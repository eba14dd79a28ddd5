/** Allocation sites, each with a number; 0 is none. Files are numbers of texts. */
export class Sites {
  /** By number. */
  readonly files: number[] = [-1];
  readonly lines: number[] = [-1];
  readonly #byFile = new Map<number, Map<number, number>>();

  numberOf(file: number, line: number): number {
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
