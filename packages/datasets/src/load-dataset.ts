import { existsSync, statSync } from 'node:fs';
import { check, checkOptions } from '@autoencoders/core/operations';
import { isArrayDataset, isIndexed, show } from '@autoencoders/core/internal';
import type { ArrayDataset, IndexedDataset } from '@autoencoders/core';
import type { NamedDataset } from './dataset.js';
import { digits } from './digits.js';
import { checkPart, hasTestPart, openFolder } from './folder.js';
import type { DatasetPart } from './folder.js';
import { openFashionMnist, openMnist } from './mnist.js';
import { split } from './split.js';
import { divided, opened, partOf, whole } from './open.js';
import type { OpenDataset } from './open.js';

const known: ReadonlyMap<string, (part: DatasetPart) => Promise<OpenDataset>> = new Map([
  ['digits', async (part) => opened(split(await digits(), 1500, { seed: 1 })[part === 'train' ? 0 : 1])],
  ['mnist', (part) => openMnist(part)],
  ['fashion-mnist', (part) => openFashionMnist(part)],
]);

/** The names that `loadDataset` and `openDataset` know. */
export const datasetNames: readonly string[] = [...known.keys()];

/** A dataset in memory or by rows, and the two parts of one. */
type Parts = { readonly [P in DatasetPart]: ArrayDataset | IndexedDataset };

/** What `loadDataset` and `openDataset` take: a name (`datasetNames`), the path of a folder, a dataset, or a dataset for each part. */
export type DatasetSource = string | ArrayDataset | IndexedDataset | Parts;

/** Options of `loadDataset`. */
export interface LoadDatasetOptions {
  /** Read only the first `limit` examples. Default: all. */
  readonly limit?: number | undefined;
}

/**
 * A dataset by its name (`datasetNames`), or from a folder as `fromFolder` reads it. When a folder has the name of a dataset, you get the
 * dataset. `digits` is published without a test part: its parts are those of `split(await digits(), 1500, { seed: 1 })`, 1,500 and 297
 * examples, with the same writers in both. `source` may also be a dataset in memory or by rows. Of that, and of a folder without a test part,
 * every tenth example is the test part; with fewer than ten examples it is the last one, and a single example is in both parts. Throws when
 * `source` is neither a name nor a folder nor such a dataset.
 */
export async function loadDataset(source: DatasetSource, part: DatasetPart, options: LoadDatasetOptions = {}): Promise<NamedDataset> {
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
 *
 * @param source A name of `datasetNames`, or the path of a folder.
 * @param part `train` or `test`.
 */
export async function openDataset(source: DatasetSource, part: DatasetPart): Promise<OpenDataset> {
  return open('openDataset', source, part);
}

async function open(call: string, source: DatasetSource, part: DatasetPart): Promise<OpenDataset> {
  checkPart(call, part);
  if (typeof source !== 'string') return openObject(call, source, part);
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

function openObject(call: string, source: Exclude<DatasetSource, string>, part: DatasetPart): OpenDataset {
  check(typeof source === 'object' && source !== null, () => `${call}: source must be a name, a folder or a dataset, not ${show(source)}`);
  if ('train' in source) return opened(source[part]);
  check(isArrayDataset(source) || isIndexed(source), () => `${call}: the source must be in memory or read by rows; use cache for a stream`);
  return partOf(source, part);
}
