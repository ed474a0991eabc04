import { mul, tensor } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { addAll, check, checkInteger, checkNumber, checkOptions } from '@autoencoders/core/operations';
import { rowCount, show, sizeOf } from '@autoencoders/core/internal';
import type { ArrayDataset, Corruption, Shape } from '@autoencoders/core';
import { squaredError } from '@autoencoders/losses';
import type { AnyAutoencoder } from '@autoencoders/models';
import { compose, gaussianNoise, maskingNoise } from '@autoencoders/noise';
import { cellLayout, hideCells, mixedLoss } from '@autoencoders/tables';
import type { FeatureLayout, TableEncoder } from '@autoencoders/tables';
import { isLayout, mixedErrors, squaredErrors } from '../net/contributions.js';
import type { ElementError } from '../net/contributions.js';
import { denseNet } from '../net/dense-net.js';
import { modelState, openModel } from '../net/model-state.js';
import { probed, probesOf } from '../net/probes.js';
import type { Probe, ProbeKind } from '../net/probes.js';
import { trainNet } from '../net/train-net.js';
import type { Method, MethodOptions, Scorer, ScorerState } from '../types.js';
import { meanErrors } from './mean-errors.js';
import { scoreInBatches } from './score-in-batches.js';
import { arrayOf, wholeOf } from './state.js';

/** Options of `reconstruction`. */
export interface ReconstructionOptions {
  /** The units of each hidden layer of the dense net. Default: `[256, 256, 256]`, or `[128, 128]` above 50,000 examples. */
  readonly hidden?: readonly number[] | undefined;
  /** Makes a model of your own instead of the dense net. Its output must be linear. */
  readonly model?: ((given: { readonly shape: Shape; readonly seed: number }) => AnyAutoencoder) | undefined;
  /** The greatest standard deviation of the noise that the net learns to remove; each example draws its own. Default 0.3. */
  readonly noise?: number | undefined;
  /** The greatest share of numbers or cells that are hidden, and that the net learns to restore; each example draws its own. Default 0.6. */
  readonly hide?: number | undefined;
  /** Steps of training, about. Default: 100 passes over the examples, but 1,000 steps at least and 8,000 at most. */
  readonly steps?: number | undefined;
  /** Examples per step. Default 128. */
  readonly batch?: number | undefined;
  /** The learning rate of Adam at the start. It falls to 0 along a cosine. Default 1e-3. */
  readonly learningRate?: number | undefined;
  /**
   * Which errors make the score. `'plain'`: those of the example as it is. `'noise'`: their mean under noise of several strengths.
   * `'hidden'`: those of numbers or cells that the net does not see; each is hidden in turn. Default `'plain'`.
   */
  readonly judge?: ProbeKind | undefined;
  /** Whether each number's error is divided by the square root of its mean error on held-out examples. Default true. */
  readonly whiten?: boolean | undefined;
}

const OPTIONS: Readonly<Record<keyof ReconstructionOptions, true>> = {
  hidden: true,
  model: true,
  noise: true,
  hide: true,
  steps: true,
  batch: true,
  learningRate: true,
  judge: true,
  whiten: true,
};

/** Above this many examples, a smaller net learns as much, and scores faster. */
const MANY = 50_000;

/**
 * The error with which an autoencoder reconstructs an example: Σ (x − x̂)² over its numbers, and the terms of `mixedLoss` for columns of
 * other kinds. The net learns to restore noisy and hidden numbers of usual examples, so that it cannot simply copy its input. With
 * `noise: 0`, `hide: 0` and a narrow middle of `hidden`, it is the plain autoencoder of Hawkins et al., "Outlier detection using
 * replicator neural networks", 2002.
 */
export function reconstruction(options: ReconstructionOptions = {}): Method {
  checkOptions('reconstruction', options, OPTIONS);
  const { noise = 0.3, hide = 0.6, batch = 128, learningRate = 1e-3, judge = 'plain', whiten = true } = options;
  checkNumber('reconstruction', 'noise', noise, 0);
  checkNumber('reconstruction', 'hide', hide, 0, 1);
  if (options.steps !== undefined) checkInteger('reconstruction', 'steps', options.steps, 0);
  checkInteger('reconstruction', 'batch', batch, 1);
  check(
    ['plain', 'noise', 'hidden'].includes(judge),
    () => `reconstruction: judge must be 'plain', 'noise' or 'hidden', not ${show(judge)}`,
  );
  return {
    kind: 'reconstruction',
    async fit(usual, { seed = 0, heldOut, encoder, ...watched }: MethodOptions = {}) {
      const { shape } = usual;
      const count = rowCount(usual);
      const steps = options.steps ?? stepsFor(count, batch);
      const layout = encoder?.layout;
      const model = options.model?.({ shape, seed }) ?? denseNet({ shape, hidden: options.hidden ?? hiddenFor(count), seed });
      try {
        const loss = layout ? mixedLoss(layout) : squaredError;
        const corrupt = corruptionOf(noise, hide, encoder);
        if (steps > 0) await trainNet(model, usual, { loss, corrupt, steps, batch, learningRate, seed, heldOut, ...watched });
        const probes = probesOf(judge, shape, seed, encoder);
        const plain = { model, layout, probes, fill: fillOf(shape, encoder) };
        return reconstructionScorer(whiten ? { ...plain, probes: await whitened(plain, heldOut ?? usual) } : plain);
      } catch (error) {
        model.dispose();
        throw error;
      }
    },
  };
}

