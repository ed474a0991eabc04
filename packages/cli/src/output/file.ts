import { writeTargetOf, writeTo } from '@autoencoders/core/node';
import type { Pieces, WriteTarget } from '@autoencoders/core/node';
import type { Terminal } from '../terminal.js';
import { raw } from '../text.js';

/** How errors name a file that is written. */
export const outOption = (path: string): string => `--out ${path}`;

/** Where the file that `--out` names is to be written. Throws for what is no file, and for what may not be written. */
export const outputAt = (path: string): Promise<WriteTarget> => writeTargetOf(path, outOption(path));

/** Writes text into the file that `--out` names, or to standard output without one. */
export async function writeText(
  pieces: AsyncIterable<string> | Iterable<string>,
  out: string | undefined,
  terminal: Terminal,
): Promise<void> {
  if (out !== undefined) return writeOutput(out, pieces);
  for await (const some of pieces) await terminal.out.write(raw(some));
}

/** Writes the file that `--out` names. */
export const writeOutput = (path: string, pieces: Pieces): Promise<void> => writeTo(path, pieces, outOption(path));
