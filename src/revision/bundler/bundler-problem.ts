/** How Bundler begins to say what it could not find, reach, build or agree on. */
const beginning =
  /^(Your bundle is locked to|Could not |Couldn't |Network error|Bundler could not|Because |An error occurred while|Git error|Fetcher error|.* is not yet checked out)/;

/** Why Bundler failed, in one line of its output; it wraps its sentences. */
export function bundlerProblemIn(output: readonly string[]): string | undefined {
  const at = output.findIndex((line) => beginning.test(line));
  if (at === -1) return undefined;
  const blank = output.findIndex((line, index) => index > at && line.trim() === '');
  const paragraph = output.slice(at, blank === -1 ? undefined : blank).join(' ');
  const sentence = /^.*?[^.]\.(?= [A-Z]|$)/.exec(paragraph)?.[0] ?? paragraph;
  return `Bundler: ${sentence.replace(/\s+/g, ' ').trim()}`;
}
