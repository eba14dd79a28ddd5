/** What a dump says of a class or module. An *iclass* stands for an included module among a class's superclasses. */
export interface ClassRow {
  readonly kind: 'class' | 'module' | 'iclass';
  readonly singleton: boolean;
  readonly name: string | undefined;
  readonly superclass: number | undefined;
}

/** Names of classes as the process itself would say them, without addresses, so that two processes compare. */
export class ClassNames {
  readonly #rows = new Map<number, ClassRow>();

  add(address: number, row: ClassRow): void {
    // A constant of an anonymous module is called `#<Module:0x00007f…>::Row`.
    const name = row.name?.replace(/#<(?:Class|Module):0x[0-9a-f]+>/g, '(anonymous)');
    this.#rows.set(address, { ...row, name });
  }

  /** The class that an instance counts under: singleton classes are passed over, as `Kernel#class` does. */
  ofInstance(classAddress: number): string {
    const row = this.#firstAbove(
      classAddress,
      ({ singleton, superclass }) => !singleton || superclass === undefined,
    );
    if (row === undefined) return 'unknown class';
    return row.name ?? `(anonymous) < ${this.#namedAncestor(row)}`;
  }

  /** What a class or module is called as an object of its own. */
  ofClass(address: number): string {
    const row = this.#rows.get(address);
    if (row?.singleton) return `singleton class < ${this.#namedAncestor(row)}`;
    if (row?.name !== undefined) return `${row.kind} ${row.name}`;
    return row?.kind === 'module' ? '(anonymous module)' : `class (anonymous) < ${this.#namedAncestor(row)}`;
  }

  #namedAncestor(row: ClassRow | undefined): string {
    return this.#firstAbove(row?.superclass, ({ name }) => name !== undefined)?.name ?? 'BasicObject';
  }

  /** The first class from `address` up that `isIt`, iclasses passed over; a row that would be passed twice, in a damaged dump, ends the search. */
  #firstAbove(address: number | undefined, isIt: (row: ClassRow) => boolean): ClassRow | undefined {
    const passed = new Set<ClassRow>();
    for (let at = address; at !== undefined; ) {
      const row = this.#rows.get(at);
      if (row === undefined || (row.kind !== 'iclass' && isIt(row))) return row;
      if (passed.has(row)) return undefined;
      passed.add(row);
      at = row.superclass;
    }
    return undefined;
  }
}
