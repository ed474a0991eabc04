import { writeTargetOf, writeTo } from '@autoencoders/core/node';
import type { Pieces, WriteTarget } from '@autoencoders/core/node';

/** How errors name a file that is written. */
export const outOption = (path: string): string => `--out ${path}`;

/** Where the file that `--out` names is to be written. Throws for what is no file, and for what may not be written. */
export const outputAt = (path: string): Promise<WriteTarget> => writeTargetOf(path, outOption(path));

/** Writes the file that `--out` names. */
export const writeOutput = (path: string, pieces: Pieces): Promise<void> => writeTo(path, pieces, outOption(path));
