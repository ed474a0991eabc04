import { moments, slice, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { gaussianMixture, traversal } from '@autoencoders/models';
import { interpolations, latentGrid, latentGridCodes, latentMap, samples, traversals } from '@autoencoders/report';
import type { Section } from '@autoencoders/report';
import { featuresOf } from '@autoencoders/variants';
import { valuesOf } from '../data.js';
import { classesFor } from '../labels.js';
import { pictureShape } from '../pictures.js';
import { firstRows } from '../trained-model.js';
import type { TrainedModel } from '../trained-model.js';
import { POINTS } from './plane.js';
import type { Plane } from './plane.js';
import { imagesOf } from './reconstructions.js';

/** Pictures that are decoded from random codes. */
const SAMPLES = 100;
/** Pairs of examples to interpolate between, and pictures on the way. */
const PAIRS = 6;
const STEPS = 10;
/** Rows and columns of the grid. */
const GRID = 20;
/** Latents to traverse. */
const TRAVERSED = 10;

/** The codes of the test examples as points in a plane. */
export function mapSection({ dataset, model }: TrainedModel, { axes, points }: Plane): Section {
  const count = points.length / 2;
  const classes = classesFor({ labels: dataset.labels?.subarray(0, count), classes: dataset.classes });
  return latentMap({
    points,
    ...classes,
    axes,
    title: model.codeSize > 2 ? 'Map of the codes, along their two main directions' : 'Map of the codes',
    images: { shape: pictureShape(dataset.shape), values: dataset.values.subarray(0, count * featuresOf(dataset.shape)) },
  });
}

/** Pictures decoded from codes drawn from the model's prior; nothing where it has none. */
export function sampleSections({ model: { sample }, settings, dataset }: TrainedModel): readonly Section[] {
  return sample ? [samples({ images: imagesOf(dataset.shape, () => sample(SAMPLES, { seed: settings.seed })) })] : [];
}

/** Pictures decoded from a grid of codes in the plane. */
export function gridSection({ model, dataset }: TrainedModel, { axes, toCodes }: Plane): Section {
  const range = [-2.5, 2.5] as const;
  const points = latentGridCodes({ columns: GRID, range });
  const pictures = imagesOf(dataset.shape, () => model.decode(toCodes(tensor2d(points, [GRID * GRID, 2]))));
  const unit = model.codeSize > 2 ? ' in standard deviations' : '';
  return latentGrid({ images: pictures, columns: GRID, range, axes: [axes[0] + unit, axes[1] + unit] });
}

/** Interpolations between the first and second test example, the third and fourth, and so on. */
export function interpolationSections({ model, dataset, data }: TrainedModel): readonly Section[] {
  const pairs = Math.min(PAIRS, Math.floor(data.shape[0]! / 2));
  if (pairs === 0) return [];
  const rows = Array.from({ length: pairs }, (_, i) =>
    imagesOf(dataset.shape, () => model.interpolate(slice(data, 2 * i, 1), slice(data, 2 * i + 1, 1), { steps: STEPS })),
  );
  return [interpolations({ rows })];
}

/** The latents that vary most, each moved from −3 to 3, with the others as in the code of the first test example. */
export function traversalSection({ model, dataset, data }: TrainedModel): Section {
  const variances = valuesOf(() => moments(model.encode(firstRows(data, POINTS)), 0).variance);
  const latents = [...variances.keys()].sort((a, b) => variances[b]! - variances[a]!).slice(0, TRAVERSED);
  const range = [-3, 3] as const;
  const rows = latents.map((latent) => ({
    label: `latent ${latent + 1}`,
    images: imagesOf(dataset.shape, () =>
      model.decode(traversal(model.encode(firstRows(data, 1)), { latents: [latent], range, steps: STEPS })),
    ),
  }));
  return traversals({ rows, range });
}

/** Components of the mixture that codes are drawn from, and examples that it takes to fit one, for each latent. */
const COMPONENTS = 10;
const EXAMPLES_PER_LATENT = 20;

/** Pictures from a model without a prior, from a mixture fitted to the codes of test examples, where there are enough of these. */
export async function mixtureSections({ model, settings, dataset, data }: TrainedModel): Promise<readonly Section[]> {
  const codes = tidy(() => model.encode(firstRows(data, POINTS)));
  try {
    const components = Math.min(COMPONENTS, Math.floor(codes.shape[0] / (EXAMPLES_PER_LATENT * codes.shape[1])));
    // Codes that are all the same have no distribution.
    if (components < 1 || !varies(codes)) return [];
    const mixture = await gaussianMixture(codes, components, { seed: settings.seed });
    const images = imagesOf(dataset.shape, () => model.decode(mixture.sample(SAMPLES, { seed: settings.seed })));
    const distribution = components === 1 ? 'a normal distribution' : `a mixture of ${components} normal distributions`;
    const caption =
      `${SAMPLES} pictures decoded from random codes. This model has no prior to draw codes from. The codes come from ${distribution} ` +
      'fitted to the codes of test examples.';
    return [samples({ images, caption })];
  } finally {
    codes.dispose();
  }
}

const varies = (codes: Tensor2D): boolean => valuesOf(() => moments(codes, 0).variance).some((variance) => variance > 0);
