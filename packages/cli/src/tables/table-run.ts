import { resolve } from 'node:path';
import { rowCount } from '@autoencoders/core/internal';
import type { ArrayDataset, Dataset } from '@autoencoders/core';
import type { AnyAutoencoder } from '@autoencoders/models';
import { renderReport } from '@autoencoders/report';
import type { EncodedTable } from '@autoencoders/tables';
import type { Progress } from '@autoencoders/training';
import type { Settings } from '@autoencoders/variants';
import { capitalized, withArticle } from '../format.js';
import type { RunInfo } from '../run-info.js';
import { kindOf } from '../source/kind.js';
import { withoutGaps } from '../source/reading.js';
import type { RunRecord } from '../run-record.js';
import type { TrainOptions } from '../train-report.js';
import type { TrainableVariant } from '../variants/index.js';
import { versions } from '../versions.js';
import type { ColumnMeasure } from './column-measures.js';
import { columnsSection } from './describe-table.js';

/** Options of `train` for a table. */
export interface TableOptions extends TrainOptions {
  readonly columns?: readonly string[];
  readonly ignore?: readonly string[];
}

/** The rows to train on, some of them, and those to test on. */
export interface Parts {
  readonly training: Dataset;
  readonly test: ArrayDataset;
  /** How many rows are trained on; of a stream, about. */
  readonly examples: number;
}

/** A model of a table, and what it is trained on. */
export interface TableRun {
  readonly variant: TrainableVariant;
  readonly settings: Settings;
  readonly model: AnyAutoencoder;
  readonly table: EncodedTable;
  readonly rows: Parts;
  readonly given: TableOptions;
}

/** How a model of a table was trained. */
export function infoOf({ variant, settings, table, given }: TableRun, history: readonly Progress[], testLoss: number): RunInfo {
  const { data, array, label, batch, learningRate, backend } = given;
  const seconds = Number((history.at(-1)?.elapsedSeconds ?? 0).toFixed(2));
  return {
    variant: variant.name,
    dataset: resolve(data),
    reading: withoutGaps({ array, label: kindOf(data) === 'array' ? label : undefined }),
    shape: [table.encoder.width],
    settings,
    training: { epochs: history.length, batch, learningRate, backend, seconds, testLoss: Number(testLoss.toPrecision(6)) },
  };
}

/** The measures of the columns by name. */
export const measuresOf = (measured: readonly ColumnMeasure[]): Record<string, number> =>
  Object.fromEntries(measured.map(({ name, measure, value }) => [`${name}: ${measure}`, value]));

/** The report of a training on a table. */
export function reportOf(
  { variant, settings, model, table, rows, given }: TableRun,
  record: RunRecord,
  history: readonly Progress[],
  measured: readonly ColumnMeasure[],
): string {
  const { latent, seed, ...own } = settings;
  return renderReport({
    title: `${capitalized(withArticle(variant.name))} autoencoder on ${table.data.name ?? given.data}`,
    subtitle: `It ${variant.about}.`,
    summary: model.summary(),
    parameterCount: model.parameterCount,
    lossUnit: 'columns not learned',
    history,
    results: { 'test loss (columns not learned)': record.test!.loss, ...record.measures },
    settings: {
      Settings: {
        data: given.data,
        'training rows': rows.examples,
        'test rows': rowCount(rows.test),
        columns: table.encoder.columns.length,
        features: table.encoder.width,
        epochs: history.length,
        batch: given.batch,
        'learning rate': given.learningRate,
        latents: latent,
        seed,
        ...own,
      },
      Versions: versions(),
    },
    sections: [columnsSection(table.schema, measured)],
  });
}
