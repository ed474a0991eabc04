import { readFile } from 'node:fs/promises';
import { InputError } from '@autoencoders/core';
import { writeTo } from '@autoencoders/core/node';
import type { ModelKind } from './kinds.js';
import { load, save } from './save.js';
import type { Loaded, LoadOptions, Savable } from './save.js';

/**
 * Writes a model to `path`, either complete or not at all: it writes a temporary file beside it and renames it. Makes missing folders and
 * follows links. Writes to a FIFO or another stream directly. Throws when `path` is a folder, or when it cannot be written.
 */
export async function saveFile(model: Savable, path: string, options?: Parameters<typeof save>[1]): Promise<void> {
  const bytes = await save(model, options);
  await writeTo(path, [bytes], `saveFile: ${path}`);
}

/** `load` for the file at `path`: `loadFile(path, { kind: 'classifier' })`. Throws when the file cannot be read, and when `load` throws. */
export async function loadFile<K extends ModelKind = ModelKind>(path: string, options: LoadOptions<K> = {}): Promise<Loaded<K>> {
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    throw new InputError(`loadFile: ${path} cannot be read (${cause.code ?? cause.message})`, { cause });
  });
  return load(bytes, options);
}
