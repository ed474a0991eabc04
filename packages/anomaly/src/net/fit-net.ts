import { check, checkInteger, checkNumber } from '@autoencoders/core/operations';
import { rowCount, sizeOf } from '@autoencoders/core/internal';
import type { ArrayDataset, Corruption, Shape } from '@autoencoders/core';
import { squaredError } from '@autoencoders/losses';
import type { AnyAutoencoder } from '@autoencoders/models';
import { compose, gaussianNoise, maskingNoise } from '@autoencoders/noise';
import { cellLayout, hideCells, mixedLoss } from '@autoencoders/tables';
import type { FeatureLayout, TableEncoder } from '@autoencoders/tables';
import type { MethodOptions } from '../types.js';
import { isLayout } from './contributions.js';
import { denseNet } from './dense-net.js';
import { trainNet } from './train-net.js';

/** Options of methods that train a net to restore noisy and hidden numbers. */
export interface NetFitOptions {
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
}

/** The names of `NetFitOptions`, for `checkOptions`. */
export const NET_FIT_OPTIONS = {
  hidden: true,
  model: true,
  noise: true,
  hide: true,
  steps: true,
  batch: true,
  learningRate: true,
} as const;

/** A net that restores examples, and what it needs to know of them. */
export interface FittedNet {
  readonly model: AnyAutoencoder;
  /** The kinds of the features. Undefined where all are numbers. */
  readonly layout: FeatureLayout | undefined;
  /** What stands for hidden numbers. */
  readonly fill: Float32Array;
}

/** Throws for options that are out of range. */
export function checkNetFit(call: string, { noise, hide, steps, batch }: NetFitOptions): void {
  if (noise !== undefined) checkNumber(call, 'noise', noise, 0);
  if (hide !== undefined) checkNumber(call, 'hide', hide, 0, 1);
  if (steps !== undefined) checkInteger(call, 'steps', steps, 0);
  if (batch !== undefined) checkInteger(call, 'batch', batch, 1);
}

/** Trains a net on usual examples. The caller disposes its model. */
export async function fitNet(
  usual: ArrayDataset,
  options: NetFitOptions,
  { seed = 0, heldOut, encoder, ...watched }: MethodOptions,
): Promise<FittedNet> {
  const { noise = 0.3, hide = 0.6, batch = 128, learningRate = 1e-3 } = options;
  const { shape } = usual;
  const count = rowCount(usual);
  const steps = options.steps ?? stepsFor(count, batch);
  const layout = encoder?.layout;
  const model = options.model?.({ shape, seed }) ?? denseNet({ shape, hidden: options.hidden ?? hiddenFor(count), seed });
  try {
    const loss = layout ? mixedLoss(layout) : squaredError;
    const corrupt = corruptionOf(noise, hide, encoder);
    if (steps > 0) await trainNet(model, usual, { loss, corrupt, steps, batch, learningRate, seed, heldOut, ...watched });
    return { model, layout, fill: fillOf(shape, encoder) };
  } catch (error) {
    model.dispose();
    throw error;
  }
}

/** Above this many examples, a smaller net learns as much, and scores faster. */
const MANY = 50_000;
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

/** What stands for hidden numbers: those of a missing cell. */
const fillOf = (shape: Shape, encoder: TableEncoder | undefined): Float32Array =>
  encoder ? Float32Array.from(cellLayout(encoder).fill) : new Float32Array(sizeOf(shape));

/** The layout in the config of a state. Throws unless it fits `width` features. */
export function layoutIn(kind: string, config: unknown, width: number): FeatureLayout | undefined {
  const { layout } = Object(config) as { readonly layout?: unknown };
  if (layout === undefined || layout === null) return undefined;
  check(isLayout(layout, width), () => `openScorer: the layout of ${kind} does not fit its model; the file is damaged`);
  return layout;
}
