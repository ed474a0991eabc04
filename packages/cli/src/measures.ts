import { reshape, slice, tidy } from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { InputError, seeded } from '@autoencoders/core';
import { count, take } from '@autoencoders/datasets';
import type { Dataset } from '@autoencoders/datasets';
import {
  activationDensity,
  activeUnits,
  average,
  bernoulliLikelihood,
  deadShare,
  hoyerSparsity,
  knn,
  negativeLogLikelihood,
  psnr,
  rSquared,
  squaredErrorPerExample,
  ssim,
} from '@autoencoders/metrics';
import { tensorFor } from './data.js';
import type { ReportData } from './sections.js';

/** Measures by their names, with units. */
export type Measures = Readonly<Record<string, number>>;

/** The measures of which more is better; of the others less is, or neither. */
export const MORE: readonly string[] = ['PSNR, dB', 'SSIM', 'R²', 'kNN accuracy of codes, %', 'test accuracy, %'];

/** The measures of which neither less nor more is better. */
export const NEITHER: readonly string[] = ['active latents', 'units firing, %', 'Hoyer sparsity of codes'];

/** How many test examples are measured, how many training codes neighbours are looked for among, how many images have their likelihood estimated. */
export const JUDGED = 2000;
export const NEIGHBOURS = 10_000;
const ESTIMATED = 500;

/**
 * What the measures say of a trained model on its first test examples; of codes with labels, by the training examples that
 * are given. What few or equal examples do not tell, such as R² of a single one, is left out.
 */
export async function measuresOf(judged: ReportData, training: Dataset): Promise<Measures> {
  const { model, variant, settings, data } = judged;
  const held = slice(data, 0, Math.min(JUDGED, data.shape[0]!));
  const corrupt = variant.corrupt?.(settings);
  const output = tidy(() => model.reconstruct(corrupt ? corrupt(held, seeded(settings.seed)) : held));
  const codes = model.encode(held);
  try {
    const measures: Measures = {
      'squared error': average(await squaredErrorPerExample(held, output)),
      'PSNR, dB': average(await psnr(held, output)),
      ...(judged.dataset.shape.length === 3 && { SSIM: await similarity(judged, held as Tensor2D, output) }),
      ...(await told(async () => ({ 'R²': await rSquared(held, output) }))),
      ...(await told(() => ofCodes(judged, codes))),
      ...(await told(() => neighbours(judged, codes, training))),
    };
    return Object.fromEntries(Object.entries(measures).filter(([, value]) => Number.isFinite(value)));
  } finally {
    for (const each of [held, output, codes]) each.dispose();
  }
}

/** What `measure` gives, and nothing where the examples do not allow it. */
async function told(measure: () => Promise<Measures>): Promise<Measures> {
  try {
    return await measure();
  } catch (error) {
    if (error instanceof InputError) return {};
    throw error;
  }
}

async function similarity({ dataset }: ReportData, held: Tensor2D, output: Tensor2D): Promise<number> {
  const [height, width, channels] = dataset.shape as [number, number, number];
  const images = [held, output].map((x) => reshape(x, [-1, height, width, channels]) as Tensor4D) as [Tensor4D, Tensor4D];
  try {
    return average(await ssim(...images));
  } finally {
    for (const each of images) each.dispose();
  }
}

/** What matters of the codes of a variant. */
async function ofCodes({ model, variant, data }: ReportData, codes: Tensor2D): Promise<Measures> {
  switch (variant.name) {
    case 'variational': {
      const some = slice(data, 0, Math.min(ESTIMATED, data.shape[0]!));
      const nats = await negativeLogLikelihood(model, some, { likelihood: bernoulliLikelihood, samples: 100 }).finally(() =>
        some.dispose(),
      );
      return { 'negative log-likelihood, nats': average(nats), 'active latents': (await activeUnits(codes)).active };
    }
    case 'top-k':
      return { 'units firing, %': 100 * average(await activationDensity(codes)), 'dead units, %': 100 * (await deadShare(codes)) };
    case 'sparse':
      return { 'Hoyer sparsity of codes': average(await hoyerSparsity(codes)) };
    default:
      return {};
  }
}

/** Whether examples of a class have codes near each other. */
async function neighbours({ model, dataset }: ReportData, codes: Tensor2D, training: Dataset): Promise<Measures> {
  const { labels } = dataset;
  if (!labels || !training.labels || new Set(training.labels).size < 2) return {};
  const some = take(training, Math.min(NEIGHBOURS, count(training)));
  const x = tensorFor(some, model.input);
  const known = tidy(() => model.encode(x));
  try {
    const { accuracy } = await knn(
      { codes: known, labels: some.labels! },
      { codes, labels: labels.subarray(0, codes.shape[0]) },
      { k: Math.min(5, known.shape[0]) },
    );
    return { 'kNN accuracy of codes, %': 100 * accuracy };
  } finally {
    for (const each of [x, known]) each.dispose();
  }
}
