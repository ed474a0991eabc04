import { adam } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { isArrayDataset, rowCount } from '@autoencoders/core/internal';
import type { Dataset, Group, Shape } from '@autoencoders/core';
import { cache, split, take } from '@autoencoders/datasets';
import { save } from '@autoencoders/models';
import type { AnyAutoencoder } from '@autoencoders/models';
import { verdictLine } from '@autoencoders/report';
import { encodeTable, isLarge, printSchema } from '@autoencoders/tables';
import { evaluate, fit, reconstruct } from '@autoencoders/training';
import type { TrainingRun } from '@autoencoders/training';
import { chooseBackend } from '../backend.js';
import { failures } from '../failures.js';
import { checkpointing, endRun } from '../checkpointing.js';
import { batchingFor, defaultEpochs, fitWithProgress, judgedCount } from '../fit-with-progress.js';
import type { FitResult, WatchedRun } from '../fit-with-progress.js';
import { counted, figure, whole } from '../format.js';
import { filesText } from '../messages.js';
import { ended, inGroup, isFollower, processesHere } from '../processes.js';
import { ranksText } from '../rank-times.js';
import { toMetadata } from '../run-info.js';
import type { RunInfo } from '../run-info.js';
import type { RunRecord } from '../run-record.js';
import { shellQuotePath } from '../shell-quote.js';
import { stepEntries, stepsOf } from '../step-options.js';
import { summariesFor } from '../summaries.js';
import type { Terminal } from '../terminal.js';
import { lines, raw, text } from '../text.js';
import type { Text } from '../text.js';
import { hintsText } from '../hints.js';
import type { Hint } from '../hints.js';
import type { Settings } from '@autoencoders/variants';
import { checkNoSeriesOptions, seriesMetadata } from '../series/series-form.js';
import { settingsFrom } from '../variants/index.js';
import type { TrainableVariant } from '../variants/index.js';
import { columnMeasures } from './column-measures.js';
import { columnsText, dialectText } from './describe-table.js';
import { openTableOf } from './table-for.js';
import { formOf, tableMetadata } from './table-form.js';
import { examplesOf, findingsOf, infoOf, measuresOf, reportOf } from './table-run.js';
import type { JudgedRows, Parts, TableOptions, TableRun } from './table-run.js';
import { wholeMeasures } from './whole-measures.js';
import { worstRows } from './worst-rows.js';

/** The share of rows that are trained on, at least; the others are for testing. */
const TRAINED = 0.9;

/** The most test rows, about. They are held in memory. */
const TESTED = 10_000;

/** Trains a variant on a table, and writes the model with the encoder of the table, a report and the figures into a folder. */
export async function trainTable(variant: TrainableVariant, given: TableOptions, watched: WatchedRun): Promise<void> {
  const { terminal } = watched;
  check(
    !variant.images,
    () => `train: a ${variant.name} autoencoder needs pictures; for a table, choose undercomplete, denoising or another`,
  );
  checkNoSeriesOptions(given);
  const { columns, ignore, label, seed } = given;
  const source = await openTableOf(given.data, given);
  if (isLarge(source)) terminal.err.write(text`${source.name} is large: it is read once to learn its columns, and again in every epoch.\n`);
  const { data, encoder, schema, dialect } = await encodeTable(source, { columns, ignore, label, seed });
  terminal.err.write(text`${dialectText(dialect)}${lines(printSchema(schema))}\n\n`);
  const parts = await partsOf(data, given);
  const run = { columns: { name: source.name, schema, encoder }, form: formOf(encoder), parts };
  await trainColumns(variant, [encoder.width], { ...run, given }, watched);
}

/** Trains a variant on rows or on windows of columns, examples of this shape, and writes the run into a folder. */
export async function trainColumns(
  variant: TrainableVariant,
  shape: Shape,
  data: Omit<TableRun, 'variant' | 'settings' | 'model'>,
  watched: WatchedRun,
): Promise<void> {
  const settings = data.series ? settingsFrom(variant, shape, data.given) : settingsFor(variant, shape, data.given);
  const backend = await chooseBackend(data.given.backend, processesHere(data.given));
  using model = variant.model(shape, settings, data.form) as AnyAutoencoder;
  const given = { ...data.given, ...batchingFor(data.given, data.parts.examples) };
  const run: TableRun = { ...data, variant, settings, model, given };
  introduceTable(run, backend, watched.terminal);
  const { learningRate } = given;
  const summarized = {
    model,
    learningRate,
    hyperparameters: { variant: variant.name, ...settings, ...stepEntries(given), learningRate },
  };
  const summaries = await summariesFor(given, summarized, watched);
  await watched.run.beginTraining();
  const judged = take(data.parts.test, judgedCount(rowCount(data.parts.test), data.parts.examples));
  const judge = given.validation === undefined ? () => evaluate(model, judged, lossesOf(run)) : undefined;
  const result = await inGroup(given, (group) => fitWithProgress(training(run, group, watched), watched, { summaries, judge, group }));
  if (!isFollower()) await finishTable(run, result, watched);
  else ended(result.failure);
}

