import { dispose, tensor } from '@tensorflow/tfjs-core';
import type { Tensor1D } from '@tensorflow/tfjs-core';
import type { Leaves, Shard, Work } from '@autoencoders/core';

/*
 * Gradients summed over the ranks of a group. Each large one is a message of its own. They follow the weights in reverse, as the backward pass
 * computes the last layer first. All others take one message at the end, with the loss terms. So all ranks send the same messages in the same
 * order, whether their steps are captured or not, and MPI adds the same numbers in the same order. In a group with sums of halves, all gradients
 * are one such sum.
 */

/** A gradient of so many numbers, 256 kB, is a message of its own: the latency of a message is less than what it takes. */
const LARGE = 65_536;

/** Loss terms, and gradients that have the share of this rank already. */
interface Summed {
  readonly values: Tensor1D;
  readonly gradients: Leaves;
}

/** The sums of one step. */
export interface GradientSums {
  /** Begins with a gradient that is complete, while others are computed. `numbers` gives its numbers where they lie, which become the sum. */
  readonly begin: (path: string, numbers: () => Float32Array) => void;
  /** Loss terms and gradients of the whole batch, from those of each rank's rows. Frees what it replaces. */
  readonly finish: (found: Summed) => Summed;
  /** Waits for what goes on, since it changes memory. */
  readonly abandon: () => void;
}

export function gradientSums({ group, share }: Shard): GradientSums {
  const places = new Map<string, () => Float32Array>();
  const large = new Map<string, { readonly array: Float32Array; readonly work: Work | undefined }>();
  const { allReduceHalf } = group;
  const isLarge = ({ length }: Float32Array): boolean => length >= LARGE && !allReduceHalf;
  const start = (path: string, array: Float32Array): void => {
    const work = group.allReduceAsync?.(array);
    if (!work) group.allReduce(array);
    large.set(path, { array, work });
  };
  return {
    begin(path, numbers) {
      places.set(path, numbers);
      const own = numbers();
      // Memory that is not shared may move when it grows.
      if (isLarge(own)) start(path, isShared(own) ? own : own.slice());
    },
    finish({ values, gradients }) {
      const entries = Object.entries(gradients);
      // Copies, since some backends give their own memory.
      const arrays = entries.map(
        ([path, gradient]) => large.get(path)?.array ?? places.get(path)?.() ?? gradient.dataSync<'float32'>().slice(),
      );
      for (const [i, [path]] of [...entries.entries()].toReversed()) if (isLarge(arrays[i]!) && !large.has(path)) start(path, arrays[i]!);
      const terms = values.dataSync<'float32'>().map((value) => (share > 0 ? value * share : 0));
      group.allReduce(terms, ...(allReduceHalf ? [] : arrays.filter((array) => !isLarge(array))));
      allReduceHalf?.(...arrays);
      for (const { work } of large.values()) work?.wait();
      dispose(values);
      const summed = entries.map(([path, gradient], i) => {
        const place = places.get(path)?.();
        if (place && isLarge(place) && !isShared(place)) place.set(arrays[i]!);
        if (place) return [path, gradient] as const;
        dispose(gradient);
        return [path, tensor(arrays[i]!, gradient.shape)] as const;
      });
      return { values: tensor(terms), gradients: Object.fromEntries(summed) as Leaves };
    },
    abandon() {
      for (const { work } of large.values())
        try {
          work?.wait();
        } catch {
          // The error that ends the step comes before.
        }
    },
  };
}

/** Whether an array lies in memory that does not move. */
const isShared = ({ buffer }: Float32Array): boolean => typeof SharedArrayBuffer !== 'undefined' && buffer instanceof SharedArrayBuffer;
