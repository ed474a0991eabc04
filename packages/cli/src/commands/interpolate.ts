import { Option } from 'commander';
import { slice } from '@tensorflow/tfjs-core';
import { check } from '@autoencoders/core/operations';
import { lerp, slerp } from '@autoencoders/models';
import type { InterpolationPath } from '@autoencoders/models';
import type { Images } from '@autoencoders/report';
import { applyToTensor, firstOf, valuesOf } from '../data.js';
import { whole } from '../format.js';
import { checkNoTable } from '../open-model.js';
import { options } from '../options.js';
import { partFor } from '../source/data-for.js';
import { checkPicture, limitText, pictureShape, sheetOf, writePicture } from '../pictures.js';
import type { Terminal } from '../terminal.js';
import { text } from '../text.js';
import { forModel, modelArgument } from './command.js';
import type { Command } from './command.js';
import { EXAMPLES_AT_ONCE, openForInference } from './inference.js';
import type { InferenceOptions } from './inference.js';

/** The paths between two codes. */
const paths: Readonly<Record<'line' | 'sphere', InterpolationPath>> = { line: lerp, sphere: slerp };

/** The options of `interpolate`. */
interface InterpolateOptions extends InferenceOptions {
  readonly steps: number;
  readonly path: 'line' | 'sphere';
}

/** Draws interpolations between the first example and the second, the third and the fourth, and so on, as one PNG. */
async function interpolate(path: string, options: InterpolateOptions, terminal: Terminal): Promise<void> {
  const out = await checkPicture('interpolate', options.out, 'interpolations.png');
  const opened = await openForInference(path, options);
  using model = opened.model;
  checkNoTable('interpolate', opened);
  const { steps } = options;
  const { dataset, part } = await partFor(opened, options, terminal);
  check(dataset.count > 1, () => `interpolate: there must be two examples, and ${dataset.name} (${part}) has one`);
  const rows = Math.min(options.count, Math.floor(dataset.count / 2));
  const shape = pictureShape(dataset.shape);
  const sheet = sheetOf('interpolate', shape, rows * steps, steps);
  const interpolation = { steps, path: paths[options.path] };
  async function* pictures(): AsyncGenerator<Images, void> {
    for await (const some of firstOf(dataset, 2 * rows, EXAMPLES_AT_ONCE))
      yield* await applyToTensor(some, model.input, (data) =>
        Array.from({ length: data.shape[0]! / 2 }, (_, i) => ({
          shape,
          values: valuesOf(() => model.interpolate(slice(data, 2 * i, 1), slice(data, 2 * i + 1, 1), interpolation)),
        })),
      );
  }
  await writePicture(out, sheet, pictures());
  terminal.err.write(
    text`${whole(rows)} ${rows === 1 ? 'interpolation' : 'interpolations'} between examples of ${dataset.name}, along the ${options.path}, in ${out}\n`,
  );
}

export const interpolateCommand: Command<string, InterpolateOptions> = {
  argument: modelArgument,
  options: [
    ...forModel(),
    options.part(),
    options.count('how many pairs of examples'),
    options.steps(),
    new Option('--path <path>', 'the path between two codes').choices(Object.keys(paths)).default('line'),
    options.backend(),
    options.toPng(),
  ],
  more: limitText,
  examples: ['interpolate runs/variational-mnist --count 6 --path sphere --out interpolations.png'],
  action: interpolate,
};
