import { basename } from 'node:path';
import { adam } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { isArrayDataset, rowCount } from '@autoencoders/core/internal';
import type { Dataset } from '@autoencoders/core';
import { cache, split, take } from '@autoencoders/datasets';
import { save } from '@autoencoders/models';
import type { AnyAutoencoder } from '@autoencoders/models';
import { encodeTable, printSchema } from '@autoencoders/tables';
import type { EncodedTable } from '@autoencoders/tables';
import { evaluate, fit, reconstruct } from '@autoencoders/training';
import type { TrainingRun } from '@autoencoders/training';
import { chooseBackend } from '../backend.js';
import { failures } from '../failures.js';
import { batchingFor, defaultEpochs, fitWithProgress } from '../fit-with-progress.js';
import { figure, slug, whole } from '../format.js';
import { filesText } from '../messages.js';
import { checkFolder, filesOf, freshFolder, writeRun } from '../output/run-folder.js';
import { toMetadata } from '../run-info.js';
import type { RunRecord } from '../run-record.js';
import { shellQuotePath } from '../shell-quote.js';
import type { Terminal } from '../terminal.js';
import { lines, text } from '../text.js';
import type { Text } from '../text.js';
import { hintsText } from '../hints.js';
import type { Hint } from '../hints.js';
import type { Settings } from '@autoencoders/variants';
import { settingsFrom } from '../variants/index.js';
import type { TrainableVariant } from '../variants/index.js';
import { columnMeasures } from './column-measures.js';
import type { ColumnMeasure } from './column-measures.js';
import { columnsText, dialectText } from './describe-table.js';
import { openTableOf } from './table-for.js';
import { formOf, tableMetadata } from './table-form.js';
import { infoOf, measuresOf, reportOf } from './table-run.js';
import type { Parts, TableOptions, TableRun } from './table-run.js';

/** The share of rows that are trained on, at least; the others are for testing. */
const TRAINED = 0.9;

/** Tables of more bytes are not held in memory. */
const LARGE = 2 ** 26;

/** The most test rows, about. They are held in memory. */
const TESTED = 10_000;

/** Throws for options of tables where there is none. */
export function checkNoTableOptions({ columns, ignore }: TableOptions): void {
  for (const [name, value] of Object.entries({ columns, ignore }))
    check(value === undefined, () => `--${name} is for a table; give one with --data`);
}

/** Trains a variant on a table, and writes the model with the encoder of the table, a report and the figures into a folder. */
export async function trainTable(variant: TrainableVariant, given: TableOptions, terminal: Terminal): Promise<void> {
  check(
    !variant.images,
    () => `train: a ${variant.name} autoencoder needs pictures; for a table, choose undercomplete, denoising or another`,
  );
  const folder = given.out ?? freshFolder(`runs/${variant.name}-${slug(basename(given.data))}`);
  await checkFolder(folder, given.force === true);
  const { columns, ignore, label, seed } = given;
  const source = await openTableOf(given.data, given);
  const bytes = source.bytes ?? 0;
  if (bytes > LARGE) terminal.err.write(text`${source.name} is large: it is read once to learn its columns, and again in every epoch.\n`);
  const table = await encodeTable(source, { columns, ignore, label, seed });
  const { encoder, schema, dialect } = table;
  terminal.err.write(text`${dialectText(dialect)}${lines(printSchema(schema))}\n\n`);
  const rows = await partsOf(table, given);
  const settings = settingsFor(variant, encoder.width, given);
  const backend = await chooseBackend(given.backend);
  using model = variant.model([encoder.width], settings, formOf(encoder)) as AnyAutoencoder;
  const run: TableRun = { variant, settings, model, table, rows, given: { ...given, ...batchingFor(given, rows.examples) } };
  introduceTable(run, backend, terminal);
  const { history, failure } = await fitWithProgress(training(run), terminal);
  const { attempt, rethrow } = failures();
  const { loss, terms } = (await attempt('the test loss', () => evaluate(model, rows.test, lossesOf(run)))) ?? { loss: NaN, terms: {} };
  const measured = (await attempt('the measures', () => measuredColumns(run))) ?? [];
  const info = infoOf(run, history, loss);
  const record: RunRecord = { ...info, test: { loss, terms }, measures: measuresOf(measured), history };
  const report = history.length > 0 ? await attempt('the report', async () => reportOf(run, record, history, measured)) : undefined;
  const files = filesOf(await save(model, { metadata: { ...toMetadata(info), ...tableMetadata(encoder) } }), record, report);
  const written = await writeRun(folder, files, given.force === true);
  terminal.err.write(
    text`\nTest loss: ${terminal.style.bold(figure(loss))}; a column that is not learned adds 1, and there are ${whole(encoder.columns.length)}.\n\n`,
  );
  terminal.err.write(text`${lines(columnsText(measured))}\n\n`);
  terminal.err.write(filesText(written, [...(report ? (['report'] as const) : []), 'model', 'figures'], terminal.style));
  if (failure) throw failure;
  rethrow();
  terminal.err.write(hintsText(hintsFor(shellQuotePath(written.folder)), terminal.style));
}

