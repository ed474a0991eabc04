import { Option } from 'commander';
import { tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { check } from '@autoencoders/core/operations';
import { toCsv } from '@autoencoders/tables';
import type { TableEncoder } from '@autoencoders/tables';
import { outputAt, writeText } from '../output/file.js';
import { InputError, seeded } from '@autoencoders/core';
import { gaussianMixture } from '@autoencoders/models';
import { applyToTensor, valuesOf } from '../data.js';
import { whole, withArticle } from '../format.js';
import type { OpenedModel } from '../open-model.js';
import { options, wholeFrom } from '../options.js';
import { isSeriesModel, sampledCsv } from '../series/apply-series.js';
import { dataFor } from '../source/data-for.js';
import { checkPicture, limitText, pictureShapeFor, sheetOf, writePicture } from '../pictures.js';
import type { Terminal } from '../terminal.js';
import { text } from '../text.js';
import { forModel, modelArgument } from './command.js';
import type { Command } from './command.js';
import { openForInference } from './inference.js';
import type { InferenceOptions } from './inference.js';

/** The options of `sample`. */
interface SampleOptions extends InferenceOptions {
  readonly mixture?: number;
}

/** Samples that are drawn at a time. */
const DRAWN_AT_ONCE = 5000;

/** Draws new examples, decoded from random codes, as one PNG. */
async function sample(path: string, options: SampleOptions, terminal: Terminal): Promise<void> {
  const opened = await openForInference(path, options);
  using model = opened.model;
  if (opened.table) return await sampleTable(opened, opened.table, options, terminal);
  const out = await checkPicture('sample', options.out, 'samples.png');
  const { count, seed = 0, mixture } = options;
  const shape = pictureShapeFor(model.input, opened.info?.shape);
  const sheet = sheetOf('sample', shape, count, Math.ceil(Math.sqrt(count)));
  const draw = mixture === undefined ? fromPrior(opened) : await fromMixture(opened, mixture, options, terminal);
  await writePicture(
    out,
    sheet,
    drawInParts(count, seed, (some, own) => ({ shape, values: valuesOf(() => draw(some, own)) })),
  );
  terminal.err.write(text`${whole(count)} ${count === 1 ? 'sample' : 'samples'} in ${out}\n`);
}

/** Writes new rows of a table, decoded from random codes, as CSV. */
async function sampleTable(opened: OpenedModel, table: TableEncoder, options: SampleOptions, terminal: Terminal): Promise<void> {
  const { count, seed = 0, mixture, out } = options;
  check(mixture === undefined, 'sample: --mixture is for models of pictures; train a variational autoencoder to sample rows of a table');
  if (out !== undefined) await outputAt(out);
  const draw = fromPrior(opened);
  const rows = valuesOf(() => draw(count, seed));
  const csv = isSeriesModel(opened) ? sampledCsv(opened, rows) : toCsv(table.decode(rows), table.schema);
  await writeText([csv], out, terminal);
}

/** Draws `count` samples in parts. The first part has `seed`, each other part a seed of its own. */
export function* drawInParts<T>(count: number, seed: number, draw: (count: number, seed: number) => T): Generator<T, void> {
  for (let part = 0; part * DRAWN_AT_ONCE < count; part++)
    yield draw(Math.min(DRAWN_AT_ONCE, count - part * DRAWN_AT_ONCE), part === 0 ? seed : seeded(seed, part)());
}

/** Draws so many examples. */
type Draw = (count: number, seed: number) => Tensor;

function fromPrior({ model: { sample: draw }, trainedAs, file }: OpenedModel): Draw {
  if (!draw)
    throw new InputError(
      `sample: ${file} is ${trainedAs ? `${withArticle(trainedAs.variant.name)} autoencoder` : 'an autoencoder without a prior'}; only variational ones can sample, others need --mixture 10`,
    );
  return (count, seed) => draw(count, { seed });
}

/** Training examples whose codes a mixture is fitted to. */
const FITTED = 10_000;

async function fromMixture(opened: OpenedModel, components: number, options: SampleOptions, terminal: Terminal): Promise<Draw> {
  const { seed = 0 } = options;
  const { model } = opened;
  const training = await (await dataFor(opened, options, terminal)).load('train', FITTED);
  const codes = await applyToTensor(training, model.input, (data) => tidy(() => model.encode(data)));
  try {
    const mixture = await gaussianMixture(codes, components, { seed });
    return (count, own) => model.decode(mixture.sample(count, { seed: own }));
  } finally {
    codes.dispose();
  }
}

export const sampleCommand: Command<string, SampleOptions> = {
  argument: modelArgument,
  options: [
    options.count('how many samples'),
    new Option('--mixture <n>', 'draw codes from a mixture of <n> normal distributions, fitted to codes of training examples').argParser(
      wholeFrom(1, 256),
    ),
    ...forModel(),
    options.seed(),
    options.backend(),
    options.out('PNG file to write; of a table, CSV file'),
  ],
  more: limitText,
  examples: [
    'sample runs/variational-mnist --count 64 --seed 7 --out samples.png',
    'sample runs/undercomplete-mnist --mixture 10 --count 64 --out samples.png',
  ],
  action: sample,
};
