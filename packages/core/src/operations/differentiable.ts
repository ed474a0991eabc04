import { cast, engine, getBackend, getKernel } from '@tensorflow/tfjs-core';
import type { NamedAttrMap, NamedTensorMap, Tensor, TensorInfo } from '@tensorflow/tfjs-core';

/*
 * Operations that a backend may have as one kernel. Where it has not, they are made of tfjs's own, and the numbers are
 * the same.
 */

/** Whether the current backend has a kernel. */
export const hasKernel = (name: string): boolean => getKernel(name, getBackend()) !== undefined;

/** The results of one kernel, which no gradient goes through. Kernels read float32; whole numbers and truth values become that first. */
export function run(name: string, inputs: Readonly<Record<string, Tensor | undefined>>, attrs: object): Tensor[] {
  const there = Object.entries(inputs).flatMap(([key, tensor]) => (tensor ? [[key, tensor, asFloats(tensor)] as const] : []));
  const given: NamedTensorMap = Object.fromEntries(there.map(([key, , floats]) => [key, floats]));
  try {
    const results: Tensor | Tensor[] = engine().runKernel(name, given as Record<string, TensorInfo & Tensor>, attrs as NamedAttrMap);
    return Array.isArray(results) ? results : [results];
  } finally {
    for (const [, tensor, floats] of there) if (floats !== tensor) floats.dispose();
  }
}

const asFloats = (x: Tensor): Tensor => (x.dtype === 'float32' ? x : cast(x, 'float32'));

/** Gives tensors to keep for the backward pass, which gets them back in this order. */
export type Save = (tensors: readonly Tensor[]) => void;

/** Gradients by the name of the input; each is computed only when somebody asks for it. */
export type Backward = (dy: Tensor, saved: readonly Tensor[]) => Readonly<Record<string, () => Tensor>>;

/** What tfjs's own `customGrad` is made of; unlike that it leaves out the gradients that nobody needs, as of a model's input. */
interface Recorder {
  runKernelFunc(parts: {
    readonly forwardFunc: (backend: unknown, save: (tensors: Tensor[]) => void) => Tensor;
    readonly backwardsFunc: Backward;
    readonly inputs: NamedTensorMap;
  }): Tensor;
}

/** `forward` as one operation with `backward` as its gradient, which has none itself. */
export function differentiable<T extends Tensor>(
  inputs: Readonly<Record<string, Tensor>>,
  forward: (save: Save) => T,
  backward: Backward,
): T {
  return (engine() as unknown as Recorder).runKernelFunc({
    forwardFunc: (_, save) => forward((tensors) => save([...tensors])),
    backwardsFunc: backward,
    inputs: { ...inputs },
  }) as T;
}

/** x as a constant: no gradient goes through it. */
export const stopGradient = <T extends Tensor>(x: T): T =>
  differentiable(
    {},
    () => x.clone() as T,
    () => ({}),
  );
