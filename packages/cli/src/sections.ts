import { mean, mul, pad, slice, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { leaves, seeded } from '@autoencoders/core';
import type { Corruption, Shape } from '@autoencoders/core';
import type { Dataset } from '@autoencoders/datasets';
import { pca } from '@autoencoders/models';
import type { Loaded } from '@autoencoders/models';
import { activationHistogram, dictionary, latentGrid, latentGridCodes, latentMap, reconstructions, samples } from '@autoencoders/report';
import type { Images, Section } from '@autoencoders/report';
import { valuesOf } from './data.js';
import type { Settings, Variant } from './variants/index.js';

/** What the sections of a report are made from. */
export interface Judged {
  readonly model: Loaded;
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

const images = (shape: Shape, make: () => Tensor): Images => ({ shape, values: valuesOf(make) });

/** The sections that fit the variant, in the order of the page. */
export async function sectionsOf(judged: Judged): Promise<Section[]> {
  const { variant, model } = judged;
  const plane = await planeOf(judged);
  try {
    return [
      reconstructionSection(judged),
      latentMapSection(judged, plane),
      ...(model.sample ? [sampleSection(judged, model.sample), gridSection(judged, plane)] : []),
      ...(variant.name === 'sparse' ? sparseSections(judged) : []),
    ];
  } finally {
    plane.dispose();
  }
}

/** What the model makes of its first examples, and what it was shown of them: original and reconstruction, or clean, noisy and restored. */
export function reconstructionRows(
  { model, dataset, data }: Pick<Judged, 'model' | 'dataset' | 'data'>,
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
export const trainedRows = (judged: Judged, count: number): { label: string; images: Images }[] =>
  reconstructionRows(judged, count, judged.variant.corrupt?.(judged.settings), judged.settings.seed);

const reconstructionSection = (judged: Judged): Section => reconstructions({ rows: trainedRows(judged, PICTURES) });

/** A plane through the codes: the two latents themselves, or the two directions along which codes vary most. */
interface Plane {
  readonly axes: readonly [string, string];
  readonly points: Float32Array;
  /** Codes for points of the plane, `[count, 2] → [count, latents]`, one unit being one standard deviation. */
  readonly toCodes: (points: Tensor2D) => Tensor2D;
  readonly dispose: () => void;
}

async function planeOf({ model, data }: Judged): Promise<Plane> {
  const codes = tidy(() => model.encode(first(data, POINTS)));
  try {
    if (model.codeSize <= 2) {
      const points = valuesOf(() =>
        pad<Tensor2D>(codes, [
          [0, 0],
          [0, 2 - model.codeSize],
        ]),
      );
      return { axes: ['latent 1', 'latent 2'], points, toCodes: (p) => slice(p, [0, 0], [-1, model.codeSize]), dispose: () => undefined };
    }
    const found = await pca(codes, 2);
    const name = (i: number): string => `principal component ${i + 1} (${(100 * found.shares[i]!).toFixed(0)} % of the variance)`;
    const points = valuesOf(() => found.encode(codes));
    const scale = Float32Array.from(found.variances, Math.sqrt);
    return { axes: [name(0), name(1)], points, toCodes: (p) => tidy(() => found.decode(mul(p, tensor1d(scale)))), dispose: found.dispose };
  } finally {
    codes.dispose();
  }
}

function latentMapSection({ dataset, model }: Judged, { axes, points }: Plane): Section {
  const labels = dataset.labels?.subarray(0, points.length / 2);
  const pictures = points.length / 2;
  const size = dataset.shape.reduce((a, b) => a * b, 1);
  return latentMap({
    points,
    labels,
    axes,
    classes: labels && dataset.classes,
    title: model.codeSize > 2 ? 'Map of the codes, seen along their two main directions' : 'Map of the codes',
    images: { shape: dataset.shape, values: dataset.values.subarray(0, pictures * size) },
  });
}

function sampleSection({ settings, dataset }: Judged, sample: NonNullable<Loaded['sample']>): Section {
  return samples({ images: images(dataset.shape, () => sample(100, { seed: settings.seed })) });
}

function gridSection({ model, dataset }: Judged, { axes, toCodes }: Plane): Section {
  const range = [-2.5, 2.5] as const;
  const points = latentGridCodes({ columns: GRID, range });
  const pictures = images(dataset.shape, () => model.decode(toCodes(tensor2d(points, [GRID * GRID, 2]))));
  const unit = model.codeSize > 2 ? ' in standard deviations' : '';
  return latentGrid({ images: pictures, columns: GRID, range, axes: [axes[0] + unit, axes[1] + unit] });
}

/** The decoder's rows, one per unit, and how active each unit is. */
function sparseSections({ model, settings, dataset, data }: Judged): Section[] {
  const kernel = Object.entries(leaves(model.weights)).find(([path]) => path === 'decoder.0.kernel')![1];
  const meanActivations = valuesOf(() => mean(model.encode(data), 0));
  return [
    dictionary({ filters: { shape: dataset.shape, values: kernel.dataSync<'float32'>() }, sortByNorm: true }),
    activationHistogram({ meanActivations, target: settings.rho }),
  ];
}
