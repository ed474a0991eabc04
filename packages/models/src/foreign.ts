/** The longest piece of a file that a message shows whole. */
const LONGEST = 100;

/** What would move a terminal's cursor, start a line, hide text or turn its direction. */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** What a file holds, mostly text, as an error message shows it: on one line, short, and with control characters written out. */
export function foreign(value: unknown, longest: number = LONGEST): string {
  // An object of a file may have a `toString` of its own, which is no function.
  const text = typeof value === 'object' && value !== null ? 'an object' : String(value);
  const visible = short(text, longest).replaceAll(unsafe, (character) => `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`);
  return short(visible, longest);
}

const short = (text: string, longest: number): string =>
  text.length <= longest ? text : `${text.slice(0, longest / 2)} … ${text.slice(-longest / 2)}`;
