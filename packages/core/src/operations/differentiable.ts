import { cast, engine, getBackend, getKernel } from '@tensorflow/tfjs-core';
import type { NamedAttrMap, NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import type { FusedKernels, Kernels } from '../kernels.js';

/*
 * Operations that a backend may have as one kernel. Where it has none, they are composed of tfjs's own operations, and the
 * numbers are the same.
 */

/** Whether the current backend has a kernel. */
export const hasKernel = (name: keyof FusedKernels): boolean => getKernel(name, getBackend()) !== undefined;

/** The outputs of one kernel, which no gradient goes through. Kernels read float32: whole numbers and truth values are cast first. */
export function run<N extends keyof Kernels>(name: N, inputs: Kernels[N]['inputs'], attrs: Kernels[N]['attrs']): Kernels[N]['outputs'] {
  const given = Object.entries<Tensor>(inputs as NamedTensorMap).map(([key, tensor]) => [key, tensor, asFloats(tensor)] as const);
  const floats: NamedTensorMap = Object.fromEntries(given.map(([key, , float]) => [key, float]));
  try {
    const results: Tensor | Tensor[] = engine().runKernel(name, floats, attrs as unknown as NamedAttrMap);
    return (Array.isArray(results) ? results : [results]) as unknown as Kernels[N]['outputs'];
  } finally {
    for (const [, tensor, float] of given) if (float !== tensor) float.dispose();
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
