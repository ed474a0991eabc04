import { cast, engine, getBackend, getKernel } from '@tensorflow/tfjs-core';
import type { NamedAttrMap, NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import type { FusedKernels, Kernels } from '../kernels.js';
import { mapRecord } from '../tree.js';

/*
 * Operations that a backend may have as one kernel. If it has none, they are composed of tfjs's own operations, with the same
 * results.
 */

/** Whether the current backend has a kernel. */
export const hasKernel = (name: keyof FusedKernels): boolean => getKernel(name, getBackend()) !== undefined;

/** Runs one backend kernel and returns its outputs, without a gradient. Inputs of int32 and bool are cast to float32 first. */
export function run<N extends keyof Kernels>(name: N, inputs: Kernels[N]['inputs'], attrs: Kernels[N]['attrs']): Kernels[N]['outputs'] {
  const given = inputs as NamedTensorMap;
  const others = Object.values(given).some(({ dtype }) => dtype !== 'float32');
  const floats = others ? (Array.isArray(given) ? given.map(asFloats) : mapRecord(given, asFloats)) : given;
  let results: readonly Tensor[] = [];
  try {
    const made: Tensor | Tensor[] = engine().runKernel(name, floats as NamedTensorMap, attrs as unknown as NamedAttrMap);
    results = Array.isArray(made) ? made : [made];
    return results as unknown as Kernels[N]['outputs'];
  } finally {
    if (others) for (const [key, float] of Object.entries(floats)) if (float !== given[key] && !results.includes(float)) float.dispose();
  }
}

const asFloats = (x: Tensor): Tensor => (x.dtype === 'float32' ? x : cast(x, 'float32'));

/** Saves tensors for the backward pass, which gets them in this order. */
export type Save = (tensors: readonly Tensor[]) => void;

/** The gradients by the names of the inputs. Each is computed only if it is needed. */
export type Backward = (dy: Tensor, saved: readonly Tensor[]) => Readonly<Record<string, () => Tensor>>;

/** The method of tfjs's engine behind `customGrad`. Unlike that, it skips gradients that are not needed, such as a model input's. */
interface Recorder {
  runKernelFunc(parts: {
    readonly forwardFunc: (backend: unknown, save: (tensors: Tensor[]) => void) => Tensor;
    readonly backwardsFunc: Backward;
    readonly inputs: NamedTensorMap;
  }): Tensor;
}

/** `forward` as one operation with the gradient `backward`. There is no second derivative. */
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
