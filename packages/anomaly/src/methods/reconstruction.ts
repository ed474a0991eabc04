import { mul, tensor } from '@tensorflow/tfjs-core';
import { checkInteger, checkNumber, checkOptions } from '@autoencoders/core/operations';
import { rowCount, sizeOf } from '@autoencoders/core/internal';
import type { ArrayDataset, Corruption, Shape } from '@autoencoders/core';
import { squaredError } from '@autoencoders/losses';
import type { AnyAutoencoder } from '@autoencoders/models';
import { compose, gaussianNoise, maskingNoise } from '@autoencoders/noise';
import { hideCells, mixedLoss } from '@autoencoders/tables';
import type { FeatureLayout } from '@autoencoders/tables';
import type { Progress } from '@autoencoders/training';
import { mixedErrors, squaredErrors } from '../net/contributions.js';
import type { ElementError } from '../net/contributions.js';
import { denseNet } from '../net/dense-net.js';
import { modelState, openModel } from '../net/model-state.js';
import { trainNet } from '../net/train-net.js';
import type { Method, MethodOptions, Scorer, ScorerState } from '../types.js';
import { scoreInBatches } from './score-in-batches.js';

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
  /** Steps of training, about. Default 2000. */
  readonly steps?: number | undefined;
  /** Examples per step. Default 128. */
  readonly batch?: number | undefined;
  /** The learning rate of Adam at the start. It falls to 0 along a cosine. Default 1e-3. */
  readonly learningRate?: number | undefined;
  /** Whether each number's error is divided by the square root of its mean error on held-out examples. Default false. */
  readonly whiten?: boolean | undefined;
  /** Gets the progress of training after each epoch. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

const OPTIONS: Readonly<Record<keyof ReconstructionOptions, true>> = {
  hidden: true,
  model: true,
  noise: true,
  hide: true,
  steps: true,
  batch: true,
  learningRate: true,
  whiten: true,
  onProgress: true,
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
  const { noise = 0.3, hide = 0.6, steps = 2000, batch = 128, learningRate = 1e-3, whiten = false } = options;
  checkNumber('reconstruction', 'noise', noise, 0);
  checkNumber('reconstruction', 'hide', hide, 0, 1);
  checkInteger('reconstruction', 'steps', steps, 0);
  checkInteger('reconstruction', 'batch', batch, 1);
  return {
    kind: 'reconstruction',
    async fit(usual, { seed = 0, heldOut, encoder }: MethodOptions = {}) {
      const { shape } = usual;
      const layout = encoder?.layout;
      const model = options.model?.({ shape, seed }) ?? denseNet({ shape, hidden: options.hidden ?? hiddenFor(rowCount(usual)), seed });
      try {
        const loss = layout ? mixedLoss(layout) : squaredError;
        const corrupt = corruptionOf(noise, hide, encoder);
        await trainNet(model, usual, { loss, corrupt, steps, batch, learningRate, seed, heldOut, onProgress: options.onProgress });
        const weights = whiten ? await weightsFrom(model, layout, heldOut ?? usual) : undefined;
        return reconstructionScorer(model, layout, weights);
      } catch (error) {
        model.dispose();
        throw error;
      }
    },
  };
}

const hiddenFor = (examples: number): readonly number[] => (examples > MANY ? [128, 128] : [256, 256, 256]);

/** Gaussian noise and hidden numbers, of random strength for each example. */
function corruptionOf(noise: number, hide: number, encoder: MethodOptions['encoder']): Corruption | undefined {
  const parts = [
    ...(noise > 0 ? [gaussianNoise([0, noise])] : []),
    ...(hide > 0 ? [encoder ? hideCells(encoder, [0, hide]) : maskingNoise([0, hide])] : []),
  ];
  return parts.length > 0 ? compose(...parts) : undefined;
}

/** 1 / √v of each number, with v its mean error on some examples. Numbers that are reconstructed all but perfectly count as the tenth of the mean. */
async function weightsFrom(model: AnyAutoencoder, layout: FeatureLayout | undefined, examples: ArrayDataset): Promise<Float32Array> {
  const { contributions } = await reconstructionScorer(model, layout, undefined).score(examples, { contributions: true });
  const size = sizeOf(model.input);
  const means = new Float64Array(size);
  contributions!.forEach((error, i) => (means[i % size]! += (error * size) / contributions!.length));
  const least = 0.1 * (means.reduce((a, b) => a + b, 0) / size) || 1;
  return Float32Array.from(means, (mean) => 1 / Math.sqrt(Math.max(mean, least)));
}

/** Opens a scorer from its state. */
export function openReconstruction({ config, arrays: all }: ScorerState, layers?: Readonly<Record<string, unknown>>): Scorer {
  const { model, layout } = Object(config) as { readonly model: string; readonly layout?: FeatureLayout };
  const { errorWeights, ...arrays } = all;
  return reconstructionScorer(openModel(model, arrays, layers), layout, errorWeights?.values);
}

/** A scorer by the errors of a trained model, which it owns. */
function reconstructionScorer(model: AnyAutoencoder, layout: FeatureLayout | undefined, weights: Float32Array | undefined): Scorer {
  const { input: shape } = model;
  const errors: ElementError = layout ? mixedErrors(layout) : squaredErrors;
  const scorer: Scorer = {
    kind: 'reconstruction',
    shape,
    score: (examples, options) =>
      scoreInBatches(
        examples,
        shape,
        (x) => {
          const found = errors(model.reconstruct(x), x);
          return weights ? mul(found, tensor(weights, [1, ...shape])) : found;
        },
        options,
      ),
    async state() {
      const { model: text, arrays } = await modelState(model);
      return {
        kind: 'reconstruction',
        config: { model: text, layout },
        arrays: { ...arrays, ...(weights && { errorWeights: { shape, values: weights } }) },
      };
    },
    dispose: () => model.dispose(),
    [Symbol.dispose]: () => model.dispose(),
  };
  return scorer;
}
