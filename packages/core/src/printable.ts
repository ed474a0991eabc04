/** The longest piece of foreign text that is shown whole. */
const LONGEST = 200;

/** What moves the cursor, starts a line, hides text or turns its direction; what joins letters and emoji stays. */
const unsafe = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const names: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escaped(character: string): string {
  const code = character.codePointAt(0)!;
  const hex = code.toString(16);
  return names[character] ?? (code < 0x100 ? `\\x${hex.padStart(2, '0')}` : code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`);
}

/** Text of at most about `longest` characters; the middle is left out where it is longer. */
export const cut = (text: string, longest: number): string =>
  text.length <= longest ? text : `${text.slice(0, Math.ceil((2 * longest) / 3))} … ${text.slice(-Math.floor(longest / 3))}`;

/**
 * Foreign text as one line that a terminal shows and does not obey: control and bidirectional characters are written out
 * (`\x1b`, `\n`, `\u202e`), and of a text longer than `longest` (default 200) the middle is left out.
 */
export const printable = (text: string, longest: number = LONGEST): string =>
  cut(cut(text, 2 * longest).replaceAll(unsafe, escaped), longest);
