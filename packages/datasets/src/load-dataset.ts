import { existsSync, statSync } from 'node:fs';
import { check, checkOptions } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { NamedDataset } from './dataset.js';
import { digits } from './digits.js';
import { checkPart, hasTestPart, openFolder } from './folder.js';
import type { DatasetPart } from './folder.js';
import { openFashionMnist, openMnist } from './mnist.js';
import { split } from './split.js';
import { divided, opened, whole } from './open.js';
import type { OpenDataset } from './open.js';

const known: ReadonlyMap<string, (part: DatasetPart) => Promise<OpenDataset>> = new Map([
  ['digits', async (part) => opened(split(await digits(), 1500, { seed: 1 })[part === 'train' ? 0 : 1])],
  ['mnist', (part) => openMnist(part)],
  ['fashion-mnist', (part) => openFashionMnist(part)],
]);

/** The names that `loadDataset` and `openDataset` know. */
export const datasetNames: readonly string[] = [...known.keys()];

/** Options of `loadDataset`. */
export interface LoadDatasetOptions {
  /** Read only the first `limit` examples. Default: all. */
  readonly limit?: number | undefined;
}

/**
 * A dataset by its name (`datasetNames`), or from a folder as `fromFolder` reads it. When a folder has the name of a dataset, you get the
 * dataset. `digits` is published without a test part: its parts are those of `split(await digits(), 1500, { seed: 1 })`, 1,500 and 297
 * examples, with the same writers in both. In a folder without a test part, every tenth training example is the test part; with fewer than
 * ten examples it is the last one, and a single example is in both parts. Throws when `source` is neither a name nor a folder.
 */
export async function loadDataset(source: string, part: DatasetPart, options: LoadDatasetOptions = {}): Promise<NamedDataset> {
  checkOptions('loadDataset', options, { limit: true });
  return whole(await open('loadDataset', source, part), options.limit);
}

/**
 * `loadDataset` for a dataset that may be larger than the memory: it reads some examples at a time.
 *
 * ```ts
 * const { batches } = await openDataset('my-images', 'train');
 * for await (const batch of batches(1000)) console.log(count(batch));
 * ```
 */
export async function openDataset(source: string, part: DatasetPart): Promise<OpenDataset> {
  return open('openDataset', source, part);
}

async function open(call: string, source: string, part: DatasetPart): Promise<OpenDataset> {
  checkPart(call, part);
  const named = known.get(source);
  if (named) return named(part);
  check(
    existsSync(source) && statSync(source).isDirectory(),
    () => `${call}: ${show(source)} is neither a dataset (${datasetNames.join(', ')}) nor a folder with IDX files`,
  );
  const withTest = await hasTestPart(call, source);
  const found = await openFolder(call, source, { part: withTest ? part : 'train' });
  return withTest ? found : divided(found, part);
}
