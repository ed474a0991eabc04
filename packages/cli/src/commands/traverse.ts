import { Option } from 'commander';
import { moments, slice, sqrt, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { check } from '@autoencoders/core/operations';
import type { NamedDataset } from '@autoencoders/datasets';
import type { OpenDataset } from '@autoencoders/datasets/node';
import { traversal } from '@autoencoders/models';
import type { Images } from '@autoencoders/report';
import { applyToTensor, firstOf, valuesOf } from '../data.js';
import { whole } from '../format.js';
import { checkNoTable } from '../open-model.js';
import type { OpenedModel } from '../open-model.js';
import { options, wholeFrom } from '../options.js';
import { partFor } from '../source/data-for.js';
import { checkPicture, limitText, pictureShape, sheetOf, writePicture } from '../pictures.js';
import type { Terminal } from '../terminal.js';
import { text } from '../text.js';
import { forModel, modelArgument } from './command.js';
import type { Command } from './command.js';
import { EXAMPLES_AT_ONCE, openForInference } from './inference.js';
import type { InferenceOptions } from './inference.js';

/** The options of `traverse`. */
interface TraverseOptions extends InferenceOptions {
  readonly example: number;
  readonly steps: number;
}

/** Draws one code as one PNG, in each row with another latent moved from three standard deviations below its mean to three above. */
async function traverse(path: string, options: TraverseOptions, terminal: Terminal): Promise<void> {
  const out = await checkPicture('traverse', options.out, 'latents.png');
  const { example, steps } = options;
  const opened = await openForInference(path, options);
  using model = opened.model;
  checkNoTable('traverse', opened);
  const { data, dataset, part } = await partFor(opened, options, terminal);
  check(
    example < dataset.count,
    () => `traverse: --example ${example}, but there are ${whole(dataset.count)} examples of ${dataset.name} (${part}), from 0 on`,
  );
  const code = await codeOfExample(opened, dataset, example);
  try {
    const { means, deviations } = await latentStatistics(opened, await data.load(part, MEASURED));
    // A latent that does not vary has no range.
    const latents = [...deviations.keys()].filter((i) => deviations[i]! > 1e-4);
    check(latents.length > 0, () => `traverse: no latent of ${path} varies over the examples of ${dataset.name} (${part})`);
    const shape = pictureShape(dataset.shape);
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
}

/** The code of one example, `[1, latents]`. The caller disposes it. */
async function codeOfExample({ model }: OpenedModel, dataset: OpenDataset, example: number): Promise<Tensor2D> {
  let last: NamedDataset | undefined;
  for await (const some of firstOf(dataset, example + 1, EXAMPLES_AT_ONCE)) last = some;
  return applyToTensor(last!, model.input, (data) => tidy(() => model.encode(slice(data, data.shape[0]! - 1, 1))));
}

/** Examples that the statistics are computed from. */
const MEASURED = 2000;

/** The mean and the standard deviation of each latent over the first examples. */
async function latentStatistics(opened: OpenedModel, examples: NamedDataset): Promise<Record<'means' | 'deviations', Float32Array>> {
  return applyToTensor(examples, opened.model.input, (data) => {
    const codes = opened.model.encode(data);
    const ofLatents = (f: (found: ReturnType<typeof moments>) => Tensor): Float32Array => valuesOf(() => f(moments(codes, 0)));
    try {
      return { means: ofLatents(({ mean }) => mean), deviations: ofLatents(({ variance }) => sqrt(variance)) };
    } finally {
      codes.dispose();
    }
  });
}

export const traverseCommand: Command<string, TraverseOptions> = {
  argument: modelArgument,
  options: [
    ...forModel(),
    options.part(),
    new Option('--example <n>', 'the example whose code to start from, counted from 0').argParser(wholeFrom(0)).default(0),
    options.steps(),
    options.backend(),
    options.toPng(),
  ],
  more: limitText,
  examples: ['traverse runs/variational-mnist --example 3 --out latents.png'],
  action: traverse,
};
