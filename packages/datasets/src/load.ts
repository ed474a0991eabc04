import { existsSync, statSync } from 'node:fs';
import { check, show } from '@autoencoders/core';
import { split } from './dataset.js';
import type { Dataset } from './dataset.js';
import { digits } from './digits.js';
import { checkPart, readFolder } from './folder.js';
import type { DatasetPart } from './folder.js';
import { fashionMnist, mnist } from './mnist.js';

const known: ReadonlyMap<string, (part: DatasetPart) => Promise<Dataset>> = new Map([
  ['digits', async (part) => split(await digits(), 1500, 1)[part === 'train' ? 0 : 1]],
  ['mnist', (part) => mnist(part)],
  ['fashion-mnist', (part) => fashionMnist(part)],
]);

/** The names that `load` knows. */
export const datasetNames: readonly string[] = [...known.keys()];

/**
 * A dataset by its name, or from a folder as `fromFolder` reads it; a name goes before a folder of the same name.
 * `digits` has no test part of its own: `split(await digits(), 1500, 1)` gives 1,500 and 297, with the same writers in
 * both. Throws when `source` is neither a name nor a folder.
 */
export async function load(source: string, part: DatasetPart): Promise<Dataset> {
  checkPart('load', part);
  const named = known.get(source);
  if (named) return named(part);
  check(
    existsSync(source) && statSync(source).isDirectory(),
    () => `load: ${show(source)} is neither a dataset (${datasetNames.join(', ')}) nor a folder; a folder with IDX files works, too`,
  );
  return readFolder('load', source, { part });
}
