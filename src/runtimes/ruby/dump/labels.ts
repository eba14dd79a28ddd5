import type { ClassNames } from './class-names.ts';

/** What a label stands for: a text, or the class at a place, as itself or as what its instances are called. */
export type Label = string | { readonly instanceOf: number } | { readonly classAt: number };

/** Numbers for what nodes are called. Classes may be named on rows after their instances, so names come at the end. */
export class Labels {
  /** By number. */
  readonly all: Label[] = [];
  readonly #instances = new Map<number, number>();
  readonly #texts = new Map<string, number>();

  ofText(text: string): number {
    return this.#texts.get(text) ?? this.#added(this.#texts, text, text);
  }

  ofInstance(classPlace: number): number {
    return (
      this.#instances.get(classPlace) ?? this.#added(this.#instances, classPlace, { instanceOf: classPlace })
    );
  }

  ofClass(place: number): number {
    return this.all.push({ classAt: place }) - 1;
  }

  #added<Key>(numbers: Map<Key, number>, key: Key, label: Label): number {
    const number = this.all.push(label) - 1;
    numbers.set(key, number);
    return number;
  }
}

/** The name that people read; several labels may have one. `placeIn` tells where `classes` know a place. */
export function nameOf(label: Label, classes: ClassNames, placeIn: (place: number) => number): string {
  if (typeof label === 'string') return label;
  return 'classAt' in label
    ? classes.ofClass(placeIn(label.classAt))
    : classes.ofInstance(placeIn(label.instanceOf));
}