/** How often a net sees each example, and the least and the most steps. */
const [PASSES, LEAST, MOST] = [100, 1000, 8000];

const stepsFor = (examples: number, batch: number): number => Math.min(MOST, Math.max(LEAST, Math.round((PASSES * examples) / batch)));

const hiddenFor = (examples: number): readonly number[] => (examples > MANY ? [128, 128] : [256, 256, 256]);

/** Gaussian noise and hidden numbers, of random strength for each example. */
function corruptionOf(noise: number, hide: number, encoder: MethodOptions['encoder']): Corruption | undefined {
  const parts = [
    ...(noise > 0 ? [gaussianNoise([0, noise])] : []),
    ...(hide > 0 ? [encoder ? hideCells(encoder, [0, hide]) : maskingNoise([0, hide])] : []),
  ];
  return parts.length > 0 ? compose(...parts) : undefined;
}

/** What a score is made of. */
interface Reconstruction {
  readonly model: AnyAutoencoder;
  /** The kinds of the features. Undefined where all are numbers. */
  readonly layout: FeatureLayout | undefined;
  readonly probes: readonly Probe[];
  /** What stands for hidden numbers. */
  readonly fill: Float32Array;
}

/** What stands for hidden numbers: those of a missing cell. */
const fillOf = (shape: Shape, encoder: TableEncoder | undefined): Float32Array =>
  encoder ? Float32Array.from(cellLayout(encoder).fill) : new Float32Array(sizeOf(shape));

/**
 * The probes with weights 1 / √v for each number, with v its mean error on some examples. Numbers that are reconstructed all but perfectly
 * count as a tenth of the mean.
 */
async function whitened(plain: Reconstruction, examples: ArrayDataset): Promise<readonly Probe[]> {
  const { contributions } = await reconstructionScorer(plain).score(examples, { contributions: true });
  const size = sizeOf(plain.model.input);
  const means = meanErrors(contributions!, size);
  const least = 0.1 * (means.reduce((a, b) => a + b, 0) / size) || 1;
  return plain.probes.map((probe) => ({
    ...probe,
    weights: probe.weights.map((weight, i) => weight / Math.sqrt(Math.max(means[i]!, least))),
  }));
}

/** A scorer by the errors of a trained model, which it owns. */
function reconstructionScorer({ model, layout, probes, fill }: Reconstruction): Scorer {
  const { input: shape } = model;
  const errors: ElementError = layout ? mixedErrors(layout) : squaredErrors;
  const row = (values: Float32Array): Tensor => tensor(values, [1, ...shape]);
  const contributionsOf = (x: Tensor): Tensor =>
    addAll(probes.map((probe) => mul(errors(model.reconstruct(probed(x, probe, row(fill))), x), row(probe.weights))));
  return {
    kind: 'reconstruction',
    shape,
    score: (examples, options) => scoreInBatches(examples, shape, contributionsOf, options),
    async state() {
      const { model: text, arrays } = await modelState(model);
      const probed = probes.flatMap((probe, i) =>
        (['shown', 'noise', 'weights'] as const).flatMap((part) =>
          probe[part] ? [[`probes.${i}.${part}`, { shape, values: probe[part] }]] : [],
        ),
      );
      return {
        kind: 'reconstruction',
        config: { model: text, layout, probes: probes.length },
        arrays: { ...arrays, fill: { shape, values: fill }, ...Object.fromEntries(probed) },
      };
    },
    dispose: () => model.dispose(),
    [Symbol.dispose]: () => model.dispose(),
  };
}

/** Opens a scorer from its state. */
export function openReconstruction(state: ScorerState): Scorer {
  const isOwn = (name: string): boolean => name === 'fill' || name.startsWith('probes.');
  return openModel(state, isOwn, (model) => {
    const { input: shape } = model;
    const { layout } = state.config as { readonly layout?: FeatureLayout | null };
    check(
      !layout || isLayout(layout, sizeOf(shape)),
      'openScorer: the layout of reconstruction does not fit its model; the file is damaged',
    );
    const count = wholeOf(state, 'probes', 1, Object.keys(state.arrays).length);
    const part = (i: number, name: string): Float32Array | undefined =>
      Object.hasOwn(state.arrays, `probes.${i}.${name}`) ? arrayOf(state, `probes.${i}.${name}`, shape) : undefined;
    const probes = Array.from({ length: count }, (_, i): Probe => {
      const weights = arrayOf(state, `probes.${i}.weights`, shape);
      return { shown: part(i, 'shown'), noise: part(i, 'noise'), weights };
    });
    return reconstructionScorer({ model, layout: layout ?? undefined, probes, fill: arrayOf(state, 'fill', shape) });
  });
}
