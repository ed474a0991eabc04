import { moments, slice, sqrt, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { InputError, seeded } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import type { Dataset } from '@autoencoders/datasets';
import { loadDataset } from '@autoencoders/datasets/node';
import type { OpenDataset } from '@autoencoders/datasets/node';
import { gaussianMixture, lerp, slerp, traversal } from '@autoencoders/models';
import type { Images } from '@autoencoders/report';
import { firstOf, valuesOf, withTensor } from '../data.js';
import { whole } from '../format.js';
import { checkPicture, drawn, drawnFor, sheetOf, writePicture } from '../pictures.js';
import { datasetFor, openDatasetFor } from '../run.js';
import type { Opened } from '../run.js';
import type { Terminal } from '../terminal.js';
import { text } from '../text.js';
import { withModel } from './use.js';
import type { UseOptions } from './use.js';

/** What the commands that draw from codes are given. */
interface GenerateOptions extends UseOptions {
  readonly mixture?: number;
  readonly example: number;
  readonly steps: number;
  readonly path: 'line' | 'sphere';
}

/** Samples that are drawn at a time. */
const DRAWN = 5000;

/** Examples that the model makes of random codes, as one PNG. */
export async function sample(path: string, options: GenerateOptions, terminal: Terminal): Promise<void> {
  const out = await checkPicture('sample', options.out, 'samples.png');
  await withModel(path, options, async (opened) => {
    const { count, seed = 0, mixture } = options;
    const shape = drawnFor(opened.model.input, opened.notes?.shape);
    const sheet = sheetOf('sample', shape, count, Math.ceil(Math.sqrt(count)));
    const draw = mixture === undefined ? ofPrior(opened) : await ofMixture(opened, mixture, options);
    await writePicture(
      out,
      sheet,
      inParts(count, seed, (some, own) => ({ shape, values: valuesOf(() => draw(some, own)) })),
    );
    terminal.err.write(text`${whole(count)} ${count === 1 ? 'sample' : 'samples'} in ${out}\n`);
  });
}

/** `count` samples some at a time, the first with `seed`, each of the others with a seed of its own. */
export function* inParts<T>(count: number, seed: number, draw: (count: number, seed: number) => T): Generator<T, void> {
  for (let part = 0; part * DRAWN < count; part++)
    yield draw(Math.min(DRAWN, count - part * DRAWN), part === 0 ? seed : seeded(seed, part)());
}

/** Draws so many examples. */
type Draw = (count: number, seed: number) => Tensor;

function ofPrior({ model: { sample: draw }, variant, file }: Opened): Draw {
  if (!draw)
    throw new InputError(
      `sample: ${file} is ${variant ? `a ${variant.name} autoencoder` : 'an autoencoder without a prior'}; only variational ones can sample, others need --mixture 10`,
    );
  return (count, seed) => draw(count, { seed });
}

/** Codes that a mixture is fitted to. */
const FITTED = 10_000;

async function ofMixture(opened: Opened, components: number, { dataset, seed = 0 }: GenerateOptions): Promise<Draw> {
  const { model } = opened;
  const training = await loadDataset(datasetFor(opened, dataset), 'train', { limit: FITTED });
  const codes = await withTensor(training, model.input, (data) => tidy(() => model.encode(data)));
  try {
    const mixture = await gaussianMixture(codes, components, { seed });
    return (count, own) => model.decode(mixture.sample(count, { seed: own }));
  } finally {
    codes.dispose();
  }
}

/** Examples that are read at a time. */
const READ = 500;

/** Ways between examples that stand one after the other, one a row. */
export async function interpolate(path: string, options: GenerateOptions, terminal: Terminal): Promise<void> {
  const out = await checkPicture('interpolate', options.out, 'ways.png');
  await withModel(path, options, async (opened) => {
    const { model } = opened;
    const { steps } = options;
    const dataset = await openDatasetFor(opened, options.dataset, options.part);
    check(dataset.count > 1, () => `interpolate: a way needs two examples, and ${dataset.name} (${options.part}) has one`);
    const rows = Math.min(options.count, Math.floor(dataset.count / 2));
    const shape = drawn(dataset.shape);
    const sheet = sheetOf('interpolate', shape, rows * steps, steps);
    const way = { steps, path: { line: lerp, sphere: slerp }[options.path] };
    async function* ways(): AsyncGenerator<Images, void> {
      for await (const some of firstOf(dataset, 2 * rows, READ))
        yield* await withTensor(some, model.input, (data) =>
          Array.from({ length: data.shape[0]! / 2 }, (_, i) => ({
            shape,
            values: valuesOf(() => model.interpolate(slice(data, 2 * i, 1), slice(data, 2 * i + 1, 1), way)),
          })),
        );
    }
    await writePicture(out, sheet, ways());
    terminal.err.write(
      text`${whole(rows)} ${rows === 1 ? 'way' : 'ways'} between examples of ${dataset.name}, along the ${options.path}, in ${out}\n`,
    );
  });
}

/** Examples by which the range of each latent is known. */
const KNOWN = 2000;

/** One code, each row with another latent moved from three standard deviations below its mean to three above. */
export async function traverse(path: string, options: GenerateOptions, terminal: Terminal): Promise<void> {
  const out = await checkPicture('traverse', options.out, 'latents.png');
  const { example, steps, part } = options;
  await withModel(path, options, async (opened) => {
    const { model } = opened;
    const dataset = await openDatasetFor(opened, options.dataset, part);
    check(
      example < dataset.count,
      () => `traverse: --example ${example}, but there are ${whole(dataset.count)} examples of ${dataset.name} (${part}), from 0 on`,
    );
    const code = await codeOf(opened, dataset, example);
    try {
      const { means, deviations } = await spreadOf(opened, options);
      // A latent that does not vary would have no range.
      const latents = [...deviations.keys()].filter((i) => deviations[i]! > 1e-4);
      check(latents.length > 0, () => `traverse: no latent of ${path} varies over the examples of ${dataset.name} (${part})`);
      const shape = drawn(dataset.shape);
      const sheet = sheetOf('traverse', shape, latents.length * steps, steps);
      function* rows(): Generator<Images, void> {
        for (const latent of latents) {
          const range = [means[latent]! - 3 * deviations[latent]!, means[latent]! + 3 * deviations[latent]!] as const;
          yield { shape, values: valuesOf(() => model.decode(traversal(code, { latents: [latent], range, steps }))) };
        }
      }
      await writePicture(out, sheet, rows());
      terminal.err.write(text`${whole(latents.length)} latents, one a row, from −3 to 3 standard deviations, in ${out}\n`);
    } finally {
      code.dispose();
    }
  });
}

/** The code of the example at `place`, the caller's to dispose. */
async function codeOf({ model }: Opened, dataset: OpenDataset, place: number): Promise<Tensor2D> {
  let last: Dataset | undefined;
  for await (const some of firstOf(dataset, place + 1, READ)) last = some;
  return withTensor(last!, model.input, (data) => tidy(() => model.encode(slice(data, data.shape[0]! - 1, 1))));
}

/** The mean and the standard deviation of each latent over the first examples. */
async function spreadOf(opened: Opened, { dataset, part }: GenerateOptions): Promise<Record<'means' | 'deviations', Float32Array>> {
  const known = await loadDataset(datasetFor(opened, dataset), part, { limit: KNOWN });
  return withTensor(known, opened.model.input, (data) => {
    const codes = opened.model.encode(data);
    const ofLatents = (f: (found: ReturnType<typeof moments>) => Tensor): Float32Array => valuesOf(() => f(moments(codes, 0)));
    try {
      return { means: ofLatents(({ mean }) => mean), deviations: ofLatents(({ variance }) => sqrt(variance)) };
    } finally {
      codes.dispose();
    }
  });
}
