/** Whether digits, perhaps with spaces or dashes in between, may be the number of a payment card. */
export function isCardNumber(text: string): boolean {
  const digits = text.replaceAll(/\D/g, '');
  // Issuers of payment cards begin with 2 to 6 (ISO/IEC 7812); times in milliseconds and many ids with 1.
  return digits.length >= 13 && digits.length <= 19 && /^[2-6]/.test(digits) && hasLuhnDigit(digits);
}

/** The check digit of ISO/IEC 7812-1, annex B: every second digit from the right counts double. */
function hasLuhnDigit(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, character, index) => {
    const value = Number(character) * (index % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
