import { expect, it } from 'vitest';
import { NodeKind } from '../../../src/heap/graph.ts';
import { readRubyDump } from '../../../src/runtimes/ruby/dump-reader.ts';
import { isOfRuby } from '../../../src/runtimes/ruby/language-names.ts';

const rubies = ['ruby-3.1', 'ruby-3.2', 'ruby-3.3', 'ruby-3.4', 'ruby-4.0'];

it.each(rubies)(
  'has all names that %s gives its own classes, and none of the dumped script',
  async (ruby) => {
    const file = new URL(`./fixtures/${ruby}.json.gz`, import.meta.url).pathname;
    const { names, labels, kinds } = await readRubyDump(file);
    const others = [...labels.keys()]
      .filter((node) => kinds[node] === NodeKind.classOrModule)
      .map((node) => /^(?:class|module) ([^ (]+)$/.exec(names[labels[node] ?? 0] ?? '')?.[1])
      .filter((name) => name !== undefined && !isOfRuby(name));
    expect(others).toEqual(['Item']);
  },
);

it('knows a class by the module that it is in', () => {
  expect(isOfRuby('Errno::ENOENT')).toBe(true);
  expect(isOfRuby('ErrnoENOENT')).toBe(false);
  expect(isOfRuby('Shop::Array')).toBe(false);
});
