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
import type { Classified, Labelled } from './labelled.js';

/** Options of `linearProbe`. */
export interface ProbeOptions {
  /** λ, the weight of the squared kernel; 1 by default. */
  readonly penalty?: number;
  /** At most so many steps of the optimizer; 500 by default. */
  readonly iterations?: number;
}

/** A gradient of the mean loss this small is as near to the minimum as float32 sums can tell. */
const TOLERANCE = 1e-5;

/**
 * How well a linear classifier tells the classes from the codes: multinomial logistic regression, fitted to the training
 * codes and tried on the test codes. The kernel W and the bias b minimise −Σₙ ln softmax(zₙ·W + b)[label n] + λ/2·‖W‖², the
 * codes z less their mean and divided by their standard deviation, both of the training codes; latents that do not vary are
 * left out. λ of 1 is scikit-learn's C = 1. By L-BFGS from 0 on, so that there is nothing random. Beside the codes it takes
 * a copy of the training codes. Throws for labels that do not fit the rows or are all the same, and codes that are not
 * finite or of different widths. Alain & Bengio, "Understanding intermediate layers using linear classifier probes", 2017.
 */
export async function linearProbe(train: Labelled, test: Labelled, options: ProbeOptions = {}): Promise<Classified> {
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

/** Takes away the means and divides by the standard deviations; gives 0 where there is none. */
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

/**
 * The weights that minimise the loss above, by the number of examples; `truth` has a 1 for the class of each, `[examples,
 * classes]`.
 */
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
