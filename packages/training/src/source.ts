import { tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { permutation } from '@autoencoders/core';
import { sizeOf } from '@autoencoders/core/internal';
import type { ArrayDataset, Group, Shape, Shard } from '@autoencoders/core';
import { ofArray, only } from './examples.js';
import type { Examples, Pairs } from './examples.js';

/** The tensors of one batch: the clean examples, what the outputs should be, and which numbers of that are known. */
export type BatchTensors<X extends Tensor = Tensor> = {
  readonly x: X;
  readonly target: Tensor;
  readonly mask?: Tensor | undefined;
};

/** One batch, whose tensors are made when it is loaded. */
export interface Batch<X extends Tensor = Tensor> {
  readonly size: number;
  /** Whether it is the last of its pass. */
  readonly last: boolean;
  /** Makes the tensors, of all rows that were read or of a part of them. Called within a `tidy`, which frees them. */
  readonly load: (part?: Pick<Shard, 'from' | 'rows'>) => BatchTensors<X>;
  /** The same numbers in plain arrays, where they come from there. */
  readonly plain?: ArrayDataset | undefined;
  /** Of data that no rank has whole: the rows that this rank has, the only ones that it can load. */
  readonly shard?: Shard | undefined;
  /** The batches whose gradients one step accumulates, where there are several. `load` and `plain` are then those of the first. */
  readonly parts?: readonly Batch<X>[];
  /** What its random numbers are made from. Default: the seed of the training. */
  readonly seed?: number | undefined;
}

/** How to go over the data once: in batches of `size`, in an order that `seed` decides. Without a seed, in their own order. */
export interface PassOptions {
  readonly size: number;
  readonly seed?: number | undefined;
  /** How many batches to leave out at the beginning. Default 0. */
  readonly skip?: number;
  /** The rank that goes over the data, if it computes a part of each batch only. Data that are read by rows then read no others. */
  readonly shard?: Pick<Group, 'rank' | 'size'> | undefined;
}

/** Data to train on or to judge by, wherever they are stored. */
export interface Source<X extends Tensor = Tensor> {
  /** The number of examples, if it is known before they are read. */
  readonly count: number | undefined;
  /** The shape of one example. */
  readonly shape: Shape;
  /** How many numbers it allocates to load one example, intermediate results included. */
  readonly cost: number;
  /** Whether the data can be read at once, and so be checked before training. Other data are checked while they are read. */
  readonly inMemory: boolean;
  /** Whether batches have a mask, if that is known before they are read. */
  readonly masked?: boolean | undefined;
  /** Of data that no rank has whole: the part of this rank, and how many examples each rank has, where that is known. */
  readonly own?: Source<X> | undefined;
  readonly parts?: readonly (number | undefined)[] | undefined;
  readonly batches: (options: PassOptions) => AsyncIterable<Batch<X>>;
  /** The examples at these places, in this order. Undefined if they cannot be chosen by their places. */
  readonly some?: (places: Int32Array) => Source<X>;
  /** Two sources: all but a share of the examples, and that share, chosen by `seed`. Where the examples are counted, `aside` is how many to set aside. */
  readonly divide: (share: number, seed: number, aside?: number) => readonly [rest: Source<X>, aside: Source<X>];
}

/** How many of `count` examples a share is. */
export const asideOf = (share: number, count: number): number => Math.round(share * count);

/** Examples in memory. They are read in any order. */
export function memorySource<X extends Tensor>({ data, target, mask }: Pairs<X>): Source<X> {
  const { count, shape, cost } = data;
  const some = (places: Int32Array): Source<X> =>
    memorySource({ data: only(data, places), target: target && only(target, places), mask: mask && only(mask, places) });
  const loaded = (read: <T extends Tensor>(examples: Examples<T>) => T): BatchTensors<X> => {
    const x = read(data);
    return { x, target: target ? read(target) : x, mask: mask && read(mask) };
  };
  return {
    count,
    shape,
    cost,
    inMemory: true,
    masked: mask !== undefined,
    some,
    async *batches({ size, seed, skip = 0 }) {
      const order = seed === undefined ? undefined : permutation(count, seed);
      for (let at = skip * size; at < count; at += size) {
        const end = Math.min(count, at + size);
        const load: Batch<X>['load'] = ({ from, rows } = { from: 0, rows: end - at }) => {
          const places = order?.subarray(at + from, at + from + rows);
          return loaded((examples) => (places ? examples.take(places) : examples.slice(at + from, rows)));
        };
        yield { size: end - at, last: end === count, load };
      }
    },
    divide(share, seed, aside = asideOf(share, count)) {
      const order = permutation(count, seed);
      return [some(order.slice(aside).sort()), some(order.slice(0, aside))];
    },
  };
}

/** `f` of the examples, computed whenever a batch is loaded. `shape` is the shape of one result. */
export const mapped = <X extends Tensor, Y extends Tensor>(source: Source<X>, shape: Shape, f: (x: X) => Y): Source<Y> => ({
  count: source.count,
  shape,
  cost: source.cost + sizeOf(shape),
  inMemory: source.inMemory,
  masked: false,
  async *batches(options) {
    for await (const { size, last, load } of source.batches(options)) {
      yield {
        size,
        last,
        load(part) {
          const x = tidy(() => f(load(part).x));
          return { x, target: x };
        },
      };
    }
  },
  divide(...how) {
    const [rest, aside] = source.divide(...how);
    return [mapped(rest, shape, f), mapped(aside, shape, f)];
  },
});

/** How many numbers are allocated at a time to read examples. */
const READ = 2 ** 22;

/** How many examples to read at a time. */
export const rowsAtOnce = ({ cost }: Pick<Source, 'cost'>): number => Math.max(1, Math.floor(READ / cost));

/** The same examples in a plain array, without targets. */
export async function stored(source: Source, count: number): Promise<Source> {
  const width = sizeOf(source.shape);
  const kept = new Float32Array(count * width);
  let at = 0;
  for await (const { size, load } of source.batches({ size: rowsAtOnce(source) })) {
    const x = tidy(() => load().x);
    kept.set(await x.data<'float32'>().finally(() => x.dispose()), at * width);
    at += size;
  }
  return memorySource({ data: ofArray(kept, source.shape), target: undefined });
}
