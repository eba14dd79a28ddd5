import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compareClassCounts } from '../../bench/class-counts.ts';

async function compare(counted: Record<string, number>, live: Record<string, number>) {
  await using directory = await mkdtempDisposable(join(tmpdir(), 'heapgate-test-'));
  const [analysisFile, liveFile] = ['analysis.json', 'live.json'].map((name) => join(directory.path, name));
  const classes = Object.entries(counted).map(([name, objects]) => ({ name, objects }));
  await writeFile(analysisFile ?? '', JSON.stringify({ classes }));
  await writeFile(liveFile ?? '', JSON.stringify(live));
  return await compareClassCounts(analysisFile ?? '', liveFile ?? '');
}

test('classes that the process has are compared; what only a dump shows is not', async () => {
  expect(await compare({ User: 2, 'hidden array': 9 }, { User: 2 })).toEqual({
    classes: 1,
    equal: 1,
    differences: [],
  });
});

test('a class counted otherwise, or not at all, is a difference', async () => {
  const { classes, equal, differences } = await compare({ User: 2 }, { User: 3, Order: 1 });
  expect({ classes, equal }).toEqual({ classes: 2, equal: 0 });
  expect(differences).toEqual([
    'User: 3 in the process, 2 in the dump',
    'Order: 1 in the process, 0 in the dump',
  ]);
});
