import { readFile, stat } from 'node:fs/promises';
import { InputError } from '@autoencoders/core';
import { codeOf, reasonOf } from '@autoencoders/core/node';
import { check } from '@autoencoders/core/operations';

/** The bytes of a file that a command line names. Throws for what is not there, and for what is no file. */
export async function readGiven(path: string): Promise<Uint8Array> {
  try {
    const found = await stat(path);
    // A device may never end.
    check(found.isFile() || found.isFIFO(), () => `${path} is not a file`);
    return await readFile(path);
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw new InputError(`${path} ${codeOf(cause) === 'ENOENT' ? 'is not there' : `cannot be read (${reasonOf(cause)})`}`, { cause });
  }
}

/** The text of such a file. */
export const readGivenText = async (path: string): Promise<string> => new TextDecoder().decode(await readGiven(path));
