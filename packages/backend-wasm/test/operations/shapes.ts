import * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from './random.js';
import type { Input, Operations, Random } from './random.js';

/** Rows of places in a shape, as many axes each; now and then some that are not there. */
function places(r: Random, count: number, axes: number, shape: readonly number[]): Input {
  const wrong = r.chance(0.1);
  const of = r.indices([count, axes], (i) => shape[i % axes]!);
  return wrong ? { ...of, values: of.values.map((v, i) => (r.chance(0.4) ? r.pick([-1, shape[i % axes]!, 99]) : v)) } : of;
}

const scattered = (r: Random): { shape: number[]; count: number; axes: number } => {
  const shape = r.shape(1, 4);
  return { shape, count: r.whole(0, 4), axes: r.whole(1, shape.length) };
};

/** Operations that move numbers. */
export const shapes: Operations = {
  transpose: (r) => {
    const shape = r.shape();
    const told = shape.map((_, axis) => axis).toSorted(() => r.next() - 0.5);
    return { told, inputs: [r.tensor(shape, r.dtype())], call: ([x]) => tf.transpose(x, told) };
  },
  reverse: (r) => {
    const shape = r.shape(0, 4);
    const told = r.axes(shape.length);
    return { told, inputs: [r.tensor(shape, r.dtype())], call: ([x]) => tf.reverse(x, told) };
  },
  tile: (r) => {
    const shape = r.shape(1, 5);
    const told = shape.map(() => r.pick([1, 1, 2, 3]));
    return { told, inputs: [r.tensor(shape, r.dtype())], call: ([x]) => tf.tile(x, told) };
  },
  pad: (r) => {
    const shape = r.shape(1, 5);
    const told = [shape.map(() => [r.whole(0, 2), r.whole(0, 2)] as [number, number]), r.pick([0, 0, 1, -2.5, NaN])] as const;
    return { told, inputs: [r.tensor(shape, r.dtype())], call: ([x]) => tf.pad(x, ...told) };
  },
  mirrorPad: (r) => {
    const shape = r.shape(1, 4);
    const told = [shape.map(() => [r.whole(0, 2), r.whole(0, 2)] as [number, number]), r.pick(['reflect', 'symmetric'] as const)] as const;
    return { told, inputs: [r.tensor(shape, r.dtype())], call: ([x]) => tf.mirrorPad(x, ...told) };
  },
  concat: (r) => {
    const shape = r.shape(1, 5);
    const told = r.whole(0, shape.length - 1);
    const dtype = r.dtype();
    const part = (): Input =>
      r.tensor(
        shape.map((n, axis) => (axis === told ? r.whole(0, 3) : n)),
        dtype,
      );
    return { told, inputs: Array.from({ length: r.whole(1, 4) }, part), call: (xs) => tf.concat(xs, told) };
  },
  stack: (r) => {
    const shape = r.shape(0, 4);
    const told = r.whole(0, shape.length);
    const dtype = r.dtype();
    return { told, inputs: Array.from({ length: r.whole(1, 3) }, () => r.tensor(shape, dtype)), call: (xs) => tf.stack(xs, told) };
  },
  unstack: (r) => {
    const shape = r.shape(1, 4);
    const told = r.whole(0, shape.length - 1);
    return { told, inputs: [r.tensor(shape, r.dtype())], call: ([x]) => tf.unstack(x, told) };
  },
  split: (r) => {
    const shape = r.shape(1, 4);
    const axis = r.whole(0, shape.length - 1);
    const first = r.whole(0, shape[axis]!);
    const told = [r.chance(0.5) ? r.pick([1, 2, 3]) : [first, shape[axis]! - first], axis] as const;
    return { told, inputs: [r.tensor(shape, r.dtype())], call: ([x]) => tf.split(x, ...told) };
  },
  slice: (r) => {
    const shape = r.shape(1, 6);
    const beyond = r.chance(0.15);
    const begin = shape.map((n) => r.whole(0, Math.max(0, n - 1)) + Number(beyond && r.chance(0.5)));
    const size = shape.map((n, i) => (r.chance(0.2) ? -1 : r.whole(0, Math.max(0, n - begin[i]!)) + (beyond && r.chance(0.5) ? 2 : 0)));
    return { told: [begin, size], inputs: [r.tensor(shape, r.dtype())], call: ([x]) => tf.slice(x, begin, size) };
  },
  stridedSlice: (r) => {
    const shape = r.shape(1, 5);
    const ends = (): number[] => shape.map((n) => r.whole(-n - 1, n + 1));
    const mask = (): number => (r.chance(0.3) ? r.whole(0, 3) : 0);
    const told = [ends(), ends(), shape.map(() => r.pick([1, 1, 2, -1, -2])), mask(), mask(), 0, mask(), mask()] as const;
    return { told, inputs: [r.tensor(shape, r.dtype())], call: ([x]) => tf.stridedSlice(x, ...told) };
  },
  gather: (r) => {
    const shape = r.shape(1, 4);
    const told = r.whole(0, shape.length - 1);
    const which = places(r, sizeOf(r.shape(0, 2)), 1, [shape[told]!]);
    return { told, inputs: [r.tensor(shape, r.dtype()), which], call: ([x, i]) => tf.gather(x, i, told) };
  },
  'gather in batches': (r) => {
    const shape = r.shape(2, 4);
    const batch = r.whole(1, Math.min(2, shape.length - 1));
    const axis = r.whole(batch, shape.length - 1);
    const which = r.indices([...shape.slice(0, batch), r.whole(1, 3)], () => shape[axis]!);
    return { told: [axis, batch], inputs: [r.tensor(shape, r.dtype()), which], call: ([x, i]) => tf.gather(x, i, axis, batch) };
  },
  gatherND: (r) => {
    const { shape, axes } = scattered(r);
    return { inputs: [r.tensor(shape, r.dtype()), places(r, r.whole(1, 4), axes, shape)], call: ([x, i]) => tf.gatherND(x, i) };
  },
  scatterND: (r) => {
    const { shape, count, axes } = scattered(r);
    const inputs = [places(r, count, axes, shape), r.tensor([count, ...shape.slice(axes)], r.dtype())];
    return { told: shape, inputs, call: ([i, x]) => tf.scatterND(i, x, shape) };
  },
  tensorScatterUpdate: (r) => {
    const { shape, count, axes } = scattered(r);
    const dtype = r.dtype();
    const inputs = [r.tensor(shape, dtype), places(r, count, axes, shape), r.tensor([count, ...shape.slice(axes)], dtype)];
    return { inputs, call: ([x, i, y]) => tf.tensorScatterUpdate(x, i, y) };
  },
  sparseToDense: (r) => {
    const told = r.shape(1, 2);
    const count = r.whole(1, 4);
    const dtype = r.dtype();
    const inputs = [places(r, count, told.length, told), r.tensor(r.pick([[count], []]), dtype), r.tensor([], dtype, false)];
    return { told, inputs, call: ([i, x, d]) => tf.sparseToDense(i, x, told as [number], d) };
  },
  batchToSpaceND: (r) => {
    const block = [r.whole(1, 2), r.whole(1, 2)];
    const told = [
      block,
      [
        [r.whole(0, 1), r.whole(0, 1)],
        [r.whole(0, 1), 0],
      ],
    ] as const;
    const shape = [r.whole(1, 2) * sizeOf(block), r.whole(1, 3), r.whole(1, 3), ...r.pick([[], [1], [2, 2]])];
    return { told, inputs: [r.tensor(shape, r.dtype())], call: ([x]) => tf.batchToSpaceND(x, ...(told as any as [any, any])) };
  },
  spaceToBatchND: (r) => {
    const block = [r.whole(1, 2), r.whole(1, 2)] as const;
    const told = [
      block,
      [
        [0, block[0] * r.whole(0, 1)],
        [block[1] * r.whole(0, 1), 0],
      ],
    ] as const;
    const shape = [r.whole(1, 2), r.whole(1, 2) * block[0], r.whole(1, 2) * block[1], ...r.pick([[], [1], [2, 2]])];
    return { told, inputs: [r.tensor(shape, r.dtype())], call: ([x]) => tf.spaceToBatchND(x, ...(told as any as [any, any])) };
  },
  depthToSpace: (r) => {
    const told = r.whole(2, 3);
    const shape = [r.whole(1, 2), r.whole(1, 3), r.whole(1, 3), told * told * r.whole(1, 2)];
    return { told, inputs: [r.tensor(shape, r.dtype())], call: ([x]) => tf.depthToSpace(x, told) };
  },
  broadcastTo: (r) => {
    const told = r.shape(1, 5);
    return { told, inputs: [r.tensor(r.against(told), r.dtype())], call: ([x]) => tf.broadcastTo(x, told) };
  },
  expandDims: (r) => {
    const shape = r.shape(0, 5);
    const told = r.whole(-shape.length - 1, shape.length);
    return { told, inputs: [r.tensor(shape, r.dtype())], call: ([x]) => tf.expandDims(x, told) };
  },
  oneHot: (r) => {
    const told = [r.whole(1, 5), r.pick([1, 5, 2.5]), r.pick([0, -1]), r.pick(['int32', 'float32', 'bool'] as const)] as const;
    return { told, inputs: [r.tensor(r.shape(0, 3), 'int32', false)], call: ([x]) => tf.oneHot(x, ...told) };
  },
  diag: (r) => ({ inputs: [r.tensor(r.shape(1, 3), r.dtype())], call: ([x]) => tf.diag(x) }),
  fill: (r) => {
    const told = [r.shape(0, 5), r.pick([0, 1, 2.5, -3, NaN]), r.pick(['float32', 'int32', 'bool'] as const)] as const;
    return { told, inputs: [], call: () => tf.fill(...told) };
  },
  range: (r) => {
    const told = [r.whole(-5, 5), r.whole(-5, 5), r.pick([1, 2, -1, 0.5]), r.pick(['float32', 'int32'] as const)] as const;
    return { told, inputs: [], call: () => tf.range(...told) };
  },
  linspace: (r) => {
    const told = [r.whole(-5, 5), r.whole(-5, 5), r.whole(1, 6)] as const;
    return { told, inputs: [], call: () => tf.linspace(...told) };
  },
};
