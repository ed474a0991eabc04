import * as core from '@autoencoders/core';
import { bits } from '@autoencoders/core/internal';
import * as operations from '@autoencoders/core/operations';
import { oneHot, tensor, tensor1d, tidy } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';

/*
 * Every operation on the way of a training step, to be fed NaN and ±∞ in each of its inputs.
 */

/** An operation and the shapes of its inputs. */
type Case = readonly [f: (...inputs: any[]) => Tensor, ...shapes: (readonly number[])[]];

const unary: Readonly<Record<string, (x: any) => Tensor>> = {
  abs: tf.abs,
  absolute: operations.abs,
  cast: (x) => tf.cast(x, 'float32'),
  clipByValue: (x) => tf.clipByValue(x, -0.5, 0.5),
  erf: tf.erf,
  exp: tf.exp,
  log: (x) => tf.log(tf.abs(x)),
  logSoftmax: tf.logSoftmax,
  logSumExp: tf.logSumExp,
  neg: tf.neg,
  norm: tf.norm,
  pad: (x) => tf.pad(x, [[1, 1]]),
  reciprocal: tf.reciprocal,
  reshape: (x) => tf.reshape(x, [1, 37]),
  rsqrt: (x) => tf.rsqrt(tf.abs(x)),
  slice: (x) => tf.slice(x, 1, 36),
  softmax: tf.softmax,
  sqrt: (x) => tf.sqrt(tf.abs(x)),
  square: tf.square,
  stopGradient: operations.stopGradient,
  tile: (x) => tf.tile(x, [2]),
  'maximum, a number': (x) => tf.maximum(x, 0.1),
  'minimum, a number': (x) => tf.minimum(x, 0.1),
  'mul, a number': (x) => tf.mul(x, 0),
  addGaussianNoise: (x) => operations.addGaussianNoise(x, 3, 0.5),
  maskAtRandom: (x) => operations.maskAtRandom(x, 3, 0.5),
};

const binary: Readonly<Record<string, (a: any, b: any) => Tensor>> = {
  add: tf.add,
  concat: (a, b) => tf.concat([a, b]),
  div: tf.div,
  maximum: tf.maximum,
  minimum: tf.minimum,
  mul: tf.mul,
  squaredDifference: tf.squaredDifference,
  stack: (a, b) => tf.stack([a, b]),
  sub: tf.sub,
  ...Object.fromEntries(
    (['squared', 'absolute', 'huber', 'logistic'] as const).map((loss) => [
      `loss, ${loss}`,
      (p: Tensor, t: Tensor) => operations.pointwiseLoss(loss, p, t, 0.25, 0.3),
    ]),
  ),
  sumGaussianKl: (mean, logVar) => operations.sumGaussianKl(mean, logVar, 0.3),
};

const activations = ['relu', 'leakyRelu', 'elu', 'sigmoid', 'tanh', 'softplus', 'gelu'] as const;

const optimizers: Readonly<Record<string, core.Optimizer>> = {
  sgd: core.sgd(),
  'sgd, momentum': core.sgd({ momentum: 0.9 }),
  'sgd, nesterov': core.sgd({ momentum: 0.9, nesterov: true }),
  adam: core.adam(),
  adamW: core.adamW(),
  'clipByGlobalNorm, sgd': core.clipByGlobalNorm(1, core.sgd()),
  'clipByGlobalNorm, adam': core.clipByGlobalNorm(1, core.adam()),
  'clipByValue, adam': core.clipByValue(0.1, core.adam()),
};

/** One step: the next weights and the next state, one after the other. */
const stepOf =
  (optimizer: core.Optimizer) =>
  (gradient: Tensor, weight: Tensor): Tensor => {
    const next = optimizer.update({ w: gradient }, optimizer.init({ w: weight }), { w: weight }, { step: 0, epoch: 0 });
    return tf.stack([next.weights['w']!, ...Object.values(core.leaves(next.state))]);
  };

