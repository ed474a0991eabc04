import { dispose, tensor } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import type { Leaves, Shard, Work } from '@autoencoders/core';

/*
 * Gradients summed over the ranks of a group. A large gradient is a message of its own. They follow the weights in reverse, as the backward pass
 * computes the last layer first. All others and the loss terms take one message, right before the last: the gradient of the first layer takes long to
 * compute. So all ranks send the same messages in the same order, whether their steps are captured or not, and MPI adds the same numbers in the same
 * order. In a group with sums of halves, all gradients are one such sum.
 */

/** A gradient of so many numbers, 256 kB, is a message of its own: the latency of a message is less than what it takes. */
const LARGE = 65_536;
/** The name of the loss terms among the paths of weights. */
const TERMS = '';

/** Loss terms, and gradients that have the share of this rank already. */
interface Summed {
  readonly values: Tensor1D;
  readonly gradients: Leaves;
}

/** Where the numbers of a step lie, which may be changed in place. */
export interface Places {
  readonly values: () => Float32Array;
  readonly gradients: Readonly<Record<string, () => Float32Array>>;
}

/** The sums of one step. */
export interface GradientSums {
  /**
   * Begins with sums while a pass goes on, whose results will lie at these places. What it gives is called when the gradient of a path, or with
   * undefined the loss terms, are complete.
   */
  readonly open: (places: Places) => (path: string | undefined) => void;
  /** Loss terms and gradients of the whole batch, from those of each rank's rows. Frees what it replaces. */
  readonly finish: (found: Summed) => Summed;
  /** Waits for what goes on, since it changes memory. */
  readonly abandon: () => void;
}

/** A sum that goes on, or is there. */
interface Message {
  readonly work: Work | undefined;
  /** The sums of the parts, when they are there. */
  readonly sums: () => readonly Float32Array[];
}

/** The names in each message of a step. */
function messagesOf(sizes: readonly (readonly [path: string, size: number])[], least: number): readonly (readonly string[])[] {
  const large = sizes.flatMap(([path, size]) => (size < least ? [] : [[path]])).toReversed();
  const small = sizes.flatMap(([path, size]) => (size < least ? [path] : []));
  return [...large.slice(0, -1), [TERMS, ...small], ...large.slice(-1)];
}

export function gradientSums({ group, share }: Shard): GradientSums {
  const numbers = new Map<string, () => Float32Array>();
  const made: Message[] = [];
  let messages: readonly (readonly string[])[] = [];
  let isOpen = false;

  /** Begins with all messages in their order. What it gives is called with each name whose numbers are complete. */
  const begin = ({ values, gradients }: Places): ((name: string) => void) => {
    for (const [path, place] of Object.entries(gradients)) numbers.set(path, place);
    numbers.set(TERMS, () => values().map((value) => (share > 0 ? value * share : 0)));
    const sizes = Object.entries(gradients).map(([path, place]) => [path, place().length] as const);
    messages = messagesOf(sizes, group.allReduceHalf ? Infinity : LARGE);
    return inOrder(messages, (names) => {
      const parts = names.map((name) => numbers.get(name)!());
      made.push(started(group, parts, isOpen, messages.length > 1));
    });
  };
  return {
    open(places) {
      isOpen = true;
      const complete = begin(places);
      return (path = TERMS) => complete(path);
    },
    finish({ values, gradients }) {
      const entries = Object.entries(gradients);
      if (!isOpen) {
        const places = entries.map(([path, gradient]) => [path, copied(gradient)] as const);
        const complete = begin({ values: copied(values), gradients: Object.fromEntries(places) });
        for (const name of [TERMS, ...entries.map(([path]) => path)]) complete(name);
      }
      for (const { work } of made) work?.wait();
      const sums = made.map((message) => message.sums());
      const found = new Map(messages.flatMap((names, i) => names.map((name, j) => [name, sums[i]![j]!] as const)));
      const summed = entries.map(([path, gradient]) => {
        const sum = found.get(path)!;
        if (isOpen && !isShared(sum)) numbers.get(path)!().set(sum);
        if (isOpen) return [path, gradient] as const;
        dispose(gradient);
        return [path, tensor(sum, gradient.shape)] as const;
      });
      dispose(values);
      return { values: tensor(found.get(TERMS)!), gradients: Object.fromEntries(summed) as Leaves };
    },
    abandon() {
      for (const { work } of made)
        try {
          work?.wait();
        } catch {
          // The error that ends the step comes before.
        }
    },
  };
}

/** Starts each message when it and those before it are complete. What it gives is called with each name that is. */
function inOrder(messages: readonly (readonly string[])[], start: (names: readonly string[]) => void): (name: string) => void {
  const complete = new Set<string>();
  let next = 0;
  return (name) => {
    complete.add(name);
    for (; next < messages.length && messages[next]!.every((each) => complete.has(each)); next++) start(messages[next]!);
  };
}

/** The numbers of all arrays, one after the other. */
function joined(parts: readonly Float32Array[]): Float32Array {
  const array = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    array.set(part, at);
    at += part.length;
  }
  return array;
}

/** The parts of an array, one after the other. */
function split(array: Float32Array, lengths: readonly number[]): readonly Float32Array[] {
  let at = 0;
  return lengths.map((length) => array.slice(at, (at += length)));
}

/** A copy of the numbers of a tensor, since some backends give their own memory. */
function copied(given: Tensor): () => Float32Array {
  const values = given.dataSync<'float32'>().slice();
  return () => values;
}

/** Begins with a message. What may move, and must not while the sum goes on, is copied. */
function started(group: Shard['group'], parts: readonly Float32Array[], mayMove: boolean, isOneOfSeveral: boolean): Message {
  if (group.allReduceHalf) {
    group.allReduce(parts[0]!);
    group.allReduceHalf(...parts.slice(1));
    return { work: undefined, sums: () => parts };
  }
  const array = parts.length > 1 || (mayMove && !isShared(parts[0]!)) ? joined(parts) : parts[0]!;
  const work = isOneOfSeveral ? group.allReduceAsync?.(array) : undefined;
  if (!work) group.allReduce(array);
  const lengths = parts.map(({ length }) => length);
  return { work, sums: () => (lengths.length === 1 ? [array] : split(array, lengths)) };
}

/** Whether an array lies in memory that does not move. */
const isShared = ({ buffer }: Float32Array): boolean => typeof SharedArrayBuffer !== 'undefined' && buffer instanceof SharedArrayBuffer;
