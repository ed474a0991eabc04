import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '@autoencoders/core';
import { codeOf, reasonOf } from '@autoencoders/core/node';
import { check } from '@autoencoders/core/operations';

/** What to say where a file of a run cannot be read. */
export interface Refusal {
  /** What the folder is not good for: `is not the folder of a run`. */
  readonly because: string;
  /** Why, where there is no such file. */
  readonly missing: string;
}

/** The text of a file in the folder of a run. Throws where there is none, or where it has more bytes than `most`. */
export async function readRunFile(folder: string, name: string, most: number, { because, missing }: Refusal): Promise<string> {
  const file = join(folder, name);
  try {
    const { size } = await stat(file);
    check(size <= most, () => `${file} is too large to have been written by this command`);
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    const isThere = !['ENOENT', 'ENOTDIR'].includes(codeOf(cause) ?? '');
    throw new InputError(`${folder} ${because}: ${isThere ? `its ${name} cannot be read (${reasonOf(cause)})` : missing}`, { cause });
  }
}
