import { count } from '@autoencoders/datasets';
import type { OpenDataset } from '@autoencoders/datasets/node';
import type { AnyAutoencoder } from '@autoencoders/models';
import type { CodeChunk } from '../codes/codes.js';
import { checkCodesOut, writeCodes } from '../codes/write-codes.js';
import { applyToTensor, rowsAtOnce, valuesOf } from '../data.js';
import { whole } from '../format.js';
import { options } from '../options.js';
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

/** Writes codes, in the format that the ending of `--out` names, with the labels and names of the examples where there are any. */
async function encode(path: string, options: InferenceOptions, terminal: Terminal): Promise<void> {
  if (options.out !== undefined) await checkCodesOut(options.out);
  const opened = await openForInference(path, options);
  using model = opened.model;
  if (isSeriesModel(opened)) return await writeCodes(await windowCodesOf(opened, await tableFor(opened, options)), options.out, terminal);
  if (opened.table) return await writeCodes(await codesOf(model, opened.table, await tableFor(opened, options)), options.out, terminal);
  const { dataset, part } = await partFor(opened, options, terminal);
  const { classes, count: all } = dataset;
  await writeCodes({ codeSize: model.codeSize, classes, count: all, chunks: chunksOf(model, dataset) }, options.out, terminal);
  if (options.out === undefined) return;
  terminal.err.write(text`${whole(dataset.count)} codes of ${sourceText(dataset, part)} in ${options.out}\n`);
}

/** Examples that are encoded at a time, a multiple of this. */
const ROWS = 500;

async function* chunksOf(model: AnyAutoencoder, dataset: OpenDataset): AsyncGenerator<CodeChunk, void> {
  for await (const batch of dataset.batches(rowsAtOnce(dataset.shape, ROWS))) {
    const values = await applyToTensor(batch, model.input, (data) => valuesOf(() => model.encode(data)));
    const { files } = batch as NamedPictures;
    yield { rows: count(batch), values, named: files && { name: 'file', values: files }, labels: batch.labels };
  }
}

export const encodeCommand: Command<string, InferenceOptions> = {
  argument: modelArgument,
  options: [
    ...forModel(),
    options.part(),
    options.backend(),
    options.out('file to write: .csv, .jsonl, .npy, .arrow or .parquet (default: CSV to standard output)'),
  ],
  examples: [
    'encode runs/variational-mnist --out codes.csv',
    'encode runs/variational-mnist --out codes.parquet',
    'encode runs/undercomplete-customers-csv --data new.csv',
  ],
  action: encode,
};
