import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import {
  abs,
  add,
  keep,
  matMul,
  memory,
  mul,
  relu,
  scalar,
  setBackend,
  square,
  sum,
  tensor1d,
  tensor2d,
  tidy,
  variable,
} from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { InputError } from './errors.js';
import { valueAndGradients } from './gradients.js';

beforeAll(() => setBackend('cpu'));

const numbers = (x: Tensor | undefined): number[] => [...x!.dataSync<'float32'>()];

describe('valueAndGradients', () => {
  test('gives the value and a gradient under each leaf’s path', () => {
    tidy(() => {
      const a = tensor1d([1, 2]);
      const b = tensor1d([3, -4]);
      // f = Σ a²b, ∂f/∂a = 2ab, ∂f/∂b = a²
      const { value, gradients } = valueAndGradients(() => sum(mul(square(a), b)), { 'part.a': a, b });
      expect(value.dataSync()[0]).toBe(3 - 16);
      expect(Object.keys(gradients)).toEqual(['part.a', 'b']);
      expect(numbers(gradients['part.a'])).toEqual([6, -16]);
      expect(numbers(gradients.b)).toEqual([1, 4]);
    });
  });

  test('a leaf that is not read gets no gradient', () => {
    tidy(() => {
      const read = tensor1d([1, 2]);
      const { gradients } = valueAndGradients(() => sum(read), { read, unread: tensor1d([1]) });
      expect(Object.keys(gradients)).toEqual(['read']);
      expect(valueAndGradients(() => scalar(3), { read }).gradients).toEqual({});
    });
  });

  test('differentiates with respect to variables as well as tensors', () => {
    const w = variable(tensor1d([1, 2]));
    tidy(() => {
      expect(numbers(valueAndGradients(() => sum(square(w)), { w }).gradients.w)).toEqual([2, 4]);
    });
    w.dispose();
  });

  test('a leaf that is read twice gets the sum of both gradients', () => {
    tidy(() => {
      const w = tensor2d([[1, 2]]);
      // f = w·wᵀ, ∂f/∂w = 2w
      expect(numbers(valueAndGradients(() => sum(matMul(w, w, false, true)), { w }).gradients.w)).toEqual([2, 4]);
    });
  });

  test('adds up over an axis along which a bias is repeated', () => {
    tidy(() => {
      const bias = tensor1d([0, 0]);
      const x = tensor2d([
        [1, 2],
        [3, 4],
        [5, 6],
      ]);
      const { gradients } = valueAndGradients(() => sum(mul(x, add(x, bias))), { bias });
      expect(numbers(gradients.bias)).toEqual([9, 12]);
    });
  });

  test('relu has gradient 0 at 0, and tfjs’s abs has −1', () => {
    tidy(() => {
      const x = tensor1d([-1, 0, 1]);
      expect(numbers(valueAndGradients(() => sum(relu(x)), { x }).gradients.x)).toEqual([0, 0, 1]);
      expect(numbers(valueAndGradients(() => sum(abs(x)), { x }).gradients.x)).toEqual([-1, -1, 1]);
    });
  });

  test('frees everything but the value, the gradients and what was kept', () => {
    const before = memory().numTensors;
    const w = tensor1d([1, 2]);
    let kept: Tensor | undefined;
    const { value, gradients } = valueAndGradients(
      () => {
        kept = keep(square(w));
        return sum(mul(add(kept, 1), w));
      },
      { w },
    );
    expect(memory().numTensors - before).toBe(4);
    expect(numbers(kept)).toEqual([1, 4]);
    for (const each of [w, value, gradients.w!, kept!]) each.dispose();
    expect(memory().numTensors).toBe(before);
  });

  test('refuses a function that gives no scalar, and leaves nothing behind', () => {
    const w = tensor1d([1, 2]);
    const before = memory().numTensors;
    const notScalar = () => square(w) as Tensor as Scalar;
    expect(() => valueAndGradients(notScalar, { w })).toThrow(new InputError('valueAndGradients: f must give a scalar, not shape [2]'));
    expect(memory().numTensors).toBe(before);
    w.dispose();
  });

  test.each([
    [
      'forward',
      () => {
        throw new RangeError('stopped');
      },
    ],
    [
      'backward',
      (x: Tensor) =>
        tf.customGrad((y) => ({
          value: y as Tensor,
          gradFunc: () => {
            throw new RangeError('stopped');
          },
        }))(x),
    ],
  ])('what is thrown on the way %s comes through and leaves nothing behind', (_, fail) => {
    const w = tensor1d([1, 2]);
    const before = memory().numTensors;
    expect(() => valueAndGradients(() => sum(square(fail(square(square(w))))), { w })).toThrow(new RangeError('stopped'));
    expect(memory().numTensors).toBe(before);
    tidy(() => {
      expect(numbers(valueAndGradients(() => sum(square(w)), { w }).gradients.w)).toEqual([2, 4]);
    });
    w.dispose();
  });
});

const REGISTERED = `
  Abs Acos Acosh Add AddN ArgMax ArgMin Asin Asinh Atan Atan2 Atanh AvgPool AvgPool3D BatchMatMul BatchToSpaceND
  BroadcastTo Cast Ceil ClipByValue ComplexAbs Concat Conv2D Conv2DBackpropInput Conv3D Cos Cosh Cumsum
  DepthwiseConv2dNative Dilation2D Elu Erf Exp ExpandDims Expm1 Floor FloorDiv FusedBatchNorm GatherV2 GreaterEqual
  Identity IsFinite IsInf IsNan LRN LeakyRelu Log Log1p LogSoftmax Max MaxPool MaxPool3D Maximum Mean Min Minimum
  MirrorPad Mod Multiply Neg OneHot OnesLike Pack PadV2 Pow Prelu Prod RealDiv Reciprocal Relu Relu6 Reshape
  ResizeBilinear ResizeNearestNeighbor Reverse Round Rsqrt Select Selu Sigmoid Sign Sin Sinh Slice Softmax Softplus
  SpaceToBatchND SplitV Sqrt Square SquaredDifference Step Sub Sum Tan Tanh Tile Transpose Unpack UnsortedSegmentSum
  ZerosLike
`;

test('the gradients of tfjs-core are registered', () => {
  const kernels = new Set(Object.values(tf).flatMap((value) => (typeof value === 'string' ? [value as string] : [])));
  const registered = [...kernels].filter((name) => tf.getGradient(name)).sort();
  expect(registered).toEqual(REGISTERED.trim().split(/\s+/));
});
