import { reshape, tidy } from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { seeded } from '@autoencoders/core';
import type { NamedDataset } from '@autoencoders/datasets';
import { mean, knn, psnr, rSquared, squaredErrorPerExample, ssim } from '@autoencoders/metrics';
import { tensorFor } from './data.js';
import type { Failures } from './failures.js';
import { firstRows } from './trained-model.js';
import type { TrainedModel } from './trained-model.js';
import type { VariantView } from './variants/variant.js';

/** Measures by their names, with units. */
export type Measures = Readonly<Record<string, number>>;

/** The measure of every run that only its clock decides. */
export const TRAINING_TIME = 'training time, s';

/** Test examples that are measured. */
const MEASURED = 2000;

/** The most training examples to look for nearest neighbours among. */
export const NEIGHBOURS = 10_000;

/** Measures of all models of which more is better. */
const HIGHER_IS_BETTER: readonly string[] = ['PSNR, dB', 'SSIM', 'R²', 'kNN accuracy of codes, %'];

/** Which measures are ranked, and how, among those of all models and of these variants. */
export const rankingOf = (views: readonly VariantView[]): Readonly<Record<'higherIsBetter' | 'unranked', readonly string[]>> => ({
  higherIsBetter: [...HIGHER_IS_BETTER, ...views.flatMap(({ measures }) => measures?.higherIsBetter ?? [])],
  unranked: [TRAINING_TIME, ...views.flatMap(({ measures }) => measures?.unranked ?? [])],
});

/**
 * The measures of a trained model on its first test examples. `neighbours` are the labelled training examples to look for nearest
 * neighbours among, if there are any. What cannot be measured of few or equal examples, such as R² of one, is left out by `attempt`.
 */
export async function measuresOf(
  trained: TrainedModel,
  neighbours: NamedDataset | undefined,
  { attempt }: Pick<Failures, 'attempt'>,
): Promise<Measures> {
  const { model, variant, settings, data, dataset } = trained;
  const clean = firstRows(data, MEASURED);
  const corrupt = variant.corrupt?.(settings);
  const output = tidy(() => model.reconstruct(corrupt ? corrupt(clean, seeded(settings.seed)) : clean));
  const codes = model.encode(clean);
  try {
    const measures: Measures = {
      'squared error': mean(await squaredErrorPerExample(clean, output)),
      'PSNR, dB': mean(await psnr(clean, output)),
      ...(dataset.shape.length === 3 &&
        (await attempt('SSIM', async () => ({ SSIM: await meanSsim(dataset, clean as Tensor2D, output) })))),
      ...(await attempt('R²', async () => ({ 'R²': await rSquared(clean, output) }))),
      ...(await attempt(`the measures of ${variant.name}`, () => variant.measures?.of(trained, codes))),
      ...(await attempt('the kNN accuracy', () => neighbourAccuracy(trained, codes, neighbours))),
    };
    return Object.fromEntries(Object.entries(measures).filter(([, value]) => Number.isFinite(value)));
  } finally {
    for (const each of [clean, output, codes]) each.dispose();
  }
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
