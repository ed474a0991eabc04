import { check, checkInteger, checkOptions } from '@autoencoders/core/operations';
import { chosenShare, chunksOf, isArrayDataset, isIndexed, passOver, show, withPasses } from '@autoencoders/core/internal';
import { seeded } from '@autoencoders/core';
import type { ArrayDataset, Dataset, IndexedDataset, StreamDataset } from '@autoencoders/core';
import { countSome, nameOf } from './dataset.js';
import { pick, randomOrder, slice, sliceStream } from './select.js';

/** Options of `split`. At most one of `stratify`, `groups` and `times`. */
export interface SplitOptions {
  /** Shuffles the examples first. Default: the order stays; with `stratify` and `groups`, 0. */
  readonly seed?: number | undefined;
  /** Gives both parts the same share of every class: `true` for the labels of the dataset, or a class for each example. Default: not. */
  readonly stratify?: boolean | ArrayLike<number | string>;
  /** A group for each example, such as a patient. All examples of a group are in the same part. Default: none. */
  readonly groups?: ArrayLike<number | string>;
  /** A time for each example. The first part has the earliest. Default: none. */
  readonly times?: ArrayLike<number>;
}

/**
 * Splits a dataset in two: the first examples, and the rest. `first` is a number of examples, or a share between 0 and 1, which is
 * rounded to whole examples. Of a stream, each example is in the first part with the probability of the share, and `seed` (default 0)
 * decides. With `groups`, whole groups are drawn until the first part has `first` examples or more. Throws when one of the two would
 * be empty. As scikit-learn's `train_test_split`, `GroupShuffleSplit` and `TimeSeriesSplit`.
 *
 * ```ts
 * const [train, test] = split(dataset, 0.8, { stratify: true, seed: 1 });
 * ```
 */
export function split<D extends Dataset>(dataset: D, first: number, options: SplitOptions = {}): [first: D, rest: D] {
  checkOptions('split', options, { seed: true, stratify: true, groups: true, times: true });
  check(
    (first > 0 && first < 1) || (Number.isInteger(first) && first > 0),
    () => `split: first must be a share between 0 and 1 or a whole number of 1 or more, not ${show(first)}`,
  );
  if (options.seed !== undefined) checkInteger('split', 'seed', options.seed, 0);
  const ways = (['stratify', 'groups', 'times'] as const).filter((way) => options[way] !== undefined && options[way] !== false);
  check(ways.length < 2, () => `split: ${ways.join(' and ')} exclude each other; give one of them`);
  if (isArrayDataset(dataset) || isIndexed(dataset)) return splitRows(dataset, first, options) as [D, D];
  check(
    ways.length === 0,
    () => `split: ${ways[0]} needs examples in memory or by rows, and ${nameOf(dataset)} is a stream; use cache first`,
  );
  return splitStream(dataset, first, options) as [StreamDataset, StreamDataset] as [D, D];
}

function splitStream(dataset: StreamDataset, first: number, { seed = 0 }: SplitOptions): [StreamDataset, StreamDataset] {
  if (first >= 1) return [sliceStream('split', dataset, 0, first), sliceStream('split', dataset, first, Infinity)];
  const part = (chosen: boolean): StreamDataset => {
    const share = { share: first, seed, chosen };
    const chunks = (): AsyncIterable<ArrayDataset> => chosenShare(chunksOf('split', nameOf(dataset), dataset), share);
    // A dataset in a worker is divided there.
    return withPasses({ ...dataset, count: undefined, chunks }, ({ shares = [], ...pass }) =>
      passOver(dataset, { ...pass, shares: [share, ...shares] }),
    );
  };
  return [part(true), part(false)];
}