function introduceTable({ variant, settings, model, table, rows, given }: TableRun, backend: string, { err, style }: Terminal): void {
  const { columns, width } = table.encoder;
  err.write(text`${style.bold(variant.name)}: ${variant.about}\n`);
  err.write(
    text`${table.data.name ?? given.data}: ${whole(rows.examples)} training rows, ${whole(rowCount(rows.test))} test rows; ${whole(columns.length)} columns, ${whole(width)} features; backend ${backend}, seed ${settings.seed}\n\n`,
  );
  err.write(text`${style.dim(lines(model.summary()))}\n\n`);
}

/** The losses of the variant, and its corruption. */
const lossesOf = ({ variant, settings, table }: TableRun) => {
  const form = formOf(table.encoder);
  return { loss: variant.loss(settings, form), corrupt: variant.corrupt?.(settings, form), seed: settings.seed };
};

function training(run: TableRun): TrainingRun {
  const { variant, model, rows, given } = run;
  return fit(model, rows.training, {
    ...lossesOf(run),
    optimizer: adam({ learningRate: given.learningRate }),
    epochs: given.epochs ?? defaultEpochs(variant.epochs, rows.examples, given.batch),
    batch: given.batch,
    every: 2,
    validation: given.validation,
    earlyStopping: given.patience === undefined ? undefined : { patience: given.patience },
  });
}

/** How well each column of the test rows is reconstructed. */
async function measuredColumns({ model, rows, table }: TableRun): Promise<readonly ColumnMeasure[]> {
  const outputs = await cache(reconstruct(model, rows.test));
  return columnMeasures(table.encoder, rows.test, outputs.values as Float32Array);
}

/** Commands to try after training. They read the table that the model was trained on, or another one that `--data` names. */
const hintsFor = (folder: Text): readonly Hint[] => [
  [text`reconstruct ${folder} --out reconstructed.csv`, 'the rows as the model gives them back'],
  [text`encode ${folder} --out codes.csv`, 'the codes of the rows'],
  [text`impute ${folder} --out filled.csv`, 'the table with its missing cells filled'],
];

/** The settings of the variant, with a code of two numbers at least, and of one for every four features. */
function settingsFor(variant: TrainableVariant, width: number, given: TableOptions): Settings {
  const settings = settingsFrom(variant, [width], given);
  return given.latent === undefined ? { ...settings, latent: Math.max(settings.latent, 2, Math.ceil(width / 4)) } : settings;
}

/** The rows to train on and to test on. A single row is both. */
async function partsOf({ data }: EncodedTable, { limit, seed, data: path }: TableOptions): Promise<Parts> {
  const sizeOf = (part: Dataset): number | undefined => (isArrayDataset(part) ? rowCount(part) : part.count);
  const count = sizeOf(data)!;
  check(count > 0, () => `--data ${path} has no rows`);
  if (count === 1) return { training: data, test: await cache(data), examples: 1 };
  const share = Math.min(Math.max(TRAINED, 1 - TESTED / count), 1 - 1 / count);
  const [most, rest] = split(data, share, { seed });
  const test = await cache(rest);
  const all = sizeOf(most) ?? Math.round(share * count);
  const examples = Math.min(limit ?? Infinity, all);
  return { training: examples < all ? take(most, examples) : most, test, examples };
}
