import { readFile } from 'node:fs/promises';
import type { Tensor } from '@tensorflow/tfjs-core';
import { InputError } from '@autoencoders/core';
import { writeTo } from '@autoencoders/core/node';
import type { Latent } from '@autoencoders/core';
import type { LoadOptions } from './file.js';
import { load, save } from './save.js';
import type { Loaded, Savable } from './save.js';

/**
 * Writes a model to `path`, whole or not at all: to a file beside it first, which then takes its name. Folders are
 * made, links followed, and what only streams, such as a FIFO, is written to and stays what it is. Throws for a path that is no file, or cannot be written.
 */
export async function saveFile(model: Savable, path: string, options?: Parameters<typeof save>[1]): Promise<void> {
  const bytes = await save(model, options);
  await writeTo(path, [bytes], `saveFile: ${path}`);
}

/** What opens the bytes of a file: `load`, `loadClassifier` or `loadRegressor`. */
type Open<M> = (bytes: Uint8Array, options: LoadOptions) => M;

/**
 * The model in the file at `path`: an autoencoder, or what another `open` makes of it: `loadFile(path, { open:
 * loadClassifier })`. Throws when it cannot be read or holds no such model.
 */
export async function loadFile<X extends Tensor = any, L extends Latent = any>(path: string, options?: LoadOptions): Promise<Loaded<X, L>>;
export async function loadFile<M>(path: string, options: LoadOptions & { readonly open: Open<M> }): Promise<M>;
export async function loadFile(
  path: string,
  { open = load, ...options }: LoadOptions & { readonly open?: Open<unknown> } = {},
): Promise<unknown> {
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    throw new InputError(`loadFile: ${path} cannot be read (${cause.code ?? cause.message})`, { cause });
  });
  return open(bytes, options);
}
