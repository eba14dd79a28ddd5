import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AddressPages, addressAt, movedPlace } from '../../src/heap/address-pages.ts';
import { indexNodes, NodeIndex } from '../../src/heap/node-index.ts';

/** As a dump has them: many on few pages, some anywhere, some that are no multiple of eight. */
const address = fc.oneof(
  { weight: 3, arbitrary: fc.nat({ max: 9 }).map((slot) => 0x7f60_a480_0000 + slot * 8) },
  { weight: 3, arbitrary: fc.nat({ max: 100_000 }).map((slot) => 0x7f60_a480_0000 + slot * 8) },
  fc.nat({ max: 2 ** 30 }),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(Number),
);

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
});

describe('the index of nodes', () => {
  it('finds the first node at every place, and none where there is none', () => {
    fc.assert(
      fc.property(fc.array(address), fc.array(address), (taken, asked) => {
        const pages = new AddressPages();
        const places = Int32Array.from(taken, (each) => pages.placeOf(each));
        const others = asked.map((each) => pages.placeOf(each));
        const index = new NodeIndex(indexNodes(places, pages.starts.length));
        expect(Array.from(places, (place) => index.nodeAt(place))).toEqual(
          taken.map((each) => taken.indexOf(each)),
        );
        expect(others.map((place) => index.nodeAt(place))).toEqual(asked.map((each) => taken.indexOf(each)));
      }),
    );
  });
});
