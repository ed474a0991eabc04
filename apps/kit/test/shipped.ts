import { readFile } from 'node:fs/promises';
import { openPretrained } from '../src/data/pretrained.js';
import type { Pretrained } from '../src/data/pretrained.js';
import type { Opener } from '../src/model-file.js';

const fileOf = (name: string): Promise<Uint8Array> => readFile(new URL(`../pretrained/${name}.safetensors.gz`, import.meta.url));

/** The model that comes with a page, and its pictures, from the files of this repository. */
export const shipped = async <S>(definition: Opener<S>): Promise<Pretrained<S>> =>
  openPretrained(definition, await fileOf(definition.id), await fileOf('mnist-sample'));
