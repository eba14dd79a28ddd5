/** An address as dumps write it: `0x7f1234000028`. */
export function formatAddress(address: number): string {
  return `0x${address.toString(16)}`;
}

/** The 53 bits of a value's hash, always of the same width. */
export function formatHash(hash: number): string {
  return hash.toString(16).padStart(14, '0');
}
