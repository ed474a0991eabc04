import { count } from '@autoencoders/datasets';
import type { OpenDataset } from '@autoencoders/datasets/node';
import type { AnyAutoencoder } from '@autoencoders/models';
import { codeLines, codesHeading, quoted } from '../codes-csv.js';
import { applyToTensor, rowsAtOnce, valuesOf } from '../data.js';
import { whole } from '../format.js';
import { options } from '../options.js';
import { outputAt, writeText } from '../output/file.js';
import { codesOf } from '../tables/apply-table.js';
import { isSeriesModel, windowCodesOf } from '../series/apply-series.js';
import type { NamedPictures } from '../source/picture-folder.js';
import { partFor } from '../source/data-for.js';
import { tableFor } from '../tables/table-for.js';
import type { Terminal } from '../terminal.js';
import { text } from '../text.js';
import { forModel, modelArgument } from './command.js';
import type { Command } from './command.js';
import { openForInference, sourceText } from './inference.js';
import type { InferenceOptions } from './inference.js';

/** Writes codes as CSV: a column for each latent and, where there are labels, one for the label. */
async function encode(path: string, options: InferenceOptions, terminal: Terminal): Promise<void> {
  if (options.out !== undefined) await outputAt(options.out);
  const opened = await openForInference(path, options);
  using model = opened.model;
  if (isSeriesModel(opened)) return await writeText(windowCodesOf(opened, await tableFor(opened, options)), options.out, terminal);
  if (opened.table) return await writeText(codesOf(model, opened.table, await tableFor(opened, options)), options.out, terminal);
  const { dataset, part } = await partFor(opened, options, terminal);
  await writeText(csvOf(model, dataset), options.out, terminal);
  if (options.out === undefined) return;
  terminal.err.write(text`${whole(dataset.count)} codes of ${sourceText(dataset, part)} in ${options.out}\n`);
}

/** Examples whose codes are turned into text at a time. */
const ROWS = 500;

async function* csvOf(model: AnyAutoencoder, dataset: OpenDataset): AsyncGenerator<string, void> {
  const { codeSize } = model;
  const { classes } = dataset;
  let written = false;
  for await (const batch of dataset.batches(rowsAtOnce(dataset.shape, ROWS))) {
    const values = await applyToTensor(batch, model.input, (data) => valuesOf(() => model.encode(data)));
    const { labels } = batch;
    const { files } = batch as NamedPictures;
    if (!written) yield codesHeading(codeSize, dataset.labelled, files && 'file');
    written = true;
    const codes = {
      values,
      codeSize,
      first: files && ((row: number) => quoted(files[row]!)),
      label: labels && ((row: number) => quoted(classes?.[labels[row]!] ?? labels[row]!)),
    };
    // In pieces, since the text of a batch is many times as large as its numbers.
    for (let at = 0; at < count(batch); at += ROWS) yield codeLines(codes, at, Math.min(at + ROWS, count(batch)));
  }
}

export const encodeCommand: Command<string, InferenceOptions> = {
  name: 'encode',
  about: 'write the codes of examples as CSV',
  argument: modelArgument,
  options: [...forModel(), options.part(), options.backend(), options.out('CSV file to write (default: standard output)')],
  examples: ['encode runs/variational-mnist --out codes.csv', 'encode runs/undercomplete-customers-csv --data new.csv'],
  action: encode,
};
