import { dispose, tensor } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import type { Leaves, Shard, Work } from '@autoencoders/core';

/*
 * Gradients summed over the ranks of a group. A large gradient is a message of its own. They follow the weights in reverse, as the backward pass
 * computes the last layer first. All others and the loss terms take one message, right before the last: the gradient of the first layer takes long to
 * compute. So all ranks send the same messages in the same order, whether their steps are captured or not, and MPI adds the same numbers in the same
 * order.
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
  readonly names: readonly string[];
  readonly lengths: readonly number[];
  /** The numbers of all of them. */
  readonly array: Float32Array;
  readonly work: Work | undefined;
}

/** The names in each message of a step. */
function messagesOf(sizes: readonly (readonly [path: string, size: number])[]): readonly (readonly string[])[] {
  const large = sizes.flatMap(([path, size]) => (size < LARGE ? [] : [[path]])).toReversed();
  const small = sizes.flatMap(([path, size]) => (size < LARGE ? [path] : []));
  return [...large.slice(0, -1), [TERMS, ...small], ...large.slice(-1)];
}

export function gradientSums({ group, share }: Shard): GradientSums {
  const numbers = new Map<string, () => Float32Array>();
  const made: Message[] = [];
  let isOpen = false;

  /** Begins with all messages in their order. What it gives is called with each name whose numbers are complete. */
  const begin = ({ values, gradients }: Places): ((name: string) => void) => {
    for (const [path, place] of Object.entries(gradients)) numbers.set(path, place);
    numbers.set(TERMS, () => values().map((value) => (share > 0 ? value * share : 0)));
    const messages = messagesOf(Object.entries(gradients).map(([path, place]) => [path, place().length]));
    const complete = new Set<string>();
    return (name) => {
      complete.add(name);
      for (let names = messages[made.length]; names?.every((each) => complete.has(each)); names = messages[made.length])
        made.push(started(names, messages.length > 1));
    };
  };
  const started = (names: readonly string[], isOneOfSeveral: boolean): Message => {
    const parts = names.map((name) => numbers.get(name)!());
    // Memory that is not shared may move when it grows.
    const array = parts.length === 1 && isShared(parts[0]!) ? parts[0]! : joined(parts);
    const work = isOneOfSeveral ? group.allReduceAsync?.(array) : undefined;
    if (!work) group.allReduce(array);
    return { names, lengths: parts.map(({ length }) => length), array, work };
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
      const found = new Map(made.flatMap(parts));
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

/** The numbers of each name. */
function parts({ names, lengths, array }: Message): readonly (readonly [string, Float32Array])[] {
  if (names.length === 1) return [[names[0]!, array]];
  let at = 0;
  return names.map((name, i) => [name, array.slice(at, (at += lengths[i]!))]);
}

/** The numbers of a tensor, read once. */
function copied(given: Tensor): () => Float32Array {
  const values = given.dataSync<'float32'>();
  return () => values;
}

/** Whether an array lies in memory that does not move. */
const isShared = ({ buffer }: Float32Array): boolean => typeof SharedArrayBuffer !== 'undefined' && buffer instanceof SharedArrayBuffer;
