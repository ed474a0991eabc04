/** The length above which text from a file is shortened. */
const LONGEST = 200;

/** Characters that move the cursor, start a line, hide text or change its direction. Joiners of letters and emoji are allowed. */
const unsafe = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const names: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escaped(character: string): string {
  const code = character.codePointAt(0)!;
  const hex = code.toString(16);
  return names[character] ?? (code < 0x100 ? `\\x${hex.padStart(2, '0')}` : code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`);
}

/** Of these, what a page obeys: it breaks lines at `\n` and takes tabs for spaces, and joins lines and words as it likes. */
const obeyed = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Foreign text for a page: control characters other than `\n` and `\t`, and characters that turn the direction of text, are escaped. */
export const legible = (text: string): string =>
  text.replaceAll(obeyed, (character) => (character === '\n' || character === '\t' ? character : escaped(character)));

/** Shortens text to about `longest` characters by leaving out the middle. */
export const cut = (text: string, longest: number): string =>
  text.length <= longest ? text : `${text.slice(0, Math.ceil((2 * longest) / 3))} … ${text.slice(-Math.floor(longest / 3))}`;

/**
 * Foreign text as one line that is safe in a terminal. Control and bidirectional characters are escaped (`\x1b`, `\n`, `\u202e`),
 * and a text longer than `longest` (default 200) loses its middle.
 */
export const printable = (text: string, longest: number = LONGEST): string =>
  cut(cut(text, 2 * longest).replaceAll(unsafe, escaped), longest);
