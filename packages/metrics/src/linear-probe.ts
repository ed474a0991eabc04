import {
  add,
  argMax,
  cast,
  concat,
  exp,
  log,
  matMul,
  max,
  mul,
  oneHot,
  reshape,
  sub,
  sum,
  tensor1d,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { checkInteger, checkNumber, checkOptions } from '@autoencoders/core/operations';
import { periodicYield } from '@autoencoders/core/internal';
import { moments, read } from './blocks.js';
import type { Moments } from './blocks.js';
import { shareRight } from './classification.js';
import { minimize } from './l-bfgs.js';
import type { Slope } from './l-bfgs.js';
import { checkLabelled } from './labelled.js';
import type { Classification, LabelledCodes } from './labelled.js';

/** Options of `linearProbe`. */
export interface ProbeOptions {
  /** λ, the weight of the squared kernel. Default 1. */
  readonly penalty?: number;
  /** The largest number of optimizer steps. Default 500. */
  readonly iterations?: number;
}

/** A gradient of the mean loss this small is as near to the minimum as float32 sums can tell. */
const TOLERANCE = 1e-5;

/**
 * Trains a linear classifier on the training codes and tests it on the test codes. It is multinomial logistic regression: the kernel W and
 * the bias b minimise −Σₙ ln softmax(zₙ·W + b)[label n] + λ/2·‖W‖². The codes z are standardised with the mean and the standard deviation
 * of the training codes. Constant latents are left out. λ = 1 is C = 1 in scikit-learn. L-BFGS starts at 0, so nothing is random. Besides
 * the codes, this needs one copy of the training codes. Throws when labels do not fit the rows or are all the same, and when codes are not
 * finite or have different widths. Alain & Bengio, "Understanding intermediate layers using linear classifier probes", 2017.
 *
 * @param train Codes and labels to learn from.
 */
export async function linearProbe(train: LabelledCodes, test: LabelledCodes, options: ProbeOptions = {}): Promise<Classification> {
  checkOptions('linearProbe', options, { penalty: true, iterations: true });
  const { penalty = 1, iterations = 500 } = options;
  const { classes, places } = await checkLabelled('linearProbe', train, test);
  checkNumber('linearProbe', 'penalty', penalty, 0);
  checkInteger('linearProbe', 'iterations', iterations, 1);
  const scale = standardization(await moments([train.codes], (rows) => rows));
  const x = tidy(() => scale(train.codes));
  const truth = tidy(() => cast(oneHot(tensor1d(places, 'int32'), classes.length), 'float32') as Tensor2D);
  try {
    const weights = await fitLogistic(x, truth, { penalty, iterations });
    const best = await read(() => argMax(logitsOf(scale(test.codes), weights, classes.length), 1));
    const predicted = Int32Array.from(best, (place) => classes[place]!);
    return { accuracy: shareRight(test.labels, predicted), predicted };
  } finally {
    x.dispose();
    truth.dispose();
  }
}

/** Subtracts the means and divides by the standard deviations. Constant columns become 0. */
function standardization({ means, variances }: Moments): (codes: Tensor2D) => Tensor2D {
  const near = Float32Array.from(means);
  // In two steps: float32 holds a mean less exactly than the distances from it.
  const rest = Float32Array.from(means, (mean, i) => mean - near[i]!);
  const scale = Float32Array.from(variances, (v) => (v > 0 ? 1 / Math.sqrt(v) : 0));
  return (codes) => mul(sub(sub(codes, tensor1d(near)), tensor1d(rest)), tensor1d(scale));
}

/** x·W + b; `weights` are those of W `[latents, classes]`, row by row, and then b. */
function logitsOf(x: Tensor2D, weights: Float64Array, classes: number): Tensor2D {
  const values = Float32Array.from(weights);
  const kernel = tensor2d(values.subarray(0, x.shape[1] * classes), [x.shape[1], classes]);
  return add(matMul(x, kernel), tensor1d(values.subarray(x.shape[1] * classes)));
}

/** The weights that minimise the loss of `linearProbe`, divided by the number of examples. `truth` is one-hot: `[examples, classes]`. */
export async function fitLogistic(x: Tensor2D, truth: Tensor2D, { penalty, iterations }: Required<ProbeOptions>): Promise<Float64Array> {
  const [count, latents] = x.shape;
  const kernel = latents * truth.shape[1];
  const breathe = periodicYield();
  const slopeAt = async (weights: Float64Array): Promise<Slope> => {
    await breathe();
    const values = await read(() => lossesAndGradient(x, truth, logitsOf(x, weights, truth.shape[1])));
    const gradient = Float64Array.from(values.subarray(count), (g, i) => (g + (i < kernel ? penalty * weights[i]! : 0)) / count);
    const squares = weights.subarray(0, kernel).reduce((total, weight) => total + weight ** 2, 0);
    const loss = values.subarray(0, count).reduce((total, value) => total + value, 0);
    return { value: (loss + (penalty / 2) * squares) / count, gradient };
  };
  return minimize(slopeAt, new Float64Array(kernel + truth.shape[1]), { iterations, tolerance: TOLERANCE });
}

/**
 * Each example's −ln softmax(logits)[label], then the gradient of their sum: xᵀ·(softmax − truth), and its rows added up.
 */
function lossesAndGradient(x: Tensor2D, truth: Tensor2D, logits: Tensor2D): Tensor1D {
  const shifted = sub(logits, max(logits, 1, true));
  const logarithms = sub(shifted, log(sum(exp(shifted), 1, true)));
  const residual = sub(exp(logarithms), truth) as Tensor2D;
  const losses = sum(mul(mul(truth, logarithms), -1), 1) as Tensor1D;
  return concat([losses, reshape(matMul(x, residual, true, false), [-1]), sum(residual, 0)]) as Tensor1D;
}
