import { check } from '@autoencoders/core/operations';
import { linear } from '@autoencoders/layers';
import { squaredError } from '@autoencoders/losses';
import type { Metadata } from '@autoencoders/models';
import type { Column } from '@autoencoders/tables';
import type { DataForm } from '@autoencoders/variants';
import { isNumber, isRecord, isText, isWhole, parsedJson } from '../json.js';
import { withoutGaps } from '../source/reading.js';

/** Options of commands for a table whose rows are the steps of a series. */
export interface SeriesOptions {
  /** How many steps a window has. */
  readonly window?: number | undefined;
  /** How many steps the next window begins after the one before. */
  readonly stride?: number | undefined;
  /** The column of date-times that orders the rows. */
  readonly time?: string | undefined;
  /** Seconds from one step to the next, to which rows are interpolated. */
  readonly resample?: number | undefined;
  /** The longest step, in seconds, that a window may cross. */
  readonly longestStep?: number | undefined;
}

/** How windows are made of a series. A model's file keeps it. */
export interface SeriesForm extends Omit<SeriesOptions, 'time'> {
  readonly window: number;
  readonly stride: number;
  /** The column of date-times that orders the rows. Undefined where the order of the file counts. */
  readonly time?: Column | undefined;
}

/** Throws for options of series without `--window`. */
export function checkNoSeriesOptions({ stride, time, resample, longestStep }: SeriesOptions): void {
  for (const [name, value] of Object.entries({ stride, time, resample, 'longest-step': longestStep }))
    check(value === undefined, () => `--${name} is for windows of a series; give --window, too`);
}

/** Numbers with mean 0 and standard deviation 1. */
export const STANDARDISED: DataForm = { output: linear, reconstruction: squaredError };

/** The name under which a model's file keeps how its windows are made. */
const KEY = 'series';

export const seriesMetadata = (form: SeriesForm): Metadata => ({ [KEY]: JSON.stringify(form) });

/** How windows are made, from the metadata of a model's file. Undefined where the model is of something else. */
export function seriesOf(metadata: Metadata): SeriesForm | undefined {
  const form = metadata[KEY] === undefined ? undefined : parsedJson(metadata[KEY]);
  return isSeriesForm(form) ? form : undefined;
}

function isSeriesForm(value: unknown): value is SeriesForm {
  if (!isRecord(value)) return false;
  const { window, stride, time, resample, longestStep } = value;
  const isSpan = (span: unknown): boolean => span === undefined || (isNumber(span) && span > 0);
  return (
    isWhole(window, 1) &&
    isWhole(stride, 1) &&
    isSpan(resample) &&
    isSpan(longestStep) &&
    (time === undefined || (isRecord(time) && isText(time.name) && isText(time.date) && time.kind === 'dateTime'))
  );
}

/** The numbers of a form by name, for records and reports. */
export const windowEntries = (form: SeriesForm | undefined): Readonly<Record<string, number>> => {
  if (!form) return {};
  const { window, stride, resample, longestStep } = form;
  return withoutGaps({ window, stride, resample, longestStep }) as Record<string, number>;
};
