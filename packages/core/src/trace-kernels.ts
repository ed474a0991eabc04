import { engine, zeros } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { KernelNotes } from './kernel-notes.js';

type Gradient = (dys: unknown) => Readonly<Record<string, () => Tensor>>;

interface TapeNode {
  readonly inputs: Readonly<Record<string, Tensor>>;
  gradient?: Gradient;
}

/** The parts of tfjs's engine that see every kernel, and every operation that a backward pass will go through. */
interface Engine {
  runKernel: (name: string, ...rest: unknown[]) => unknown;
  addTapeNode: (...args: unknown[]) => void;
  readonly state: { readonly activeTape: readonly TapeNode[] };
}

/** Whether tfjs threw this because the backend lacks a kernel. */
export const isMissingKernel = (error: unknown): boolean =>
  error instanceof Error && /^Kernel '.+' not registered for backend '.+'$/.test(error.message);

/** `f()`, or `instead()` where the backend lacks a kernel that `f` needs. */
export function unlessMissing<T>(f: () => T, instead: () => T): T {
  try {
    return f();
  } catch (error) {
    if (isMissingKernel(error)) return instead();
    throw error;
  }
}

/**
 * Runs `f` and notes every kernel that it needs. The backward pass of an operation is noted for the part that ran its
 * forward pass. Where a kernel of the backward pass is missing, zeros take the place of its result, so that all missing
 * kernels are found.
 *
 * This does not use `tf.profile`, which is asynchronous, and so would note other work as well; which times kernels, and so
 * makes a GPU wait; and which never ends when `f` throws.
 */
export function traceKernels(notes: KernelNotes, f: () => void): void {
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

/** `gradient`, with its kernels noted for the part that runs now. */
function noted(notes: KernelNotes, inputs: TapeNode['inputs'], gradient: Gradient): Gradient {
  const where = notes.where();
  const nothing = mapValues(inputs, (x) => () => zeros(x.shape));
  const back = <T>(f: () => T, instead: () => T): T => notes.within(where, () => unlessMissing(f, instead), 'backward');
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
