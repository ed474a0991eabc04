import { gather, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { seeded } from '@autoencoders/core';
import type { Corruption, Shape } from '@autoencoders/core';
import { squaredErrorPerExample } from '@autoencoders/metrics';
import { reconstructions } from '@autoencoders/report';
import type { ImageRow, Images, ReconstructionsOptions, Section } from '@autoencoders/report';
import { valuesOf } from '../data.js';
import { whole } from '../format.js';
import { MEASURED } from '../measures.js';
import { pictureShape } from '../pictures.js';
import { firstRows } from '../trained-model.js';
import type { TrainedModel } from '../trained-model.js';

/** Pictures in a row of the report, and how many of the worst are shown. */
const PICTURES = 20;
const WORST = 10;

/** A tensor of examples as pictures. */
export const imagesOf = (shape: Shape, make: () => Tensor): Images => ({ shape: pictureShape(shape), values: valuesOf(make) });

type Shown = Pick<TrainedModel, 'model' | 'dataset' | 'data' | 'baseline'>;

/** Examples and their reconstructions, and those of PCA, if there is one. Where `input` is noisy: the clean, the noisy and the restored ones. */
function rowsOf({ model, dataset, baseline }: Shown, clean: Tensor, input: Tensor): Pick<ReconstructionsOptions, 'rows' | 'baseline'> {
  const row = (label: string, make: () => Tensor): ImageRow => ({ label, images: imagesOf(dataset.shape, make) });
  const noisy = input !== clean;
  return {
    rows: [
      row(noisy ? 'clean' : 'original', () => clean.clone()),
      ...(noisy ? [row('noisy', () => input.clone())] : []),
      row(noisy ? 'restored' : 'reconstruction', () => model.reconstruct(input)),
    ],
    ...(baseline && { baseline: row(`PCA, ${baseline.components} numbers`, () => baseline.reconstruct(input)) }),
  };
}

/** Gives `f` the first examples, and what the model sees of them: the same, or noisy ones. */
async function withInput<T>(
  { data }: Pick<Shown, 'data'>,
  count: number,
  corrupt: Corruption | undefined,
  seed: number,
  f: (clean: Tensor, input: Tensor) => T | Promise<T>,
): Promise<T> {
  const clean = firstRows(data, count);
  const input = corrupt ? tidy(() => corrupt(clean, seeded(seed))) : clean;
  try {
    return await f(clean, input);
  } finally {
    for (const each of new Set([clean, input])) each.dispose();
  }
}

/** The first examples and their reconstructions. With a corruption: the clean, the noisy and the restored ones. */
export const reconstructionRows = async (
  shown: Omit<Shown, 'baseline'>,
  count: number,
  corrupt: Corruption | undefined,
  seed: number,
): Promise<readonly ImageRow[]> => withInput(shown, count, corrupt, seed, (clean, input) => rowsOf(shown, clean, input).rows);

/** The first test examples, and those with the largest errors. The corruption and the seed are those of the training. */
export async function reconstructionSections(trained: TrainedModel): Promise<readonly Section[]> {
  const { variant, settings, data, model } = trained;
  const corrupt = variant.corrupt?.(settings);
  const first = await withInput(trained, PICTURES, corrupt, settings.seed, (clean, input) =>
    reconstructions(rowsOf(trained, clean, input)),
  );
  if (data.shape[0]! <= PICTURES) return [first];
  return withInput(trained, MEASURED, corrupt, settings.seed, async (clean, input) => {
    const output = tidy(() => model.reconstruct(input));
    const errors = await squaredErrorPerExample(clean, output);
    output.dispose();
    const places = largest(errors, WORST);
    const [worst, given] = tidy(() => [gather(clean, places), gather(input, places)] as const);
    const section = reconstructions({
      ...rowsOf(trained, worst, input === clean ? worst : given),
      title: 'The ten worst examples',
      caption:
        `Of ${whole(errors.length)} test examples, those with the largest squared errors, the worst first: ` +
        `numbers ${places.map((place) => whole(place + 1)).join(', ')}. Look for what they have in common: rare forms, wrong labels, damaged data.`,
    });
    worst.dispose();
    given.dispose();
    return [first, section];
  });
}

/** The places of the largest values, the largest first. */
const largest = (values: Float32Array, count: number): number[] =>
  [...values.keys()].sort((a, b) => values[b]! - values[a]! || a - b).slice(0, count);
