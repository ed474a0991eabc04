import { printable } from '@autoencoders/core/internal';

/**
 * What a decoder of others says of a damaged file, for the end of a message. Nothing where it came upon the damage by chance: "Cannot read
 * properties of undefined" explains nothing to a reader. The error itself is the cause of the one that is thrown.
 */
export function reasonOf(error: unknown): string {
  const byChance = !(error instanceof Error) || error instanceof TypeError || error instanceof RangeError || error.message === '';
  return byChance ? '' : `: ${printable(error.message)}`;
}
