/** Method and target of `GET /p/[x HTTP/1.1`. The target is whatever stands between, spaces and all. */
export function readRequestLine(line: string): { method: string; target: string } | undefined {
  const methodEnd = line.indexOf(' ');
  const method = line.slice(0, methodEnd);
  if (methodEnd === -1 || !isMethod(method)) return undefined;
  const versionAt = line.lastIndexOf(' HTTP/');
  const hasVersion = versionAt >= methodEnd && /^ HTTP\/\d(?:\.\d)?$/.test(line.slice(versionAt));
  return { method, target: line.slice(methodEnd + 1, hasVersion ? versionAt : undefined) };
}

/** Whether a request with this method can be written down and sent. */
export const isMethod = (text: string): boolean => /^[!#$%&'*+.^_`|~\w-]+$/.test(text);

const letters: Readonly<Record<string, string>> = { b: '\b', n: '\n', r: '\r', t: '\t', v: '\v' };

/**
 * Undoes the escapes of nginx (`\xHH` for quotes, backslashes, control characters and bytes above 0x7E) and of Apache
 * (`\"`, `\\`, `\n` and the like besides). Neither leaves a backslash as it is, so nothing is lost.
 */
export function unescapeLog(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replaceAll(/\\x([0-9a-fA-F]{2})|\\([bnrtv"\\])/g, (_, hex?: string, letter = '') =>
    hex === undefined ? (letters[letter] ?? letter) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
