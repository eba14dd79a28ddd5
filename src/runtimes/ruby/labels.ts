import type { ClassNames } from './class-names.ts';

type Label =
  | { readonly of: 'text'; readonly text: string }
  | { readonly of: 'instance' | 'class'; readonly address: number };

const recentSlots = 256;

/** Numbers for what nodes are called. Classes may be named on rows after their instances, so names come at the end. */
export class Labels {
  readonly #labels: Label[] = [];
  readonly #instances = new Map<number, number>();
  readonly #texts = new Map<string, number>();
  /** The class last asked for in each slot, with its label: most rows are instances of a few classes. */
  readonly #recentClasses = new Float64Array(recentSlots).fill(-1);
  readonly #recentLabels = new Uint32Array(recentSlots);

  ofText(text: string): number {
    return this.#texts.get(text) ?? this.#added(this.#texts, text, { of: 'text', text });
  }

  ofInstance(classAddress: number): number {
    const slot = (classAddress >>> 3) % recentSlots;
    if (this.#recentClasses[slot] !== classAddress) {
      this.#recentClasses[slot] = classAddress;
      const known = this.#instances.get(classAddress);
      this.#recentLabels[slot] =
        known ?? this.#added(this.#instances, classAddress, { of: 'instance', address: classAddress });
    }
    return this.#recentLabels[slot] ?? 0;
  }

  ofClass(address: number): number {
    return this.#labels.push({ of: 'class', address }) - 1;
  }

  nameOf(label: number, classes: ClassNames): string {
    const meant = this.#labels[label];
    if (meant === undefined) return '';
    if (meant.of === 'text') return meant.text;
    return meant.of === 'class' ? classes.ofClass(meant.address) : classes.ofInstance(meant.address);
  }

  #added<Key>(numbers: Map<Key, number>, key: Key, label: Label): number {
    const number = this.#labels.push(label) - 1;
    numbers.set(key, number);
    return number;
  }
}