const named = (prefix: string, cases: Readonly<Record<string, Case>>): Record<string, Case> =>
  Object.fromEntries(Object.entries(cases).map(([name, of]) => [`${prefix}${name}`, of]));
const all = <F extends Case[0]>(functions: Readonly<Record<string, F>>, ...shapes: readonly number[][]): Record<string, Case> =>
  Object.fromEntries(Object.entries(functions).map(([name, f]) => [name, [f, ...shapes]]));

export const cases: Readonly<Record<string, Case>> = {
  ...all(unary, [37]),
  ...all(binary, [37], [37]),
  ...named('broadcast, ', all({ add: tf.add, mul: tf.mul }, [5, 7], [7])),
  ...named('value, broadcast, ', all({ maximum: tf.maximum, minimum: tf.minimum }, [5, 7], [7])),
  ...all(
    Object.fromEntries(activations.map((activation) => [activation, (x: Tensor) => operations.activate(x, { activation, slope: 0.1 })])),
    [37],
  ),
  sum: [(x) => tf.sum(x), [11, 7]],
  'sum, rows': [(x) => tf.sum(x, 0), [11, 7]],
  'sum, columns': [(x) => tf.sum(x, 1), [11, 7]],
  'sum, middle': [(x) => tf.sum(x, 1), [2, 3, 11]],
  mean: [(x) => tf.mean(x), [11, 7]],
  'mean, rows': [(x) => tf.mean(x, 0), [11, 7]],
  max: [(x) => tf.max(x, 1), [11, 7]],
  min: [(x) => tf.min(x), [11, 7]],
  gather: [(x) => tf.gather(x, tensor1d([2, 0, 1, 3], 'int32')), [4, 3]],
  transpose: [(x) => tf.transpose(x), [4, 3]],
  matMul: [tf.matMul, [9, 11], [11, 13]],
  'matMul, transposed': [(a, b) => tf.matMul(a, b, true, true), [11, 9], [13, 11]],
  affine: [(x, kernel, bias) => operations.affine(x, kernel, bias, { activation: { activation: 'relu' } }), [9, 7], [7, 21], [21]],
  'affine, transposed': [(x, kernel, bias) => operations.affine(x, kernel, bias, { transposed: true }), [9, 7], [21, 7], [21]],
  convolve: [(x, kernel, bias) => operations.convolve(x, kernel, bias, { stride: 2 }), [2, 5, 5, 3], [3, 3, 3, 5], [5]],
  convolveTransposed: [
    (x, kernel, bias) => operations.convolveTransposed(x, kernel, bias, [2, 6, 6, 4], { stride: 2 }),
    [2, 3, 3, 2],
    [3, 3, 4, 2],
    [4],
  ],
  avgPool: [(x) => tf.avgPool(x, 2, 2, 'valid'), [2, 4, 4, 2]],
  resizeBilinear: [(x) => tf.image.resizeBilinear(x, [6, 6]), [1, 3, 3, 2]],
  resizeNearestNeighbor: [(x) => tf.image.resizeNearestNeighbor(x, [6, 6]), [1, 3, 3, 2]],
  batchNormalization: [(x, gamma, beta) => operations.batchNormalization(x, gamma, beta, 1e-5).y, [12, 7], [7], [7]],
  layerNormalization: [(x, gamma, beta) => operations.layerNormalization(x, gamma, beta, 1e-5), [12, 7], [7], [7]],
  largest: [(x) => tf.mul(x, operations.topKMask(x, 2)), [3, 21]],
  sumSparsityKl: [(codes) => operations.sumSparsityKl(codes, 0.1), [4, 3]],
  softmaxCrossEntropy: [
    (logits) => tf.sum(tf.mul(tf.cast(oneHot(tensor1d([0, 2, 1, 1], 'int32'), 3), 'float32'), tf.logSoftmax(logits))),
    [4, 3],
  ],
  ...named('step, ', all(Object.fromEntries(Object.entries(optimizers).map(([name, optimizer]) => [name, stepOf(optimizer)])), [37], [37])),
};

