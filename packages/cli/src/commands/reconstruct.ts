import type { Images } from '@autoencoders/report';
import { applyToTensor, firstOf, rowsAtOnce } from '../data.js';
import { openDatasetFor } from '../open-model.js';
import { options } from '../options.js';
import { checkPicture, limitText, pictureShape, sheetOf, writePicture } from '../pictures.js';
import { reconstructionRows } from '../sections/reconstructions.js';
import type { Terminal } from '../terminal.js';
import { text } from '../text.js';
import { modelArgument } from './command.js';
import type { Command } from './command.js';
import { openForInference } from './inference.js';
import type { InferenceOptions } from './inference.js';

/** Draws examples above their reconstructions, as one PNG; of a denoising model, the clean, the noisy and the restored ones. */
async function reconstruct(path: string, options: InferenceOptions, terminal: Terminal): Promise<void> {
  const out = await checkPicture('reconstruct', options.out, 'pictures.png');
  const opened = await openForInference(path, options);
  using model = opened.model;
  const { trainedAs } = opened;
  const corrupt = trainedAs?.variant.corrupt?.(trainedAs.settings);
  const dataset = await openDatasetFor(opened, options.dataset, options.part);
  const [columns, rows] = [Math.min(options.count, dataset.count), corrupt ? 3 : 2];
  const sheet = sheetOf('reconstruct', pictureShape(dataset.shape), rows * columns, columns);
  async function* pictures(): AsyncGenerator<Images, void> {
    for (let row = 0; row < rows; row++)
      for await (const some of firstOf(dataset, columns, rowsAtOnce(dataset.shape, 1)))
        yield await applyToTensor(
          some,
          model.input,
          (data) => reconstructionRows({ model, dataset: some, data }, columns, corrupt, options.seed ?? 0)[row]!.images,
        );
  }
  await writePicture(out, sheet, pictures());
  terminal.err.write(text`${corrupt ? 'clean, noisy and restored examples' : 'examples above their reconstructions'} in ${out}\n`);
}

export const reconstructCommand: Command<string, InferenceOptions> = {
  name: 'reconstruct',
  about: 'draw examples and their reconstructions as a PNG',
  argument: modelArgument,
  options: [options.dataset(), options.part(), options.count('how many examples'), options.seed(), options.backend(), options.toPng()],
  more: limitText,
  examples: ['reconstruct runs/denoising-mnist --count 20 --out pictures.png'],
  action: reconstruct,
};
