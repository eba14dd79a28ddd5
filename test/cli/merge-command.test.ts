import { expect, test } from 'vitest';
import { mergeCommand } from '../../src/cli/merge-command.ts';

test.each([
  [{ json: 's1.json' }, 's1.json'],
  [{ html: './s2.json' }, './s2.json'],
])('a shard is not written over by the report that it is joined into: %j', async (options, file) => {
  await expect(mergeCommand(['s1.json', 's2.json'], options)).rejects.toThrow(
    `${file} is the shard itself: name another file to write`,
  );
});
