import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { reasonOf } from '@autoencoders/core/node';
import { WEIGHTS_FILE, checkHuggingFaceOptions, checkedFile, fromHuggingFace as fromUrl } from './from-hugging-face.js';
import type { FromHuggingFaceOptions } from './from-hugging-face.js';

/** Whether a text is an address, and not a path. */
const isAddress = (source: string | URL): boolean => source instanceof URL || /^https?:\/\//i.test(source);

/**
 * The file of a model in a folder, or at an address as in `fromHuggingFace` of `@autoencoders/exchange`, for `load`. Throws when it cannot be
 * read, and when it holds weights of another tool.
 *
 * @param source The path of a folder, or an address.
 */
export async function fromHuggingFace(source: string | URL, options: FromHuggingFaceOptions = {}): Promise<Uint8Array> {
  if (isAddress(source)) return fromUrl(source, options);
  checkHuggingFaceOptions(options);
  check(options.revision === undefined, 'fromHuggingFace: revision is for an address; a folder has one revision');
  const path = join(String(source), WEIGHTS_FILE);
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new InputError(`fromHuggingFace: ${path} cannot be read (${reasonOf(cause)})`, { cause });
  });
  return checkedFile(bytes, path, options);
}
