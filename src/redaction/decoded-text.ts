/** What base64 says, also that for URLs; `undefined` when that is no text. */
export function decodedText(base64: string): string | undefined {
  const text = Buffer.from(base64, 'base64').toString('latin1');
  return /^[\t\r\n\x20-\x7e]+$/.test(text) ? text : undefined;
}
