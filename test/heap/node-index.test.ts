import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AddressPages, addressAt, movedPlace } from '../../src/heap/address-pages.ts';
import { NodeIndex } from '../../src/heap/node-index.ts';

/** As a dump has them: many on few pages, some anywhere, some that are no multiple of eight. */
const address = fc.oneof(
  { weight: 3, arbitrary: fc.nat({ max: 9 }).map((slot) => 0x7f60_a480_0000 + slot * 8) },
  { weight: 3, arbitrary: fc.nat({ max: 100_000 }).map((slot) => 0x7f60_a480_0000 + slot * 8) },
  fc.nat({ max: 2 ** 30 }),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(Number),
);
const upperOf = (value: number): number => Math.floor(value / 0x1_0000) | 0;

describe('places', () => {
  it('stand for one address each, and give it back', () => {
    fc.assert(
      fc.property(fc.array(address), (addresses) => {
        const pages = new AddressPages();
        const places = addresses.map((each) => pages.placeOf(each));
        expect(places.map((place) => addressAt(place, pages.starts))).toEqual(addresses);
      }),
    );
  });

  it('are the same by halves of an address as by its value', () => {
    fc.assert(
      fc.property(fc.array(address.filter((value) => value < 2 ** 48)), (addresses) => {
        const pages = new AddressPages();
        const places = addresses.map((each) => pages.placeAt(upperOf(each), each % 0x1_0000));
        expect(addresses.map((each) => pages.placeOf(each))).toEqual(places);
      }),
    );
  });

  it('keep their addresses where pages get other numbers', () => {
    fc.assert(
      fc.property(fc.array(address), fc.array(address), (here, there) => {
        const [pages, others] = [new AddressPages(), new AddressPages()];
        for (const each of there) others.placeOf(each);
        const places = here.map((each) => pages.placeOf(each));
        const moved = Int32Array.from(pages.starts, (start) => others.pageNumber(start));
        const found = places.map((place) => addressAt(movedPlace(place, moved), others.starts));
        expect(found).toEqual(here);
      }),
    );
  });

  it('are told apart on more pages than there was room for at first', () => {
    const pages = new AddressPages();
    const uppers = Array.from({ length: 5000 }, (_, i) => Math.imul(i, 0x1_0003));
    const places = uppers.map((upper) => pages.placeAt(upper, 0x28));
    expect(new Set(places).size).toBe(5000);
    expect(uppers.map((upper) => pages.placeAt(upper, 0x28))).toEqual(places);
  });
});

describe('the index of nodes', () => {
  it('finds the first node at every place, and none where there is none', () => {
    fc.assert(
      fc.property(fc.array(address), fc.array(address), (taken, asked) => {
        const pages = new AddressPages();
        const places = Int32Array.from(taken, (each) => pages.placeOf(each));
        const others = asked.map((each) => pages.placeOf(each));
        const index = new NodeIndex(places, pages.starts.length);
        expect(Array.from(places, (place) => index.nodeAt(place))).toEqual(
          taken.map((each) => taken.indexOf(each)),
        );
        expect(others.map((place) => index.nodeAt(place))).toEqual(asked.map((each) => taken.indexOf(each)));
      }),
    );
  });
});
