import { existsSync, statSync } from 'node:fs';
import { check, checkOptions } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import { split } from './dataset.js';
import type { Dataset } from './dataset.js';
import { digits } from './digits.js';
import { checkPart, hasTestPart, openFolder } from './folder.js';
import type { DatasetPart } from './folder.js';
import { openFashionMnist, openMnist } from './mnist.js';
import { divided, opened, whole } from './open.js';
import type { OpenDataset } from './open.js';

const known: ReadonlyMap<string, (part: DatasetPart) => Promise<OpenDataset>> = new Map([
  ['digits', async (part) => opened(split(await digits(), 1500, { seed: 1 })[part === 'train' ? 0 : 1])],
  ['mnist', (part) => openMnist(part)],
  ['fashion-mnist', (part) => openFashionMnist(part)],
]);

/** The names that `load` knows. */
export const datasetNames: readonly string[] = [...known.keys()];

/** What `load` can be told. */
export interface LoadDatasetOptions {
  /** How many examples to read at most, from the first one on; all by default. */
  readonly limit?: number | undefined;
}

/**
 * A dataset by its name, or from a folder as `fromFolder` reads it; a name goes before a folder of the same name.
 * `digits` has no test part of its own: `split(await digits(), 1500, { seed: 1 })` gives 1,500 and 297, with the same writers in
 * both. Of a folder without a test part, every tenth training example is held out to test by; of fewer than ten it is the
 * last, and a single one is both. Throws when `source` is neither a name nor a folder.
 */
export async function loadDataset(source: string, part: DatasetPart, options: LoadDatasetOptions = {}): Promise<Dataset> {
  checkOptions('load', options, { limit: true });
  return whole(await openDataset(source, part), options.limit);
}

/**
 * The same dataset, opened to be read some examples at a time:
 *
 * ```ts
 * const { batches } = await openDataset('my-images', 'train');
 * for await (const batch of batches(1000)) console.log(count(batch));
 * ```
 */
export async function openDataset(source: string, part: DatasetPart): Promise<OpenDataset> {
  checkPart('load', part);
  const named = known.get(source);
  if (named) return named(part);
  check(
    existsSync(source) && statSync(source).isDirectory(),
    () => `load: ${show(source)} is neither a dataset (${datasetNames.join(', ')}) nor a folder; a folder with IDX files works, too`,
  );
  const withTest = await hasTestPart('load', source);
  const found = await openFolder('load', source, { part: withTest ? part : 'train' });
  return withTest ? found : divided(found, part);
}
