import { broadcastTo, mean as mean0, reshape, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { seeded } from '@autoencoders/core';
import type { NamedDataset } from '@autoencoders/datasets';
import { activeUnits, mean, knn, psnr, rSquared, squaredErrorPerExample, ssim } from '@autoencoders/metrics';
import { isComparable } from './baseline.js';
import type { LinearBaseline } from './baseline.js';
import { tensorFor } from './data.js';
import type { Failures } from './failures.js';
import { firstRows } from './trained-model.js';
import type { TrainedModel } from './trained-model.js';

/** Measures by their names, with units. */
export type Measures = Readonly<Record<string, number>>;

/** Test examples that are measured. */
export const MEASURED = 2000;

/** The most training examples to look for nearest neighbours among. */
export const NEIGHBOURS = 10_000;

/**
 * The measures of a trained model on its first test examples. `neighbours` are the labelled training examples to look for nearest
 * neighbours among, if there are any. What cannot be measured of few or equal examples, such as R² of one, is left out by `attempt`.
 */
export async function measuresOf(
  trained: TrainedModel,
  neighbours: NamedDataset | undefined,
  { attempt }: Pick<Failures, 'attempt'>,
): Promise<Measures> {
  const { model, variant, settings, data, dataset, baseline } = trained;
  const clean = firstRows(data, MEASURED);
  const corrupt = variant.corrupt?.(settings);
  const input = corrupt ? tidy(() => corrupt(clean, seeded(settings.seed))) : clean;
  const output = tidy(() => model.reconstruct(input));
  const codes = model.encode(clean);
  try {
    const measures: Measures = {
      'squared error': mean(await squaredErrorPerExample(clean, output)),
      ...(corrupt && { 'squared error of the noisy input': mean(await squaredErrorPerExample(clean, input)) }),
      ...(await attempt('the comparison with PCA', () => baselineMeasures(clean, input, output, baseline))),
      'PSNR, dB': mean(await psnr(clean, output)),
      ...(dataset.shape.length === 3 &&
        (await attempt('SSIM', async () => ({ SSIM: await meanSsim(dataset, clean as Tensor2D, output) })))),
      ...(await attempt('R²', async () => ({ 'R²': await rSquared(clean, output) }))),
      ...(await attempt(`the measures of ${variant.name}`, () => variant.measures?.of(trained, codes) ?? activeLatents(codes))),
      ...(await attempt('the kNN accuracy', () => neighbourAccuracy(trained, codes, neighbours))),
    };
    return Object.fromEntries(Object.entries(measures).filter(([, value]) => Number.isFinite(value)));
  } finally {
    for (const each of new Set([clean, input, output, codes])) each.dispose();
  }
}

/** The squared error of PCA, and that of the model relative to it. Nothing where that of PCA is one of rounding. */
async function baselineMeasures(clean: Tensor, input: Tensor, output: Tensor, baseline: LinearBaseline | undefined): Promise<Measures> {
  if (!baseline) return {};
  const [linear, centre] = tidy(() => [baseline.reconstruct(input), broadcastTo(mean0(clean, 0, true), clean.shape)] as const);
  try {
    const [error, own, variance] = await Promise.all(
      [linear, output, centre].map(async (x) => mean(await squaredErrorPerExample(clean, x))),
    );
    return isComparable(error!, variance!) ? { 'squared error of PCA': error!, 'error relative to PCA, %': (100 * own!) / error! } : {};
  } finally {
    linear.dispose();
    centre.dispose();
  }
}

/** A latent whose variance is below this share of the largest one says nothing. */
const SILENT = 1e-3;

/** How many latents vary. */
async function activeLatents(codes: Tensor2D): Promise<Measures> {
  const { variances } = await activeUnits(codes);
  const largest = variances.reduce((a, b) => Math.max(a, b), 0);
  return { 'active latents': variances.filter((variance) => variance > SILENT * largest).length };
}

async function meanSsim({ shape }: NamedDataset, clean: Tensor2D, output: Tensor2D): Promise<number> {
  const [height, width, channels] = shape as [number, number, number];
  const images = [clean, output].map((x) => reshape(x, [-1, height, width, channels]) as Tensor4D) as [Tensor4D, Tensor4D];
  try {
    return mean(await ssim(...images));
  } finally {
    for (const each of images) each.dispose();
  }
}

/** How often the label of an example is that of the nearest codes of training examples. */
async function neighbourAccuracy(
  { model, dataset: { labels } }: TrainedModel,
  codes: Tensor2D,
  neighbours: NamedDataset | undefined,
): Promise<Measures> {
  if (!labels || !neighbours?.labels || new Set(neighbours.labels).size < 2) return {};
  const x = tensorFor(neighbours, model.input);
  const known = tidy(() => model.encode(x));
  try {
    const { accuracy } = await knn(
      { codes: known, labels: neighbours.labels },
      { codes, labels: labels.subarray(0, codes.shape[0]) },
      { k: Math.min(5, known.shape[0]) },
    );
    return { 'kNN accuracy of codes, %': 100 * accuracy };
  } finally {
    for (const each of [x, known]) each.dispose();
  }
}
