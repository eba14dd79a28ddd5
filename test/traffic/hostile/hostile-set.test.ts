import { describe, expect, it } from 'vitest';
import { bodyType } from '../../../src/traffic/hostile/change.ts';
import { readHostileSet } from '../../../src/traffic/hostile/hostile-set.ts';

describe('the hostile set that ships', () => {
  it('has names that tell its entries apart', async () => {
    const names = (await readHostileSet()).flat().map(({ name }) => name);
    expect(names.length).toBeGreaterThan(70);
    expect(new Set(names).size).toBe(names.length);
  });

  it('begins with what a URI library refuses in a path', async () => {
    const [paths = []] = await readHostileSet();
    expect(paths.slice(0, 3).map(({ change }) => change.target)).toEqual([
      '{parent}/[x',
      '{parent}/a|b',
      '{parent}/%zz',
    ]);
  });

  it('reads byte strings as a scenario does', async () => {
    const entries = (await readHostileSet()).flat();
    const change = entries.find(({ name }) => name === 'byte')?.change;
    expect(change?.target).toBe('{parent}/caf\xE9');
    expect(entries.find(({ name }) => name === 'accept')?.change.headers).toEqual({
      Accept: '*/*;q=x, image/[, \xFF',
    });
  });

  it('says of every body what it is', async () => {
    for (const { name, change } of (await readHostileSet()).flat()) {
      if (change.body === undefined) continue;
      const type = bodyType({ headers: Object.entries(change.headers), body: change.body });
      expect([name, type]).toEqual([name, expect.stringMatching(/^(application|multipart)\//)]);
    }
  });
});
