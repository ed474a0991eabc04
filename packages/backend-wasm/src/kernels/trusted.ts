import type { DataType, TensorInfo, backend_util } from '@tensorflow/tfjs-core';
import { computePool2DInfo, sizeFromShape } from '#stock';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { check } from '@autoencoders/core/operations';
import { checkPlaces, infoOf } from './framing.js';
import type { Filter, Geometry, Image } from './framing.js';
import type { OneHot } from './loops.js';

/*
 * The calls for which tfjs 4.22's WASM kernels agree with its CPU backend. We compared the two on small random inputs of every type,
 * with sizes of 0 and 1, NaN and ±∞. For other calls, some kernels are wrong, some read or write other memory, some never end.
 */

/** Kernels of ragged tensors take some inputs in a row. */
type Inputs = Readonly<Record<string, TensorInfo | readonly TensorInfo[] | undefined>>;
/** Whether a call can be left to tfjs's kernel. */
export type Rule = (inputs: any, attrs: any, backend: BackendWasm) => boolean;

/** Whether a test holds for every input. It is a loop for speed, since it runs before each kernel. */
function all(inputs: Inputs, f: (x: TensorInfo) => boolean): boolean {
  for (const name in inputs) {
    const x = inputs[name];
    if (x && !(Array.isArray(x) ? x.every(f) : f(x as TensorInfo))) return false;
  }
  return true;
}

/** All inputs of one type, which is one of these. */
const of =
  (...dtypes: readonly DataType[]): Rule =>
  (inputs: Inputs) => {
    let first: DataType | undefined;
    return all(inputs, ({ dtype }) => (first ??= dtype) === dtype) && first !== undefined && dtypes.includes(first);
  };

const floats = of('float32');
const numbers = of('float32', 'int32');
const any = of('float32', 'int32', 'bool');
const both =
  (...rules: readonly Rule[]): Rule =>
  (inputs, attrs, backend) =>
    rules.every((rule) => rule(inputs, attrs, backend));

/** How many places XNNPACK gives a window or filter along one axis. It always rounds this way. */
const places = (size: number, before: number, after: number, window: number, stride: number): number =>
  Math.floor((size + before + after - window) / stride) + 1;

const asXnnpack = (info: backend_util.Conv2DInfo): boolean => {
  const { padInfo, inHeight, inWidth } = info;
  return (
    info.outHeight > 0 &&
    info.outWidth > 0 &&
    places(inHeight, padInfo.top, padInfo.bottom, info.effectiveFilterHeight, info.strideHeight) === info.outHeight &&
    places(inWidth, padInfo.left, padInfo.right, info.effectiveFilterWidth, info.strideWidth) === info.outWidth
  );
};

const convolution = (name: string): Rule => {
  const depthwise = name.includes('Depthwise');
  return (inputs, attrs: Geometry) => {
    const { x, filter, bias, preluActivationWeights: slopes } = inputs as Readonly<Record<string, TensorInfo>>;
    const { dataFormat = 'NHWC' } = attrs as { dataFormat?: string };
    if (dataFormat !== 'NHWC') {
      // The CPU backend takes such an image for one with its channels last.
      check(!depthwise, () => `${name}: dataFormat must be NHWC, not ${dataFormat}`);
      return false;
    }
    if (!all(inputs, ({ dtype }) => dtype === 'float32')) return false;
    const info = infoOf(x!.shape as Image, filter!.shape as Filter, attrs, depthwise);
    checkPlaces(name, info);
    const flat = (t: TensorInfo | undefined): boolean => !t || (t.shape.length === 1 && t.shape[0] === info.outChannels);
    const fits = !depthwise || filter!.shape[2] === x!.shape[3];
    return fits && flat(bias) && (!slopes || sizeFromShape(slopes.shape) === info.outChannels) && asXnnpack(info);
  };
};

/** Pooling by XNNPACK: windows of two pixels or more that overlap or touch, and hold a pixel each. */
const pooling: Rule = (inputs, attrs: Geometry & { filterSize: number }) => {
  const x = inputs.x as TensorInfo;
  const info = computePool2DInfo(x.shape as Image, attrs.filterSize, attrs.strides, 1, attrs.pad, attrs.dimRoundingMode);
  checkPlaces('pool', info);
  const { filterHeight, filterWidth, padInfo } = info;
  return (
    x.dtype === 'float32' &&
    filterHeight * filterWidth > 1 &&
    info.strideHeight <= filterHeight &&
    info.strideWidth <= filterWidth &&
    Math.max(padInfo.top, padInfo.bottom) < filterHeight &&
    Math.max(padInfo.left, padInfo.right) < filterWidth &&
    asXnnpack(info)
  );
};

/** Slopes along the last axes of x. */
const prelu: Rule = ({ x, alpha }) => {
  const own = alpha.shape.slice(alpha.shape.findIndex((n: number) => n !== 1));
  return sizeFromShape(alpha.shape) > 1 && own.length <= x.shape.length && own.join() === x.shape.slice(-own.length).join();
};

const matrices: Rule = ({ a, b }) => a.shape.length > 1 && b.shape.length > 1;

const startsWith = (shape: readonly number[], start: readonly number[]): boolean => start.every((n, axis) => shape[axis] === n);

