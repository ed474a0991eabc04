import { engine, zeros } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { KernelNotes } from './kernel-notes.js';
import { mapRecord } from './tree.js';

type Gradient = (dys: unknown) => Readonly<Record<string, () => Tensor>>;

interface TapeNode {
  readonly inputs: Readonly<Record<string, Tensor>>;
  gradient?: Gradient;
}

/** The methods of tfjs's engine that run every kernel and record every operation for the backward pass. */
interface Engine {
  runKernel: (name: string, ...rest: unknown[]) => unknown;
  addTapeNode: (...args: unknown[]) => void;
  readonly state: { readonly activeTape: readonly TapeNode[] };
}

/** Whether this is tfjs's error for a kernel that the backend lacks. */
export const isMissingKernel = (error: unknown): boolean =>
  error instanceof Error && /^Kernel '.+' not registered for backend '.+'$/.test(error.message);

/** `f()`, or `instead()` if the backend lacks a kernel that `f` needs. */
export function unlessMissing<T>(f: () => T, instead: () => T): T {
  try {
    return f();
  } catch (error) {
    if (isMissingKernel(error)) return instead();
    throw error;
  }
}

/**
 * Runs `f` and notes every kernel that it needs. The backward pass of an operation is noted for the part that ran its forward pass.
 * If a kernel of the backward pass is missing, zeros replace its result, so that all missing kernels are found.
 *
 * This does not use `tf.profile`, for three reasons. It is asynchronous, so that it would note other work, too. It times kernels,
 * which makes a GPU wait. And it never ends if `f` throws.
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

/** `gradient`, which then notes its kernels for the part that runs now. */
function noted(notes: KernelNotes, inputs: TapeNode['inputs'], gradient: Gradient): Gradient {
  const where = notes.where();
  const nothing = mapRecord(inputs, (x) => () => zeros(x.shape));
  const back = <T>(f: () => T, instead: () => T): T => notes.within(where, () => unlessMissing(f, instead), 'backward');
  return (dys) => {
    const gradients = back(
      () => gradient(dys),
      () => nothing,
    );
    return mapRecord(gradients, (each, input) => () => back(each, nothing[input]!));
  };
}
