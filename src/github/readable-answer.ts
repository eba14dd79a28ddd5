import type { z } from 'zod';

/** What came back is not GitHub's: of a proxy, or cut short. Whether GitHub did what it was asked to is open. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer';

  constructor() {
    super('what came back is no answer of GitHub’s: see whether a proxy is in between');
  }
}

/** The part of an answer that `schema` asks for. Throws `UnreadableAnswer`. */
export function readAnswer<T>(schema: z.ZodType<T>, answer: unknown): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new UnreadableAnswer();
}
