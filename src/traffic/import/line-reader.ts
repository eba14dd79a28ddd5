/** A line this long is no line of a log: what is read is no text, or not of a log. */
const longestLineBytes = 1024 * 1024;

/**
 * Calls `onLine` for each line of a stream of bytes, as a byte string without its end. Calls, rather than yields: an
 * iterator that is awaited for each of millions of lines takes longer than all the reading.
 */
export async function forEachLine(
  chunks: AsyncIterable<Buffer>,
  onLine: (line: string) => void,
): Promise<void> {
  let unfinished = '';
  const finish = (line: string) => onLine(line.endsWith('\r') ? line.slice(0, -1) : line);
  for await (const chunk of chunks) {
    const text = chunk.toString('latin1');
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      finish(start === 0 ? unfinished + text.slice(0, end) : text.slice(start, end));
      start = end + 1;
      unfinished = '';
    }
    unfinished = (start === 0 ? unfinished : '') + text.slice(start);
    if (unfinished.length > longestLineBytes) unfinished = unfinished.slice(0, longestLineBytes);
  }
  if (unfinished !== '') finish(unfinished);
}
