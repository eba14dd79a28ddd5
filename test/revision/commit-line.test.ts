import { expect, test } from 'vitest';
import { CommitLine } from '../../src/revision/commit-line.ts';
import { Repository } from './repository.ts';

test('what one commit has and others have not is told with the first line of each message, parents first', async () => {
  await using repository = Repository.create();
  const base = repository.commit('Base');
  repository.git('checkout', '--quiet', '-b', 'side');
  const side = repository.commit('On the side\n\nWith a body.', { 'side.txt': '1' });
  repository.git('checkout', '--quiet', 'main');
  const main = repository.commit('Main');
  const merge = repository.merge('side');
  const line = new CommitLine(repository.directory);

  const all = await line.between([base], merge);
  expect(all.map(({ sha }) => sha).toSorted()).toEqual([side, main, merge].toSorted());
  expect(all.at(-1)?.sha).toBe(merge);
  expect(all.find(({ sha }) => sha === side)?.subject).toBe('On the side');
  expect(await line.between([base, side], merge)).toMatchObject([{ sha: main }, { sha: merge }]);
  expect(await line.between([merge], main)).toEqual([]);
});
