import { expect, it } from 'vitest';
import { isLackOfMemory } from '../src/lack-of-memory.ts';

function thrownBy(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

it.each([
  ['an array longer than any', () => new Float64Array(2 ** 40)],
  ['memory that nobody has', () => new ArrayBuffer(2 ** 52)],
])('is told from what V8 throws: %s', (_, work) => {
  expect(isLackOfMemory(thrownBy(work))).toBe(true);
});

it('is told from how a thread ends', () => {
  expect(isLackOfMemory({ code: 'ERR_WORKER_OUT_OF_MEMORY' })).toBe(true);
});

it.each([
  ['another range', () => (1).toFixed(101)],
  ['another fault', () => JSON.parse('{')],
  ['nothing', () => undefined],
])('is not: %s', (_, work) => {
  expect(isLackOfMemory(thrownBy(work))).toBe(false);
});
