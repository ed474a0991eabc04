import { mean, moments, mul, pad, slice, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { leaves, seeded } from '@autoencoders/core';
import type { Corruption, Shape } from '@autoencoders/core';
import type { Dataset } from '@autoencoders/datasets';
import { activationDensity } from '@autoencoders/metrics';
import { gaussianMixture, pca, traversal } from '@autoencoders/models';
import type { AnyAutoencoder } from '@autoencoders/models';
import {
  activationHistogram,
  dictionaryEntries,
  interpolations,
  latentGrid,
  latentGridCodes,
  latentMap,
  reconstructions,
  samples,
  traversals,
} from '@autoencoders/report';
import type { Images, Section } from '@autoencoders/report';
import { valuesOf } from './data.js';
import { classesFor } from './labels.js';
import { drawn } from './pictures.js';
import type { Settings, Variant } from './variants/index.js';

/** What the sections of a report are made from. */
export interface ReportData {
  readonly model: AnyAutoencoder;
  readonly variant: Variant;
  readonly settings: Settings;
  readonly dataset: Dataset;
  /** The test examples as the model takes them. */
  readonly data: Tensor;
}

const PICTURES = 20;
const POINTS = 2000;
const GRID = 20;

const first = (data: Tensor, count: number): Tensor => slice(data, 0, Math.min(count, data.shape[0]!));

const images = (shape: Shape, make: () => Tensor): Images => ({ shape: drawn(shape), values: valuesOf(make) });

/** The sections that fit the variant, in the order of the page. */
export async function sectionsOf(judged: ReportData): Promise<Section[]> {
  const { variant, model } = judged;
  const plane = await planeOf(judged);
  try {
    return [
      reconstructionSection(judged),
      latentMapSection(judged, plane),
      ...(variant.filters ? [] : interpolationSections(judged)),
      ...(model.sample ? [sampleSection(judged, model.sample), traversalSection(judged), gridSection(judged, plane)] : []),
      ...(!model.sample && !variant.filters ? await mixtureSections(judged) : []),
      ...(await unitSections(judged)),
    ];
  } finally {
    plane.dispose();
  }
}

/** What the model makes of its first examples, and what it was shown of them: original and reconstruction, or clean, noisy and restored. */
export function reconstructionRows(
  { model, dataset, data }: Pick<ReportData, 'model' | 'dataset' | 'data'>,
  count: number,
  corrupt: Corruption | undefined,
  seed: number,
): { label: string; images: Images }[] {
  const rows: Record<string, Tensor> = tidy(() => {
    const clean = first(data, count);
    if (!corrupt) return { original: clean, reconstruction: model.reconstruct(clean) };
    const noisy = corrupt(clean, seeded(seed));
    return { clean, noisy, restored: model.reconstruct(noisy) };
  });
  return Object.entries(rows).map(([label, tensor]) => ({ label, images: images(dataset.shape, () => tensor) }));
}

/** The rows of a variant as it was trained. */
export const trainedRows = (judged: ReportData, count: number): { label: string; images: Images }[] =>
  reconstructionRows(judged, count, judged.variant.corrupt?.(judged.settings), judged.settings.seed);

const reconstructionSection = (judged: ReportData): Section => reconstructions({ rows: trainedRows(judged, PICTURES) });

/** A plane through the codes: the two latents themselves, or the two directions along which codes vary most. */
interface Plane {
  readonly axes: readonly [string, string];
  readonly points: Float32Array;
  /** Codes for points of the plane, `[count, 2] → [count, latents]`, one unit being one standard deviation. */
  readonly toCodes: (points: Tensor2D) => Tensor2D;
  readonly dispose: () => void;
}

async function planeOf({ model, data }: ReportData): Promise<Plane> {
  const codes = tidy(() => model.encode(first(data, POINTS)));
  try {
    // One example has no directions along which codes vary.
    if (model.codeSize <= 2 || codes.shape[0] < 2) return latentPlane(codes, model.codeSize);
    const found = await pca(codes, 2);
    const name = (i: number): string =>
      `principal component ${i + 1} (${(100 * found.explainedVarianceRatio[i]!).toFixed(0)} % of the variance)`;
    const points = valuesOf(() => found.encode(codes));
    const scale = Float32Array.from(found.variances, Math.sqrt);
    return { axes: [name(0), name(1)], points, toCodes: (p) => tidy(() => found.decode(mul(p, tensor1d(scale)))), dispose: found.dispose };
  } finally {
    codes.dispose();
  }
}

/** The first two latents; a second one that is not there is 0. */
function latentPlane(codes: Tensor2D, codeSize: number): Plane {
  const fitted = (x: Tensor2D, from: number, to: number): Tensor2D =>
    from < to
      ? pad(x, [
          [0, 0],
          [0, to - from],
        ])
      : slice(x, [0, 0], [-1, to]);
  return {
    axes: ['latent 1', 'latent 2'],
    points: valuesOf(() => fitted(codes, codeSize, 2)),
    toCodes: (p) => fitted(p, 2, codeSize),
    dispose: () => undefined,
  };
}

function latentMapSection({ dataset, model }: ReportData, { axes, points }: Plane): Section {
  const pictures = points.length / 2;
  const known = classesFor({ labels: dataset.labels?.subarray(0, pictures), classes: dataset.classes });
  const size = dataset.shape.reduce((a, b) => a * b, 1);
  return latentMap({
    points,
    ...known,
    axes,
    title: model.codeSize > 2 ? 'Map of the codes, seen along their two main directions' : 'Map of the codes',
    images: { shape: drawn(dataset.shape), values: dataset.values.subarray(0, pictures * size) },
  });
}

function sampleSection({ settings, dataset }: ReportData, sample: NonNullable<AnyAutoencoder['sample']>): Section {
  return samples({ images: images(dataset.shape, () => sample(100, { seed: settings.seed })) });
}

function gridSection({ model, dataset }: ReportData, { axes, toCodes }: Plane): Section {
  const range = [-2.5, 2.5] as const;
  const points = latentGridCodes({ columns: GRID, range });
  const pictures = images(dataset.shape, () => model.decode(toCodes(tensor2d(points, [GRID * GRID, 2]))));
  const unit = model.codeSize > 2 ? ' in standard deviations' : '';
  return latentGrid({ images: pictures, columns: GRID, range, axes: [axes[0] + unit, axes[1] + unit] });
}

const PAIRS = 6;
const STEPS = 10;

/** Ways between examples that stand one after the other, where there are two. */
function interpolationSections({ model, dataset, data }: ReportData): Section[] {
  const pairs = Math.min(PAIRS, Math.floor(data.shape[0]! / 2));
  if (pairs === 0) return [];
  const rows = Array.from({ length: pairs }, (_, i) =>
    images(dataset.shape, () => model.interpolate(slice(data, 2 * i, 1), slice(data, 2 * i + 1, 1), { steps: STEPS })),
  );
  return [interpolations({ rows })];
}

const TRAVERSED = 10;

/** The latents that vary most, each moved through what the prior seldom leaves, from the code of the first example on. */
function traversalSection({ model, dataset, data }: ReportData): Section {
  const variances = valuesOf(() => moments(model.encode(first(data, POINTS)), 0).variance);
  const latents = [...variances.keys()].sort((a, b) => variances[b]! - variances[a]!).slice(0, TRAVERSED);
  const range = [-3, 3] as const;
  const rows = latents.map((latent) => ({
    label: `latent ${latent + 1}`,
    images: images(dataset.shape, () => model.decode(traversal(model.encode(first(data, 1)), { latents: [latent], range, steps: STEPS }))),
  }));
  return traversals({ rows, range });
}

/** What a mixture of normal distributions is fitted to takes some examples for each number of a code. */
const COMPONENTS = 10;
const EXAMPLES_PER_LATENT = 20;

/** New examples from a model without a prior: from codes like those of the test examples, where these are enough to tell. */
async function mixtureSections({ model, settings, dataset, data }: ReportData): Promise<Section[]> {
  const codes = tidy(() => model.encode(first(data, POINTS)));
  try {
    const components = Math.min(COMPONENTS, Math.floor(codes.shape[0] / (EXAMPLES_PER_LATENT * codes.shape[1])));
    // Codes that are all the same have no distribution.
    if (components < 1 || !varies(codes)) return [];
    const mixture = await gaussianMixture(codes, components, { seed: settings.seed });
    const made = images(dataset.shape, () => model.decode(mixture.sample(100, { seed: settings.seed })));
    const caption =
      `100 pictures decoded from random codes. The model has no prior to draw codes from, so they come from a mixture of ${components} normal ` +
      'distributions fitted to the codes of test examples.';
    return [samples({ images: made, caption })];
  } finally {
    codes.dispose();
  }
}

const varies = (codes: Tensor2D): boolean => valuesOf(() => moments(codes, 0).variance).some((variance) => variance > 0);

/** What each unit stands for, and how active it is. */
async function unitSections({ model, variant, settings, dataset, data }: ReportData): Promise<Section[]> {
  const { filters } = variant;
  if (!filters) return [];
  const learned = dictionaryEntries({ filters: images(dataset.shape, () => filters(leaves(model.weights)).clone()), sortByNorm: true });
  const codes = tidy(() => model.encode(data));
  try {
    if (variant.name !== 'top-k') {
      const meanActivations = valuesOf(() => mean(codes, 0));
      return [learned, activationHistogram({ meanActivations, ...(variant.name === 'sparse' && { target: settings.rho }) })];
    }
    const densities = await activationDensity(codes);
    const dead = densities.filter((density) => density === 0).length;
    const caption =
      `Each bar counts the units that fire for that share of the test examples; ${settings.k} of ${codes.shape[1]} fire for each. ` +
      `${dead} fire for none of them.`;
    return [learned, activationHistogram({ meanActivations: densities, title: 'How often units fire', caption })];
  } finally {
    codes.dispose();
  }
}
