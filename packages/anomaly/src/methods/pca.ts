import { add, matMul, mul, sub, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { ArrayDataset, Shape } from '@autoencoders/core';
import { periodicYield, sizeOf } from '@autoencoders/core/internal';
import { check, checkInteger, checkNumber, checkOptions } from '@autoencoders/core/operations';
import { pca as fitPca } from '@autoencoders/models';
import type { Pca } from '@autoencoders/models';
import type { Method, Scorer, ScoreOptions, Scores, ScorerState } from '../types.js';
import { scoredRows, usualRows } from './rows.js';
import { arrayOf, numberOf, shapeOf } from './state.js';

/** Options of `pca`. At most one of `components` and `variance`. */
export interface PcaOptions {
  /**
   * `'mahalanobis'`: the squared distance from the mean, in standard deviations along each component. `'residual'`: the squared error of the
   * reconstruction from the components. Default `'mahalanobis'`.
   */
  readonly score?: 'mahalanobis' | 'residual' | undefined;
  /** How many components are kept. Default: with `'mahalanobis'` all, with `'residual'` by `variance`; up to 256 in both. */
  readonly components?: number | undefined;
  /** Keeps as many components as explain this share of the variance, above 0 and below 1. Default, with `'residual'`: 0.7. */
  readonly variance?: number | undefined;
}

/**
 * What the score is made of: c·p, where c = x − mean, p = scale·c + ((c·Vᵀ)·gains)·V, and V are the components. A number of x adds cᵢ·pᵢ.
 */
interface Projection {
  readonly shape: Shape;
  readonly scale: number;
  /** `[features]`. */
  readonly mean: Float32Array;
  /** `[components, features]`. */
  readonly components: Float32Array;
  /** `[components]`. */
  readonly gains: Float32Array;
}

const KIND = 'pca';
/** At most so many components, unless more are asked for: all of a wide picture would take minutes. */
const MOST = 256;
const SHARE = 0.7;
/** A variance below this share of the largest counts as this share, so that rounding errors are not taken for something odd. */
const FLOOR = 1e-6;
/** Numbers in one block: 4 MiB of float32. */
const NUMBERS = 2 ** 20;

/**
 * Principal components. With `score: 'mahalanobis'`, the score is Σⱼ zⱼ² / λⱼ over the components, plus the squared error of what they leave out
 * over its mean variance: the squared Mahalanobis distance, or that of probabilistic PCA when some are left out. With `score: 'residual'` it is
 * the squared error of the reconstruction. Both are c·P·c of the deviations c from the mean, and a number adds cᵢ·(P·c)ᵢ. That blames the number
 * that is odd, where squared errors also blame those that usually go with it; it can be below 0. A hidden cell gets the mean of its column, and
 * adds nothing. Throws when there are fewer than two usual examples, for more components than rows or features, and when `'residual'` has
 * nothing left. Shyu et al., "A novel anomaly detection scheme based on principal component classifier", 2003; Tipping & Bishop,
 * "Probabilistic principal component analysis", 1999; for the parts, Alcala & Qin, "Analysis and generalization of fault diagnosis methods for
 * process monitoring", 2011: partial decomposition contributions.
 */
export function pca(options: PcaOptions = {}): Method {
  checkOptions(KIND, options, { score: true, components: true, variance: true });
  const { score = 'mahalanobis', components, variance } = options;
  check(score === 'mahalanobis' || score === 'residual', `${KIND}: score must be 'mahalanobis' or 'residual', not ${String(score)}`);
  check(components === undefined || variance === undefined, `${KIND}: components and variance exclude each other; give one of them`);
  if (components !== undefined) checkInteger(KIND, 'components', components, 1);
  if (variance !== undefined) checkNumber(KIND, 'variance', variance, 0, 1);
  return {
    kind: KIND,
    fit: async (usual) => {
      const { count, width, values } = usualRows(KIND, usual, 2);
      const most = Math.min(count, width);
      const data = tensor2d(values, [count, width]);
      let found: Pca | undefined;
      try {
        found = await fitPca(data, components ?? Math.min(most, MOST));
        const share = variance ?? (score === 'residual' && components === undefined ? SHARE : undefined);
        const kept = share === undefined ? found.variances.length : enough(found.explainedVarianceRatio, share, width);
        check(
          score === 'mahalanobis' || kept < width,
          () => `${KIND}: with the score 'residual', fewer components than the ${width} numbers of an example must be kept`,
        );
        const arrays = {
          mean: await found.mean.data<'float32'>(),
          components: (await found.components.data<'float32'>()).slice(0, kept * width),
        };
        return pcaScorer({ shape: usual.shape, ...arrays, ...(score === 'residual' ? residual(kept) : precision(found, kept, width)) });
      } finally {
        found?.dispose();
        data.dispose();
      }
    },
  };
}

/** How many components explain `share` of the variance; one less than there are features at most, so that something is left. */
function enough(ratios: Float64Array, share: number, width: number): number {
  let [kept, sum] = [0, 0];
  while (kept < ratios.length && (kept === 0 || sum < share)) sum += ratios[kept++]!;
  return Math.max(1, Math.min(kept, width - 1));
}

type Weighing = Pick<Projection, 'scale' | 'gains'>;

const residual = (kept: number): Weighing => ({ scale: 1, gains: new Float32Array(kept).fill(-1) });

interface Spectrum {
  readonly variances: Float64Array;
  readonly explainedVarianceRatio: Float64Array;
}

/** Divides by the variance along each kept component, and by the mean one of the other directions. */
function precision({ variances, explainedVarianceRatio }: Spectrum, kept: number, width: number): Weighing {
  const greatest = variances[0]!;
  // Nothing varies: any deviation counts as it is.
  if (!(greatest > 0)) return { scale: 1, gains: new Float32Array(kept) };
  const over = (variance: number): number => 1 / Math.max(variance, FLOOR * greatest);
  const share = explainedVarianceRatio.subarray(0, kept).reduce((sum, ratio) => sum + ratio, 0);
  const total = greatest / explainedVarianceRatio[0]!;
  const scale = kept === width ? 0 : over((total * (1 - share)) / (width - kept));
  return { scale, gains: Float32Array.from(variances.subarray(0, kept), (variance) => over(variance) - scale) };
}

/** The scorer of a state. */
export function openPca(state: ScorerState): Scorer {
  const shape = shapeOf(state);
  const width = sizeOf(shape);
  const gains = arrayOf(state, 'gains', [-1]);
  check(
    gains.length > 0 && gains.length <= width,
    () => `openScorer: ${KIND} has ${gains.length} components of ${width} numbers; the file is damaged`,
  );
  return pcaScorer({
    shape,
    scale: numberOf(state, 'scale'),
    gains,
    mean: arrayOf(state, 'mean', [width]),
    components: arrayOf(state, 'components', [gains.length, width]),
  });
}

function pcaScorer(projection: Projection): Scorer {
  const { shape, scale, mean, components, gains } = projection;
  const dispose = (): void => undefined;
  return {
    kind: KIND,
    shape,
    score: (examples, options) => score(projection, examples, options),
    state: async () => ({
      kind: KIND,
      config: { shape, scale },
      arrays: {
        mean: { shape: [mean.length], values: mean },
        components: { shape: [gains.length, mean.length], values: components },
        gains: { shape: [gains.length], values: gains },
      },
    }),
    dispose,
    [Symbol.dispose]: dispose,
  };
}

async function score(projection: Projection, examples: ArrayDataset, { contributions = false }: ScoreOptions = {}): Promise<Scores> {
  const { shape, mean } = projection;
  const rows = scoredRows(KIND, shape, examples, mean);
  const width = mean.length;
  const values = new Float64Array(rows.count);
  const parts = contributions ? new Float64Array(rows.values.length) : undefined;
  const size = Math.max(1, Math.floor(NUMBERS / width));
  const breathe = periodicYield();
  for (let at = 0; at < rows.count; at += size) {
    const some = rows.values.subarray(at * width, (at + size) * width);
    const projected = tidy(() => project(projection, tensor2d(some, [some.length / width, width])));
    const products = await projected.data<'float32'>();
    projected.dispose();
    for (let row = at, i = 0; i < products.length; row++) {
      let sum = 0;
      for (let column = 0; column < width; column++, i++) {
        const part = (some[i]! - mean[column]!) * products[i]!;
        sum += part;
        if (parts) parts[at * width + i] = part;
      }
      values[row] = sum;
    }
    await breathe();
  }
  return { values, contributions: parts };
}

function project({ scale, mean, components, gains }: Projection, x: Tensor2D): Tensor2D {
  const centred = sub(x, tensor1d(mean));
  const directions = tensor2d(components, [gains.length, mean.length]);
  const codes = mul(matMul(centred, directions, false, true), tensor1d(gains));
  return add(mul(centred, scale), matMul(codes, directions));
}
