import { raw } from './text.js';
import type { Text } from './text.js';

/** What a POSIX shell takes as it is. */
const harmless = /^[\w@%+=:,./-]+$/;

/** What must not reach a terminal raw, the same as what `plain` writes out. */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/**
 * A word as a POSIX shell reads it back: as it is, within single quotes, or, where it holds what a terminal would obey,
 * such as a newline or an escape, as what `printf` makes of its bytes.
 */
export function quoted(word: string): Text {
  if (harmless.test(word)) return raw(word);
  if (!unsafe.test(word)) return raw(`'${word.replaceAll("'", `'\\''`)}'`);
  return raw(`"$(printf '${[...Buffer.from(word)].map(octal).join('')}')"`);
}

/** A byte in the format of `printf`: letters as they are. */
const octal = (byte: number): string => {
  const letter = String.fromCharCode(byte);
  return /[\w./-]/.test(letter) ? letter : `\\${byte.toString(8).padStart(3, '0')}`;
};

/** The same of a path: one that starts with a dash is no option, and of a trailing newline nothing is lost. */
export function quotedPath(path: string): Text {
  const told = path.startsWith('-') ? `./${path}` : path;
  return quoted(told.endsWith('\n') ? `${told}/` : told);
}
