/** Hex digits stand in addresses by chance; from here on that is too unlikely. */
const shortestHex = 12;

/** Whether any of `spellings` stands in the bytes that `chunks` are, also across two of them. */
export async function holdsAny(
  chunks: AsyncIterable<Buffer>,
  spellings: readonly string[],
): Promise<boolean> {
  const sought = spellings
    .filter((spelling) => spelling.length >= shortestHex || !/^[0-9a-f]+$/i.test(spelling))
    .map((spelling) => Buffer.from(spelling));
  const overlap = Math.max(0, ...sought.map(({ length }) => length - 1));
  let before = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = Buffer.concat([before, chunk]);
    if (sought.some((spelling) => bytes.includes(spelling))) return true;
    before = bytes.subarray(Math.max(0, bytes.length - overlap));
  }
  return false;
}
