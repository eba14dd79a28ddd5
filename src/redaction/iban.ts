/** Whether a text is the number of a bank account, perhaps in groups: its check digits fit (ISO 13616, ISO/IEC 7064). */
export function isIban(text: string): boolean {
  const characters = text.replaceAll(/[ -]/g, '').toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(characters)) return false;
  const rearranged = characters.slice(4) + characters.slice(0, 4);
  // A letter counts as two digits: A is 10, Z is 35.
  const remainder = [...rearranged].reduce((rest, character) => {
    const value = Number.parseInt(character, 36);
    return (rest * (value > 9 ? 100 : 10) + value) % 97;
  }, 0);
  return remainder === 1;
}
