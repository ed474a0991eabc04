import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { parseAxisParam, prepareSplitSize } from '#stock';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { runner, shaped } from './composed-kernel.js';

/*
 * Parts of x along one axis, each copied by `Slice`. tfjs's own kernels copy all of x for each part.
 */

/** Parts of the given sizes, one after the other. */
function parts(backend: BackendWasm, x: TensorInfo, axis: number, sizes: readonly number[]): TensorInfo[] {
  const { run } = runner(backend);
  let first = 0;
  return sizes.map((size) => {
    const begin = x.shape.map((_, i) => (i === axis ? first : 0));
    first += size;
    return run('Slice', { x }, { begin, size: x.shape.with(axis, size) });
  });
}

/** `unstack`: one part for each place of the axis, which is then left out. */
export const unpack: KernelConfig = {
  kernelName: 'Unpack',
  backendName: 'wasm',
  kernelFunc({ inputs, attrs, backend }) {
    const { value } = inputs as { readonly value: TensorInfo };
    const axis = parseAxisParam((attrs as unknown as { axis: number }).axis, value.shape)[0]!;
    const ones = Array.from({ length: value.shape[axis]! }, () => 1);
    return parts(backend as BackendWasm, value, axis, ones).map((part) => shaped(part, part.shape.toSpliced(axis, 1)));
  },
};

/** `split`: parts of equal or of given sizes. */
export const splitV: KernelConfig = {
  kernelName: 'SplitV',
  backendName: 'wasm',
  kernelFunc({ inputs, attrs, backend }) {
    const { x } = inputs as { readonly x: TensorInfo };
    const { axis, numOrSizeSplits } = attrs as unknown as { axis: number; numOrSizeSplits: number | number[] };
    const along = parseAxisParam(axis, x.shape)[0]!;
    return parts(backend as BackendWasm, x, along, prepareSplitSize(x as never, numOrSizeSplits, along));
  },
};
