/** What the VM writes between values, and what it never would. */
const tokens = [
  '"',
  '\\',
  '\\u00',
  '\n',
  '\r\n',
  '\0',
  ', "',
  '":',
  '{',
  '}',
  '[',
  ']',
  '}\n{',
  '"0x',
  '0x7f60a4800008"',
  '"references":["0x8", ',
  '"flags":{"old":true',
  '"address":"0x8"',
  '"value":"',
  'true',
  '-1',
  '1e99',
  '99999999999',
  '\xff\xfe',
].map((token) => Buffer.from(token, 'latin1'));

/** `bytes` damaged in one to three places; `random` gives numbers from 0 to below 1. */
export function mutated(bytes: Buffer, other: Buffer, random: () => number): Buffer {
  let result = bytes;
  for (let times = 1 + Math.floor(random() * 3); times > 0; times--) result = damaged(result, other, random);
  return result;
}

function damaged(bytes: Buffer, other: Buffer, random: () => number): Buffer {
  const below = (limit: number): number => Math.floor(random() * limit);
  const at = below(bytes.length + 1);
  const length = 1 + below(12);
  const before = bytes.subarray(0, at);
  switch (below(6)) {
    case 0:
      return Buffer.from(before);
    case 1:
      return Buffer.concat([before, bytes.subarray(at + length)]);
    case 2:
      return Buffer.concat([before, tokens[below(tokens.length)] ?? before, bytes.subarray(at)]);
    case 3:
      return Buffer.concat([before, bytes.subarray(at, at + length), bytes.subarray(at)]);
    case 4:
      return Buffer.concat([before, other.subarray(below(other.length))]);
    default:
      return Buffer.concat([before, Buffer.of(below(256)), bytes.subarray(at + 1)]);
  }
}
