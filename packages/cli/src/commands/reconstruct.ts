import type { Images } from '@autoencoders/report';
import { applyToTensor, firstOf, rowsAtOnce } from '../data.js';
import type { OpenedModel } from '../open-model.js';
import { outputAt, writeText } from '../output/file.js';
import { reconstructionsOf } from '../tables/apply-table.js';
import { isSeriesModel, reconstructedCsv } from '../series/apply-series.js';
import { partFor } from '../source/data-for.js';
import { tableFor } from '../tables/table-for.js';
import { options } from '../options.js';
import { checkPicture, limitText, pictureShape, sheetOf, writePicture } from '../pictures.js';
import { reconstructionRows } from '../sections/reconstructions.js';
import type { Terminal } from '../terminal.js';
import { text } from '../text.js';
import type { TableEncoder } from '@autoencoders/tables';
import { forModel, modelArgument } from './command.js';
import type { Command } from './command.js';
import { openForInference } from './inference.js';
import type { InferenceOptions } from './inference.js';

/** Draws examples above their reconstructions, as one PNG; of a denoising model, the clean, the noisy and the restored ones. */
async function reconstruct(path: string, options: InferenceOptions, terminal: Terminal): Promise<void> {
  const opened = await openForInference(path, options);
  using model = opened.model;
  if (opened.table) return await reconstructTable(opened, opened.table, options, terminal);
  const out = await checkPicture('reconstruct', options.out, 'pictures.png');
  const { trainedAs } = opened;
  const corrupt = trainedAs?.variant.corrupt?.(trainedAs.settings);
  const { dataset } = await partFor(opened, options, terminal);
  const [columns, rows] = [Math.min(options.count, dataset.count), corrupt ? 3 : 2];
  const sheet = sheetOf('reconstruct', pictureShape(dataset.shape), rows * columns, columns);
  async function* pictures(): AsyncGenerator<Images, void> {
    for (let row = 0; row < rows; row++)
      for await (const some of firstOf(dataset, columns, rowsAtOnce(dataset.shape, 1)))
        yield await applyToTensor(
          some,
          model.input,
          async (data) => (await reconstructionRows({ model, dataset: some, data }, columns, corrupt, options.seed ?? 0))[row]!.images,
        );
  }
  await writePicture(out, sheet, pictures());
  terminal.err.write(text`${corrupt ? 'clean, noisy and restored examples' : 'examples above their reconstructions'} in ${out}\n`);
}

/** Writes a table or a series as the model gives it back, as CSV. */
async function reconstructTable(opened: OpenedModel, table: TableEncoder, options: InferenceOptions, terminal: Terminal): Promise<void> {
  const { out } = options;
  if (out !== undefined) await outputAt(out);
  const source = await tableFor(opened, options);
  const rows = isSeriesModel(opened) ? reconstructedCsv(opened, source) : reconstructionsOf(opened.model, table, source);
  await writeText(rows, out, terminal);
}

export const reconstructCommand: Command<string, InferenceOptions> = {
  argument: modelArgument,
  options: [
    ...forModel(),
    options.part(),
    options.count('how many examples'),
    options.seed(),
    options.backend(),
    options.out('PNG file to write; of a table, CSV file'),
  ],
  more: limitText,
  examples: [
    'reconstruct runs/denoising-mnist --count 20 --out pictures.png',
    'reconstruct runs/denoising-customers-csv --out restored.csv',
  ],
  action: reconstruct,
};
