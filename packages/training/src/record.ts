import { engine, zeros } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Notes } from './kernel-needs.js';

type Gradient = (dys: unknown) => Readonly<Record<string, () => Tensor>>;

interface TapeNode {
  readonly inputs: Readonly<Record<string, Tensor>>;
  gradient?: Gradient;
}

/** What tfjs calls for every kernel, and for everything that a backward pass will go through. */
interface Engine {
  runKernel: (name: string, ...rest: unknown[]) => unknown;
  addTapeNode: (...args: unknown[]) => void;
  readonly state: { readonly activeTape: readonly TapeNode[] };
}

/** Whether tfjs threw this because the backend lacks a kernel. */
export const isMissingKernel = (error: unknown): boolean =>
  error instanceof Error && /^Kernel '.+' not registered for backend '.+'$/.test(error.message);

/** `f()`, or `instead()` where `f` asks for a kernel that is missing. */
export function orElse<T>(f: () => T, instead: () => T): T {
  try {
    return f();
  } catch (error) {
    if (isMissingKernel(error)) return instead();
    throw error;
  }
}

/**
 * Runs `f` and notes the kernels that it asks for. A backward pass belongs to those whose forward pass it goes back
 * through, and goes on with zeros where a kernel is missing, so that it meets all that are.
 *
 * Not with `tf.profile`: that is asynchronous, and so would note other work, too; it times kernels, which makes a GPU
 * wait; and when `f` throws, it never ends.
 */
export function record(notes: Notes, f: () => void): void {
  const tfjs = engine() as unknown as Engine;
  const { runKernel, addTapeNode } = tfjs;
  tfjs.runKernel = (name, ...rest) => {
    notes.note(name);
    return runKernel.call(tfjs, name, ...rest);
  };
  tfjs.addTapeNode = (...args) => {
    addTapeNode.apply(tfjs, args);
    const node = tfjs.state.activeTape.at(-1)!;
    if (node.gradient) node.gradient = noted(notes, node.inputs, node.gradient);
  };
  try {
    f();
  } finally {
    Object.assign(tfjs, { runKernel, addTapeNode });
  }
}

/** `gradient`, in the name of those who are at work now. */
function noted(notes: Notes, inputs: TapeNode['inputs'], gradient: Gradient): Gradient {
  const where = notes.where();
  const nothing = mapValues(inputs, (x) => () => zeros(x.shape));
  const back = <T>(f: () => T, instead: () => T): T => notes.within(where, () => orElse(f, instead), 'backward');
  return (dys) => {
    const gradients = back(
      () => gradient(dys),
      () => nothing,
    );
    return mapValues(gradients, (each, input) => () => back(each, nothing[input]!));
  };
}

const mapValues = <A, B>(record: Readonly<Record<string, A>>, f: (value: A, name: string) => B): Readonly<Record<string, B>> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, f(value, name)]));
