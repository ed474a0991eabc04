import { raw } from './text.js';
import type { Text } from './text.js';

/** Words that a POSIX shell reads as they are. */
const harmless = /^[\w@%+=:,./-]+$/;

/** Characters that a terminal may obey, the same as those that `printable` escapes. */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/**
 * A word quoted for a POSIX shell: as it is, or in single quotes. A word with characters that a terminal may obey, such as a newline
 * or an escape, becomes a `printf` of its bytes.
 */
export function shellQuote(word: string): Text {
  if (harmless.test(word)) return raw(word);
  if (!unsafe.test(word)) return raw(`'${word.replaceAll("'", `'\\''`)}'`);
  return raw(`"$(printf '${[...Buffer.from(word)].map(octal).join('')}')"`);
}

/** A byte in the format of `printf`: letters as they are, others in octal. */
const octal = (byte: number): string => {
  const letter = String.fromCharCode(byte);
  return /[\w./-]/.test(letter) ? letter : `\\${byte.toString(8).padStart(3, '0')}`;
};

/** A path quoted for a POSIX shell. A leading dash does not make it an option, and a trailing newline is not lost. */
export function shellQuotePath(path: string): Text {
  const relative = path.startsWith('-') ? `./${path}` : path;
  return shellQuote(relative.endsWith('\n') ? `${relative}/` : relative);
}
