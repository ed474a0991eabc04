import { moments, slice, sqrt, tidy } from '@tensorflow/tfjs-core';
import { InputError, check } from '@autoencoders/core';
import { gaussianMixture, lerp, slerp, traversal } from '@autoencoders/models';
import type { Loaded } from '@autoencoders/models';
import { loadPart, tensorFor, valuesOf } from '../data.js';
import { whole } from '../format.js';
import { datasetFor } from '../run.js';
import type { Opened } from '../run.js';
import type { Terminal } from '../terminal.js';
import { squarest, withData, withModel, writePicture } from './use.js';
import type { UseOptions } from './use.js';

/** What the commands that draw from codes are given. */
interface GenerateOptions extends UseOptions {
  readonly mixture?: number;
  readonly example: number;
  readonly steps: number;
  readonly path: 'line' | 'sphere';
}

const imageShape = ({ input }: Loaded): readonly [number, number, number] => [...squarest(input), input[2] ?? 1];

/** Examples that the model makes of random codes, as one PNG. */
export async function sample(path: string, options: GenerateOptions, terminal: Terminal): Promise<void> {
  check(options.out !== undefined, 'sample: name the picture to write with --out, such as --out samples.png');
  await withModel(path, options, async (opened) => {
    const { count, seed = 0, mixture } = options;
    const values = mixture === undefined ? ofPrior(opened, count, seed) : await ofMixture(opened, mixture, options);
    await writePicture(options.out!, { shape: imageShape(opened.model), values }, Math.ceil(Math.sqrt(count)));
    terminal.err.write(`${whole(count)} samples in ${options.out}\n`);
  });
}

function ofPrior({ model: { sample: draw }, variant, file }: Opened, count: number, seed: number): Float32Array {
  if (!draw)
    throw new InputError(
      `sample: ${file} is ${variant ? `a ${variant.name} autoencoder` : 'an autoencoder without a prior'}; only variational ones can sample, others need --mixture 10`,
    );
  return valuesOf(() => draw(count, { seed }));
}

/** Codes that a mixture is fitted to. */
const FITTED = 10_000;

async function ofMixture(opened: Opened, components: number, { dataset, count, seed = 0 }: GenerateOptions): Promise<Float32Array> {
  const { model } = opened;
  const training = tensorFor(await loadPart(datasetFor(opened, dataset), 'train', FITTED), model.input);
  const codes = tidy(() => model.encode(training));
  try {
    const mixture = await gaussianMixture(codes, components, { seed });
    return valuesOf(() => model.decode(mixture.sample(count, { seed })));
  } finally {
    for (const each of [training, codes]) each.dispose();
  }
}

/** Ways between examples that stand one after the other, one a row. */
export async function interpolate(path: string, options: GenerateOptions, terminal: Terminal): Promise<void> {
  check(options.out !== undefined, 'interpolate: name the picture to write with --out, such as --out ways.png');
  const { count, steps } = options;
  await withData(path, { ...options, limit: 2 * count }, async ({ model, data, source }) => {
    const rows = Math.min(count, Math.floor(data.shape[0]! / 2));
    const way = { steps, path: { line: lerp, sphere: slerp }[options.path] };
    const values = Float32Array.from(
      Array.from({ length: rows }, (_, i) => [
        ...valuesOf(() => model.interpolate(slice(data, 2 * i, 1), slice(data, 2 * i + 1, 1), way)),
      ]).flat(),
    );
    await writePicture(options.out!, { shape: imageShape(model), values }, steps);
    terminal.err.write(`${whole(rows)} ways between examples of ${source}, along the ${options.path}, in ${options.out}\n`);
  });
}

/** Examples by which the range of each latent is known. */
const KNOWN = 2000;

/** One code, each row with another latent moved from three standard deviations below its mean to three above. */
export async function traverse(path: string, options: GenerateOptions, terminal: Terminal): Promise<void> {
  check(options.out !== undefined, 'traverse: name the picture to write with --out, such as --out latents.png');
  const { example, steps, part } = options;
  await withData(path, { ...options, limit: Math.max(KNOWN, example + 1) }, async ({ model, data, source }) => {
    const there = data.shape[0]!;
    check(
      example < there,
      () => `traverse: --example ${example}, but there are ${whole(there)} examples of ${source} (${part}), from 0 on`,
    );
    const [means, deviations] = tidy(() => {
      const { mean, variance } = moments(model.encode(data), 0);
      return [mean.dataSync<'float32'>(), sqrt(variance).dataSync<'float32'>()];
    }) as unknown as [Float32Array, Float32Array];
    // A latent that does not vary would have no range.
    const latents = [...deviations.keys()].filter((i) => deviations[i]! > 1e-4);
    check(latents.length > 0, () => `traverse: no latent of ${path} varies over the examples of ${source}`);
    const range = latents.map((i) => [means[i]! - 3 * deviations[i]!, means[i]! + 3 * deviations[i]!] as const);
    const values = valuesOf(() => model.decode(traversal(model.encode(slice(data, example, 1)), { latents, range, steps })));
    await writePicture(options.out!, { shape: imageShape(model), values }, steps);
    terminal.err.write(`${whole(latents.length)} latents, one a row, from −3 to 3 standard deviations, in ${options.out}\n`);
  });
}
