import { resolve } from 'node:path';
import { rowCount } from '@autoencoders/core/internal';
import type { ArrayDataset, Dataset } from '@autoencoders/core';
import type { AnyAutoencoder } from '@autoencoders/models';
import { renderReport } from '@autoencoders/report';
import type { Finding, Section } from '@autoencoders/report';
import type { Schema, TableEncoder } from '@autoencoders/tables';
import type { Progress } from '@autoencoders/training';
import type { DataForm, Settings } from '@autoencoders/variants';
import { windowEntries } from '../series/series-form.js';
import type { SeriesForm, SeriesOptions } from '../series/series-form.js';
import { columnFindings } from '../findings/columns.js';
import { NEGLIGIBLE } from '../findings/trained.js';
import { diverged, overfitting, stillFalling } from '../findings/curves.js';
import { capitalized, withArticle } from '../format.js';
import type { RunInfo } from '../run-info.js';
import { isArrayFile } from '../source/kind.js';
import { withoutGaps } from '../source/reading.js';
import { resultsOf } from '../results.js';
import { ranksSection } from '../rank-times.js';
import type { RunRecord } from '../run-record.js';
import type { TrainOptions } from '../train-report.js';
import type { TrainableVariant } from '../variants/index.js';
import { versions } from '../versions.js';
import { stepEntries, stepWords } from '../step-options.js';
import type { ColumnMeasure } from './column-measures.js';
import { columnsSection } from './describe-table.js';
import { worstRowsSection } from './worst-rows.js';
import type { RowError } from './worst-rows.js';

/** Options of `train` for a table. */
export interface TableOptions extends TrainOptions, SeriesOptions {
  readonly columns?: readonly string[];
  readonly ignore?: readonly string[];
}

/** The examples to train on, and those to test on: rows, or windows of rows. */
export interface Parts {
  readonly training: Dataset;
  readonly test: ArrayDataset;
  /** How many examples are trained on; of a stream, about. */
  readonly examples: number;
}

/** The columns of a table: what they hold, and how they are encoded. */
export interface Columns {
  /** What messages call the table. */
  readonly name: string;
  readonly schema: Schema;
  readonly encoder: TableEncoder;
}

/** A model of a table, and what it is trained on. */
export interface TableRun {
  readonly variant: TrainableVariant;
  readonly settings: Settings;
  readonly model: AnyAutoencoder;
  readonly columns: Columns;
  /** The windows, where the examples are windows of a series; otherwise they are rows. */
  readonly series?: SeriesForm | undefined;
  readonly form: DataForm;
  readonly parts: Parts;
  readonly given: TableOptions;
  /** More sections of the report. */
  readonly sections?: ((model: AnyAutoencoder) => Promise<readonly Section[]>) | undefined;
}

/** How well the test rows are reconstructed. */
export interface JudgedRows {
  readonly measured: readonly ColumnMeasure[];
  /** The worst first. */
  readonly worst: readonly RowError[];
}

/** What the examples are called. */
export const examplesOf = ({ series }: Pick<TableRun, 'series'>): 'rows' | 'windows' => (series ? 'windows' : 'rows');

/** The unit of the loss. */
export const unitOf = ({ series }: Pick<TableRun, 'series'>): string =>
  series ? 'squared error of standardised values' : 'columns not learned';

/** How a model of a table was trained. */
export function infoOf({ variant, settings, series, parts, given }: TableRun, history: readonly Progress[], testLoss: number): RunInfo {
  const { data, array, label, learningRate, backend } = given;
  const seconds = Number((history.at(-1)?.elapsedSeconds ?? 0).toFixed(2));
  return {
    variant: variant.name,
    dataset: resolve(data),
    reading: withoutGaps({ array, label: isArrayFile(data) ? label : undefined }),
    shape: parts.test.shape,
    settings,
    training: {
      ...windowEntries(series),
      epochs: history.length,
      ...stepEntries(given),
      learningRate,
      backend,
      seconds,
      testLoss: Number(testLoss.toPrecision(6)),
    },
  };
}

/** The measures of the columns by name. */
export const measuresOf = (measured: readonly ColumnMeasure[]): Record<string, number> =>
  Object.fromEntries(measured.map(({ name, measure, value }) => [`${name}: ${measure}`, value]));

/** What was found out about a model of a table, for the verdict of its report. */
export function findingsOf(
  { settings, series, columns }: TableRun,
  { measures = {}, history = [], test }: RunRecord,
  measured: readonly ColumnMeasure[],
): readonly Finding[] {
  const failed = diverged(history);
  if (failed) return [failed];
  return [
    ...columnFindings(measured, measures, settings.latent),
    overfitting(history, test?.loss ?? NaN, NEGLIGIBLE * (series ? series.window * columns.encoder.width : columns.encoder.columns.length)),
    stillFalling(history),
  ].filter((finding) => finding !== undefined);
}

/** The report of a training on a table. */
export async function reportOf(
  run: TableRun,
  record: RunRecord,
  history: readonly Progress[],
  { measured, worst }: JudgedRows,
): Promise<string> {
  const { variant, settings, model, columns, series, parts, given, sections } = run;
  const { latent, seed, ...own } = settings;
  return renderReport({
    title: `${capitalized(withArticle(variant.name))} autoencoder on ${columns.name}`,
    subtitle: `It ${variant.about}.`,
    summary: model.summary(),
    parameterCount: model.parameterCount,
    lossUnit: unitOf(run),
    history,
    findings: findingsOf(run, record, measured),
    results: resultsOf({ ...record, test: { loss: record.test!.loss, terms: {} } }, unitOf(run)),
    settings: {
      Settings: {
        data: given.data,
        [`training ${examplesOf(run)}`]: parts.examples,
        [`test ${examplesOf(run)}`]: rowCount(parts.test),
        ...windowEntries(series),
        columns: columns.encoder.columns.length,
        features: columns.encoder.width,
        epochs: history.length,
        ...stepWords(given),
        'learning rate': given.learningRate,
        latents: latent,
        seed,
        ...own,
      },
      Versions: versions(),
    },
    sections: [
      ...((await sections?.(model)) ?? []),
      columnsSection(columns.schema, measured),
      ...(worst.length > 0 && worst.length < rowCount(parts.test) ? [worstRowsSection(worst, rowCount(parts.test))] : []),
      ...ranksSection(record.ranks),
    ],
  });
}
