import { printable } from './printable.js';

/** The longest text from a file that a message shows in full. */
const LONGEST = 100;

/**
 * A value from a file, usually text, for an error message. An object is not converted to text, because its `toString` may not be a
 * function.
 */
export const showUntrusted = (value: unknown, longest: number = LONGEST): string =>
  printable(typeof value === 'object' && value !== null ? 'an object' : String(value), longest);
