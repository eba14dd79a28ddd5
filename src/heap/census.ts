/** Objects of one class, and their shallow size: the bytes they take themselves, without what they refer to. */
export interface Tally {
  readonly objects: number;
  readonly bytes: number;
}

/** Objects and bytes by class in one process at one moment. */
export interface Census {
  /** By class name; names carry no addresses, so that two processes compare. */
  readonly classes: ReadonlyMap<string, Tally>;
  /** Objects that belong to the language's VM and to no class: call caches, method entries, iseqs. */
  readonly internals: ReadonlyMap<string, Tally>;
}