const crop: Rule = ({ image, boxInd }, { method }, backend) =>
  image.dtype === 'float32' &&
  method === 'bilinear' &&
  Array.from(backend.typedArrayFromHeap(boxInd)).every((i) => i >= 0 && i < image.shape[0]!);

const each = (names: string, rule: Rule): Readonly<Record<string, Rule>> =>
  Object.fromEntries(names.split(' ').map((name) => [name, rule]));

/** Whether all numbers of a tensor are finite. */
export type Finite = (x: TensorInfo, backend: BackendWasm) => boolean;

/** Tests every number, for machines without SIMD. */
export const finiteOneByOne: Finite = (x, backend) => {
  for (const value of backend.typedArrayFromHeap(x) as Float32Array) if (value - value !== 0) return false;
  return true;
};

/** The rule of each kernel, besides `common`. A kernel without a rule is trusted with all other inputs. */
export function rulesWith(finite: Finite): Readonly<Record<string, Rule>> {
  // XNNPACK does not guarantee anything for NaN: it loses or spreads it.
  const allFinite: Rule = (inputs, _, backend) => all(inputs, (x) => x.dtype !== 'float32' || finite(x, backend));
  const keepsNaN: Rule = (inputs, attrs, backend) => attrs.activation === 'linear' || allFinite(inputs, attrs, backend);
  return {
    ...each(
      'Acos Acosh Asin Asinh Atan Atan2 Atanh Ceil Cos Cosh Elu EluGrad Erf Exp Expm1 Floor IsFinite IsInf IsNan LeakyRelu Log Log1p ' +
        'Mod Pow RealDiv Reciprocal Relu6 Round Rsqrt Selu Sigmoid Sign Sin Sinh Softplus Sqrt Square SquaredDifference Step Tan Tanh',
      floats,
    ),
    ...each('Abs Add AddN Multiply Neg Sub', numbers),
    ...each('Equal Greater GreaterEqual Less LessEqual NotEqual', any),
    ...each('Cumprod Cumsum Reverse', numbers),
    ...each('AvgPool3D AvgPool3DGrad Conv3D FusedBatchNorm LRN LRNGrad ResizeBilinear ResizeNearestNeighbor', floats),
    ...each('Maximum Minimum', both(numbers, allFinite)),
    // Without SIMD it looks at the sign bit alone, which NaN has where a processor made it.
    Relu: both(floats, allFinite),
    ...each('AvgPool MaxPool', both(pooling, allFinite)),
    ...Object.fromEntries(['Conv2D', 'DepthwiseConv2dNative'].map((name) => [name, convolution(name)])),
    ...Object.fromEntries(['FusedConv2D', 'FusedDepthwiseConv2D'].map((name) => [name, both(convolution(name), keepsNaN)])),
    ...each(
      'Conv2DBackpropFilter Conv2DBackpropInput',
      both(floats, (_, { dataFormat = 'NHWC' }) => dataFormat === 'NHWC'),
    ),
    ...each('AvgPoolGrad DepthwiseConv2dNativeBackpropFilter DepthwiseConv2dNativeBackpropInput MaxPoolGrad', floats),
    BatchMatMul: both(floats, matrices),
    _FusedMatMul: both(floats, matrices, keepsNaN),
    // These are wrong, use other memory, or never end.
    ...each(
      'Bincount Conv3DBackpropFilterV2 Conv3DBackpropInputV2 DenseBincount Dilation2D Dilation2DBackpropFilter Dilation2DBackpropInput ' +
        'FloorDiv GatherNd MaxPool3D MaxPool3DGrad MaxPoolWithArgmax ResizeNearestNeighborGrad RotateWithOffset ScatterNd ' +
        'SparseToDense TensorScatterUpdate Transform',
      () => false,
    ),
    Cast: (_, { dtype }) => dtype !== 'bool' && dtype !== 'string',
    ClipByValue: both(floats, (_, { clipValueMin, clipValueMax }) => clipValueMin < clipValueMax, allFinite),
    CropAndResize: crop,
    Fill: (_, { dtype }) => dtype !== 'string',
    GatherV2: (_, { batchDims = 0 }) => batchDims === 0,
    OneHot: both(of('int32'), (_, { depth, dtype }: OneHot) => depth > 0 && (dtype === 'float32' || dtype === 'int32')),
    PadV2: both(numbers, (_, { constantValue }) => !Number.isNaN(constantValue)),
    Prelu: both(floats, prelu),
    Select: ({ condition, t, e }) => condition.dtype === 'bool' && t.dtype !== 'bool' && t.dtype === e.dtype,
    Softmax: both(floats, ({ logits }) => logits.shape.length > 0),
    StridedSlice: both(floats, (_, { newAxisMask, shrinkAxisMask }) => newAxisMask === 0 && shrinkAxisMask === 0),
    TopK: both(numbers, (_, { k }) => k > 0),
    UnsortedSegmentSum: ({ x, segmentIds }) => x.dtype === 'float32' && startsWith(x.shape, segmentIds.shape),
  };
}

/** Kernels that do not read numbers. No rule is tested for them. */
export const untouched: ReadonlySet<string> = new Set(['ExpandDims', 'Identity', 'Reshape']);

/** The rule of every kernel: no input is empty or has strings. */
export const common: Rule = (inputs) => all(inputs, ({ dtype, shape }) => dtype !== 'string' && !shape.includes(0));
