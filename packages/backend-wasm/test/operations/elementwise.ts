import * as tf from '@tensorflow/tfjs-core';
import type { Operations } from './random.js';

const ops = tf as any;

const unary =
  'abs acos acosh asin asinh atan atanh ceil cos cosh elu erf exp expm1 floor isFinite isInf isNaN leakyRelu log log1p logicalNot ' +
  'logSigmoid neg onesLike reciprocal relu relu6 round rsqrt selu sigmoid sign sin sinh softplus sqrt square step tan tanh zerosLike clone';

const binary =
  'add atan2 bitwiseAnd div divNoNan equal floorDiv greater greaterEqual less lessEqual logicalAnd logicalOr logicalXor maximum ' +
  'minimum mod mul notEqual prelu squaredDifference sub';

/** Operations number by number. */
export const elementwise: Operations = {
  ...Object.fromEntries(
    unary.split(' ').map((name) => [name, (r) => ({ inputs: [r.tensor(r.shape(), r.dtype())], call: ([x]) => ops[name](x) })]),
  ),
  ...Object.fromEntries(
    binary.split(' ').map((name) => [
      name,
      (r) => {
        const shape = r.shape(0, 5);
        const other = r.chance(0.05) ? r.shape() : r.against(shape);
        const dtype = r.dtype();
        // 0 · NaN is NaN here, where a slope that does not count is left out there.
        const special = name === 'prelu' ? false : undefined;
        const pair = [r.tensor(shape, dtype), r.tensor(other, r.chance(0.7) ? dtype : r.dtype(), special)];
        return { inputs: name !== 'prelu' && r.chance(0.4) ? pair.toReversed() : pair, call: ([a, b]) => ops[name](a, b) };
      },
    ]),
  ),
  pow: (r) => {
    const shape = r.shape(0, 5);
    const dtype = r.dtype();
    return { inputs: [r.tensor(shape, dtype, false), r.tensor(r.against(shape), dtype, false)], call: ([a, b]) => tf.pow(a, b) };
  },
  softmax: (r) => ({ inputs: [r.tensor(r.shape(1), r.dtype())], call: ([x]) => tf.softmax(x) }),
  logSoftmax: (r) => ({ inputs: [r.tensor(r.shape(1), r.dtype())], call: ([x]) => tf.logSoftmax(x) }),
  clipByValue: (r) => {
    const told = [r.pick([-1, 0, 0.2, NaN, -Infinity]), r.pick([1, 0.8, 5, Infinity])] as const;
    return { told, inputs: [r.tensor(r.shape(), r.dtype())], call: ([x]) => tf.clipByValue(x, ...told) };
  },
  where: (r) => {
    const shape = r.shape(0, 5);
    const dtype = r.dtype();
    const like = (): number[] => (r.chance(0.6) ? shape : r.against(shape));
    return { inputs: [r.tensor(like(), 'bool'), r.tensor(shape, dtype), r.tensor(like(), dtype)], call: ([c, a, b]) => tf.where(c, a, b) };
  },
  cast: (r) => {
    const told = r.pick(['float32', 'int32', 'bool'] as const);
    return { told, inputs: [r.tensor(r.shape(), r.dtype())], call: ([x]) => tf.cast(x, told) };
  },
  addN: (r) => {
    const shape = r.shape(0, 4);
    const dtype = r.dtype();
    return { inputs: Array.from({ length: r.whole(1, 4) }, () => r.tensor(shape, dtype)), call: (xs) => tf.addN(xs) };
  },
  batchNorm: (r) => {
    const shape = r.shape(2, 4);
    const of = r.chance(0.7) ? shape.slice(-1) : shape;
    const variance = r.tensor(of, 'float32', false);
    return {
      inputs: [r.tensor(shape), r.tensor(of), { ...variance, values: variance.values.map(Math.abs) }, r.tensor(of), r.tensor(of)],
      call: ([x, mean, v, offset, scale]) => tf.batchNorm(x, mean, v, offset, scale, 1e-3),
    };
  },
};