/** What kind each number of the value and of each gradient is: `NaN`, `∞`, or nothing where it is finite. */
type Kinds = Readonly<Record<string, readonly string[]>>;
/** The same by case, input, and what was put there. */
export type Patterns = Readonly<Record<string, Kinds>>;

/** What is put into inputs, as float32 in bits. Processors give NaN its sign bit, which tfjs's relu without SIMD takes for a sign. */
const bads = { NaN: 0x7fc00000, 'NaN with its sign bit': 0xffc00000, '∞': 0x7f800000, '−∞': 0xff800000 } as const;

/** The inputs of a case, with `bad` at the ends and in the middle of one of them. */
function inputsOf(shapes: readonly (readonly number[])[], input: number, bad: number): Tensor[] {
  return shapes.map((shape, i) => {
    const values = Float32Array.from(bits(sizeOf(shape), i + 1), (word) => word / 2 ** 33 + 0.25);
    const words = new Uint32Array(values.buffer);
    if (i === input) for (const place of [0, words.length >> 1, words.length - 1]) words[place] = bad;
    return tensor(values, [...shape]);
  });
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

const kindOf = (value: number): string => (Number.isNaN(value) ? 'NaN' : Number.isFinite(value) ? '' : '∞');

async function kinds(name: string, input: number, bad: number): Promise<Kinds> {
  const [f, ...shapes] = cases[name]!;
  const made = tidy(() => {
    const inputs = inputsOf(shapes, input, bad);
    const value = f(...inputs);
    // A step of an optimizer has no gradient, and tfjs has none for these when they broadcast.
    if (/^(step|value), /.test(name)) return { value };
    const leaves = Object.fromEntries(inputs.map((x, i) => [`gradient to ${i}`, x]));
    const direction = core.uniform(value.shape, 7, 0.5, 1);
    return { value, ...operations.valueAndGradients(() => tf.sum(tf.mul(f(...inputs), direction)) as Scalar, leaves).gradients };
  });
  // Not dataSync, which WebGPU has not.
  const read = Object.entries(made).map(async ([part, t]) => [part, Array.from(await t.data<'float32'>(), kindOf)] as const);
  return Object.fromEntries(await Promise.all(read).finally(() => tf.dispose(Object.values(made))));
}

/**
 * What GPUs are held to: the steps of optimizers, and operations that could hide NaN. Their languages leave open what
 * functions such as exp make of NaN; training looks at the weights, too, for that.
 */
export const onGpus: readonly string[] = Object.keys(cases).filter((name) =>
  /^(step, .*|maximum|minimum|clipByValue|affine|convolve)$/.test(name),
);

/** What cases make of NaN and ±∞, or of some of these, in each of their inputs, on the current backend. */
export async function patterns(
  names: readonly string[] = Object.keys(cases),
  values: readonly string[] = Object.keys(bads),
): Promise<Patterns> {
  const found: Record<string, Kinds> = {};
  for (const name of names)
    for (const input of cases[name]!.slice(1).keys())
      for (const [bad, bits] of Object.entries(bads).filter(([bad]) => values.includes(bad)))
        found[`${name}, ${bad} in input ${input}`] = await kinds(name, input, bits);
  return found;
}

/**
 * What one backend does not show of what another does. NaN must stay NaN, since relu makes 0 of −∞; where infinite numbers
 * came in, either will do.
 */
export const swallowed = (cpu: Patterns, other: Patterns): string[] =>
  Object.entries(cpu).flatMap(([name, parts]) =>
    Object.entries(parts).flatMap(([part, kinds]) => {
      const there = other[name]![part]!;
      const lost = kinds.some((kind, i) => kind !== '' && (name.includes('NaN') ? there[i] !== kind : there[i] === ''));
      return lost ? [`${part} of ${name}`] : [];
    }),
  );