/** Writes a trained model, judges it, and writes a report and the figures. */
async function finishTable(run: TableRun, { history, failure, ranks }: FitResult, watched: WatchedRun): Promise<void> {
  const { model, columns, series, parts } = run;
  const { run: folder, signals, terminal } = watched;
  const { err, style } = terminal;
  const { attempt, rethrow } = failures(terminal);
  const more = { ...tableMetadata(columns.encoder), ...(series && seriesMetadata(series)) };
  const saved = (info: RunInfo) => save(model, { metadata: { ...toMetadata(info), ...more } });
  signals.enter('writing the model');
  await folder.writeModel(await saved(infoOf(run, history, NaN)));
  signals.enter('judging');
  const { loss, terms } = (await attempt('the test loss', () => evaluate(model, parts.test, lossesOf(run)))) ?? { loss: NaN, terms: {} };
  const { measured, worst } = (await attempt('the measures', () => judgedRows(run))) ?? { measured: [], worst: [] };
  const info = infoOf(run, history, loss);
  const inAll = failure ? {} : ((await attempt('the comparison with PCA', () => wholeMeasures(run, measured))) ?? {});
  const record: RunRecord = { ...info, test: { loss, terms }, measures: { ...inAll, ...measuresOf(measured) }, history, ranks };
  const report = history.length > 0 ? await attempt('the report', () => reportOf(run, record, history, { measured, worst })) : undefined;
  const written = await folder.writeResults(await saved(info), record, report);
  err.write(text`\nTest loss: ${style.bold(figure(loss))}${raw(yardstick(run))}.\n`);
  err.write(text`${style.bold(verdictLine(findingsOf(run, record, measured)))}.\n\n`);
  err.write(text`${lines(columnsText(measured))}\n\n`);
  err.write(filesText(written, [...(report ? (['report'] as const) : []), 'model', 'figures'], style));
  if (ranks) err.write(text`\n${lines(ranksText(ranks))}`);
  await endRun(watched, failure);
  rethrow();
  err.write(hintsText(hintsFor(shellQuotePath(written.folder), series !== undefined), style));
}

/** What the loss is measured by. */
const yardstick = ({ columns: { encoder }, series }: TableRun): string =>
  series
    ? ` (squared error of standardised values); that of a model that gives the mean is about ${whole(series.window * encoder.width)}`
    : `; a column that is not learned adds 1, and there are ${whole(encoder.columns.length)}`;

function introduceTable(run: TableRun, backend: string, { err, style }: Terminal): void {
  const { variant, settings, model, columns, series, parts } = run;
  const what = examplesOf(run);
  const size = series
    ? `${counted(series.window, 'step')} of ${counted(columns.encoder.width, 'column')}`
    : `${counted(columns.encoder.columns.length, 'column')}, ${counted(columns.encoder.width, 'feature')}`;
  err.write(text`${style.bold(variant.name)}: ${variant.about}\n`);
  err.write(
    text`${columns.name}: ${whole(parts.examples)} training ${what}, ${whole(rowCount(parts.test))} test ${what}; ${size}; backend ${backend}, seed ${settings.seed}\n\n`,
  );
  err.write(text`${style.dim(lines(model.summary()))}\n\n`);
}

/** The losses of the variant, and its corruption. */
const lossesOf = ({ variant, settings, form }: TableRun) => ({
  loss: variant.loss(settings, form),
  corrupt: variant.corrupt?.(settings, form),
  seed: settings.seed,
});

function training(run: TableRun, group: Group | undefined, watched: WatchedRun): TrainingRun {
  const { variant, model, parts, given } = run;
  return fit(model, parts.training, {
    group,
    ...lossesOf(run),
    optimizer: adam({ learningRate: given.learningRate }),
    epochs: given.epochs ?? defaultEpochs(variant.epochs, parts.examples, given.batch * given.accumulationSteps),
    ...stepsOf(given),
    every: 2,
    validation: given.validation,
    earlyStopping: given.patience === undefined ? undefined : { patience: given.patience },
    ...checkpointing('train', given, watched),
  });
}

/** How well each column of the test examples is reconstructed, and the worst rows. Windows of a series are no rows. */
async function judgedRows({ model, parts, columns: { encoder }, series }: TableRun): Promise<JudgedRows> {
  const outputs = (await cache(reconstruct(model, parts.test))).values as Float32Array;
  return { measured: columnMeasures(encoder, parts.test, outputs), worst: series ? [] : worstRows(encoder, parts.test, outputs) };
}

/** Commands to try after training. They read the table that the model was trained on, or another one that `--data` names. */
const hintsFor = (folder: Text, series: boolean): readonly Hint[] => [
  [text`reconstruct ${folder} --out reconstructed.csv`, 'the rows as the model gives them back'],
  [text`encode ${folder} --out codes.csv`, `the codes of the ${series ? 'windows' : 'rows'}`],
  ...(series ? [] : [[text`impute ${folder} --out filled.csv`, 'the table with its missing cells filled'] as const]),
];

/** The settings of the variant, with a code of two numbers at least, and of one for every four features. */
function settingsFor(variant: TrainableVariant, shape: Shape, given: TableOptions): Settings {
  const settings = settingsFrom(variant, shape, given);
  return given.latent === undefined ? { ...settings, latent: Math.max(settings.latent, 2, Math.ceil(shape[0]! / 4)) } : settings;
}

/** The rows to train on and to test on. A single row is both. */
async function partsOf(data: Dataset, { limit, seed, data: path }: TableOptions): Promise<Parts> {
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
