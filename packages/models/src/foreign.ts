import { printable } from '@autoencoders/core/internal';

/** The longest piece of a file that a message shows whole. */
const LONGEST = 100;

/** What a file holds, mostly text, as an error message shows it. An object may have a `toString` of its own, which is no function. */
export const foreign = (value: unknown, longest: number = LONGEST): string =>
  printable(typeof value === 'object' && value !== null ? 'an object' : String(value), longest);
