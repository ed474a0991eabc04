import * as tf from '@tensorflow/tfjs-core';
import type { DataType } from '@tensorflow/tfjs-core';
import { sizeOf } from './random.js';
import type { Input, Operations, Random } from './random.js';

const ops = tf as any;

const over =
  (name: string, dtypes?: readonly DataType[]) =>
  (r: Random): ReturnType<Operations[string]> => {
    const shape = r.shape();
    const told = [r.axes(shape.length), r.chance(0.5)] as const;
    const dtype = r.dtype(dtypes);
    return { told, inputs: [r.tensor(shape, dtype, dtype === 'int32' ? false : undefined)], call: ([x]) => ops[name](x, ...told) };
  };

const along =
  (name: string) =>
  (r: Random): ReturnType<Operations[string]> => {
    const shape = r.shape(1);
    const told = [r.whole(0, shape.length - 1), r.chance(0.5), r.chance(0.5)] as const;
    return { told, inputs: [r.tensor(shape, r.dtype())], call: ([x]) => ops[name](x, ...told) };
  };

/** Whole numbers to be counted; now and then below 0, which is refused. */
const counted = (r: Random, shape: readonly number[]): Input => {
  const numbers = r.indices(shape, () => 8);
  return r.chance(0.1) ? { ...numbers, values: numbers.values.map((n) => -n - 1) } : numbers;
};

/** Operations over axes, and those that count or choose. */
export const reductions: Operations = {
  ...Object.fromEntries('sum mean max min prod logSumExp'.split(' ').map((name) => [name, over(name)])),
  ...Object.fromEntries('all any'.split(' ').map((name) => [name, over(name, ['bool', 'bool', 'int32'])])),
  ...Object.fromEntries('cumsum cumprod argMax argMin'.split(' ').map((name) => [name, along(name)])),
  moments: (r) => {
    const shape = r.shape();
    const told = r.axes(shape.length);
    return {
      told,
      inputs: [r.tensor(shape, r.dtype(['float32', 'bool']))],
      call: ([x]) => {
        const { mean, variance } = tf.moments(x, told);
        return [mean, variance];
      },
    };
  },
  norm: (r) => {
    const told = r.pick(['euclidean', 1, Infinity] as const);
    return { told, inputs: [r.tensor(r.shape(1, 3), r.dtype())], call: ([x]) => tf.norm(x, told) };
  },
  topk: (r) => {
    const shape = r.shape(1, 4);
    const told = [r.whole(0, shape.at(-1)!), r.chance(0.7)] as const;
    return {
      told,
      inputs: [r.tensor(shape, r.dtype(['float32', 'int32', 'bool']), false)],
      call: ([x]) => {
        const { values, indices } = tf.topk(x, ...told);
        return [values, indices];
      },
    };
  },
  unique: (r) => {
    const shape = r.shape(1, 3);
    const told = r.whole(0, shape.length - 1);
    return {
      told,
      inputs: [r.tensor(shape, r.dtype(), false)],
      call: ([x]) => {
        const { values, indices } = tf.unique(x, told);
        return [values, indices];
      },
    };
  },
  bincount: (r) => {
    const n = r.whole(0, 6);
    const told = r.whole(1, 5);
    return { told, inputs: [counted(r, [n]), r.tensor([r.pick([n, 0])], 'float32', false)], call: ([x, w]) => tf.bincount(x, w, told) };
  },
  denseBincount: (r) => {
    const shape = r.pick([[r.whole(1, 6)], [r.whole(1, 3), r.whole(1, 6)]]);
    const told = [r.whole(1, 5), r.chance(0.5)] as const;
    return {
      told,
      inputs: [counted(r, shape), r.tensor(r.pick([shape, [0]]), 'float32', false)],
      call: ([x, w]) => tf.denseBincount(x, w, ...told),
    };
  },
  searchSorted: (r) => {
    const [batch, n, m] = [r.whole(1, 2), r.whole(1, 5), r.whole(1, 4)];
    const told = r.pick(['left', 'right'] as const);
    const dtype = r.dtype(['float32', 'int32']);
    const rows = Array.from({ length: batch }, () => r.values(n, dtype, false).toSorted((a, b) => a - b));
    return {
      told,
      inputs: [{ shape: [batch, n], dtype, values: rows.flat() }, r.tensor([batch, m], dtype, false)],
      call: ([x, y]) => tf.searchSorted(x, y, told),
    };
  },
  unsortedSegmentSum: (r) => {
    const shape = r.shape(1, 3);
    const told = r.whole(1, 4);
    const ids = { shape: shape.slice(0, 1), dtype: 'int32' as const, values: Array.from({ length: shape[0]! }, () => r.whole(-1, told)) };
    return {
      told,
      inputs: [r.tensor(shape, r.dtype(['float32', 'int32']), false), ids],
      call: ([x, i]) => tf.unsortedSegmentSum(x, i, told),
    };
  },
  sparseSegmentMean: (r) => {
    const shape = r.shape(2, 3);
    const k = r.whole(1, 4);
    const ids = { shape: [k], dtype: 'int32' as const, values: Array.from({ length: k }, (_, i) => Math.floor(i / 2)) };
    return {
      inputs: [r.tensor(shape, r.dtype(['float32', 'int32']), false), r.indices([k], () => (r.chance(0.1) ? 99 : shape[0]!)), ids],
      call: ([x, i, s]) => tf.sparse.sparseSegmentMean(x, i, s),
    };
  },
  einsum: (r) => {
    const [i, j, k] = [r.size(), r.size(), r.size()];
    const told = r.pick(['ij,jk->ik', 'ij,jk->k', 'ij,jk->']);
    return {
      told,
      inputs: [r.tensor([i, j], 'float32', false), r.tensor([j, k], 'float32', false)],
      call: ([a, b]) => tf.einsum(told, a, b),
    };
  },
  multinomial: (r) => ({
    inputs: [r.tensor([2, sizeOf([r.whole(1, 4)])], 'float32', false)],
    call: ([x]) => tf.zeros(tf.multinomial(x, 5, 7).shape),
  }),
};
