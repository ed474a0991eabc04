import { tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { seeded } from '@autoencoders/core';
import type { Corruption, Shape } from '@autoencoders/core';
import { reconstructions } from '@autoencoders/report';
import type { Images, Section } from '@autoencoders/report';
import { valuesOf } from '../data.js';
import { pictureShape } from '../pictures.js';
import { firstRows } from '../trained-model.js';
import type { TrainedModel } from '../trained-model.js';

/** Pictures in a row of the report. */
const PICTURES = 20;

/** A tensor of examples as pictures. */
export const imagesOf = (shape: Shape, make: () => Tensor): Images => ({ shape: pictureShape(shape), values: valuesOf(make) });

/** A row of pictures with its name. */
export interface LabelledImages {
  readonly label: string;
  readonly images: Images;
}

/** The first examples and their reconstructions. With a corruption: the clean, the noisy and the restored ones. */
export function reconstructionRows(
  { model, dataset, data }: Pick<TrainedModel, 'model' | 'dataset' | 'data'>,
  count: number,
  corrupt: Corruption | undefined,
  seed: number,
): LabelledImages[] {
  const rows: Record<string, Tensor> = tidy(() => {
    const clean = firstRows(data, count);
    if (!corrupt) return { original: clean, reconstruction: model.reconstruct(clean) };
    const noisy = corrupt(clean, seeded(seed));
    return { clean, noisy, restored: model.reconstruct(noisy) };
  });
  return Object.entries(rows).map(([label, tensor]) => ({ label, images: imagesOf(dataset.shape, () => tensor) }));
}

/** The same with the corruption and the seed of the training. */
export const trainingRows = (trained: TrainedModel, count: number): LabelledImages[] =>
  reconstructionRows(trained, count, trained.variant.corrupt?.(trained.settings), trained.settings.seed);

export const reconstructionSection = (trained: TrainedModel): Section => reconstructions({ rows: trainingRows(trained, PICTURES) });