function splitRows<D extends ArrayDataset | IndexedDataset>(dataset: D, first: number, options: SplitOptions): [D, D] {
  const count = countSome('split', dataset);
  const isShare = first < 1;
  const { seed, stratify, groups, times } = options;
  const wanted = isShare ? Math.round(first * count) : first;
  const chosen =
    times !== undefined
      ? byTime(perExample('times', times, count))
      : groups !== undefined
        ? byGroup(perExample('groups', groups, count), wanted, seed ?? 0)
        : stratify !== undefined && stratify !== false
          ? stratified(classesOf(dataset, stratify, count), isShare ? first : first / count, seed ?? 0)
          : { order: seed === undefined ? undefined : randomOrder('split', count, seed) };
  const end = chosen.end ?? wanted;
  check(
    end > 0 && end < count,
    () => `split: ${isShare ? `a share of ${first}` : first} of the ${count} examples of ${nameOf(dataset)} leaves one side empty`,
  );
  const all = chosen.order ? pick(dataset, chosen.order) : dataset;
  return [slice(all, 0, end), slice(all, end, count)];
}

/** An order of the examples, and how many of them are the first part, where that is not as asked. */
interface Chosen {
  readonly order: Int32Array | undefined;
  readonly end?: number;
}

function perExample<T>(name: string, given: ArrayLike<T>, count: number): ArrayLike<T> {
  check(
    typeof given === 'object' && given !== null && given.length === count,
    () =>
      `split: ${name} must have one value for each of the ${count} examples, not ${typeof given === 'object' && given !== null ? given.length : show(given)}`,
  );
  return given;
}

function classesOf(
  dataset: ArrayDataset | IndexedDataset,
  stratify: true | ArrayLike<number | string>,
  count: number,
): ArrayLike<number | string> {
  if (stratify !== true) return perExample('stratify', stratify, count);
  const labels = 'labels' in dataset ? dataset.labels : undefined;
  check(labels !== undefined, () => `split: ${nameOf(dataset)} has no labels to stratify by; give stratify a class for each example`);
  return labels;
}

/** The earliest examples first; examples of the same time keep their order. */
function byTime(times: ArrayLike<number>): Chosen {
  for (let i = 0; i < times.length; i++)
    check(!Number.isNaN(times[i]), () => `split: times holds NaN for example ${i}; every example needs a time`);
  return { order: Int32Array.from({ length: times.length }, (_, i) => i).sort((a, b) => times[a]! - times[b]! || a - b) };
}

/** Groups in random order, each as a whole, until there are enough examples. */
function byGroup(groups: ArrayLike<number | string>, wanted: number, seed: number): Chosen {
  const members = placesBy(groups);
  const drawn = [...randomOrder('split', members.length, seed)].map((place) => members[place]!);
  let [end, taken] = [0, 0];
  while (end < wanted && taken < drawn.length) end += drawn[taken++]!.length;
  const inOrder = (parts: readonly number[][]): number[] => parts.flat().toSorted((a, b) => a - b);
  return { order: Int32Array.from([...inOrder(drawn.slice(0, taken)), ...inOrder(drawn.slice(taken))]), end };
}

/** The same share of every class. Shares are rounded so that the first part has as many examples as without classes. */
function stratified(classes: ArrayLike<number | string>, share: number, seed: number): Chosen {
  const seeds = seeded(seed);
  const [first, rest]: [number[], number[]] = [[], []];
  let [seen, taken] = [0, 0];
  for (const members of placesBy(classes)) {
    seen += members.length;
    const own = Math.min(members.length, Math.round(share * seen) - taken);
    taken += own;
    const order = [...randomOrder('split', members.length, seeds())].map((place) => members[place]!);
    first.push(...order.slice(0, own));
    rest.push(...order.slice(own));
  }
  const mixed = (places: readonly number[]): number[] => [...randomOrder('split', places.length, seeds())].map((place) => places[place]!);
  return { order: Int32Array.from([...mixed(first), ...mixed(rest)]), end: first.length };
}

/** The places of the examples of each group, in the order in which groups first come. */
function placesBy(groups: ArrayLike<number | string>): number[][] {
  const places = new Map<number | string, number[]>();
  for (let i = 0; i < groups.length; i++) {
    const members = places.get(groups[i]!);
    if (members) members.push(i);
    else places.set(groups[i]!, [i]);
  }
  return [...places.values()];
}
