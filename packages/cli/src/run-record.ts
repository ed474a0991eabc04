import { join } from 'node:path';
import { printable } from '@autoencoders/core/internal';
import { check } from '@autoencoders/core/operations';
import { isListOf, isNumber, isRecord, isRecordOf, isText, isWhole, parsedJson } from './json.js';
import type { Measures } from './measures.js';
import { readRunFile } from './output/read-run-file.js';
import type { RankTimes } from './rank-times.js';
import { infoFrom } from './run-info.js';
import type { RunInfo } from './run-info.js';
import { versions } from './versions.js';

/** The name of the record in the folder of a run. */
export const RECORD_FILE = 'figures.json';

/** Counts the forms that records have had. */
const FORMAT = 1;

/** What came of an epoch. `elapsedSeconds` count from the start of training. */
export interface EpochRecord {
  readonly loss: number;
  readonly elapsedSeconds: number;
  readonly validation?: { readonly loss: number };
  readonly test?: { readonly loss: number };
}

/** One training of `finetune`, from one start with one draw of the labels. */
export interface ClassifierRecord {
  readonly start: string;
  readonly draw: number;
  /** In percent. */
  readonly testError: number;
  /** `confusion[label][class]`: how many test examples of a label were predicted as each class. */
  readonly confusion: readonly (readonly number[])[];
  readonly history: readonly EpochRecord[];
}

/** All that a command keeps of a run besides the model: how it was trained, and what came of it. */
export interface RunRecord extends RunInfo {
  /** The loss on the test examples, and its terms. */
  readonly test?: { readonly loss: number; readonly terms: Readonly<Record<string, number>> };
  readonly measures?: Measures;
  readonly history?: readonly EpochRecord[];
  readonly runs?: readonly ClassifierRecord[];
  /** What a step took on each rank, where several trained. */
  readonly ranks?: readonly RankTimes[] | undefined;
}

/** The record as the text of a file. Numbers that are not finite become `null`. */
export const recordText = (record: object): string => `${JSON.stringify({ format: FORMAT, ...record, versions: versions() }, null, 2)}\n`;

/** Reads the record in the folder of a run. Throws where there is none, where it is damaged, and where its format is another one. */
export async function readRecord(folder: string): Promise<RunRecord> {
  const file = join(folder, RECORD_FILE);
  const found = parsedJson(await readRunFile(folder, RECORD_FILE, MAX_BYTES, REFUSAL));
  const format = isRecord(found) ? found.format : undefined;
  check(
    !isWhole(format) || format === FORMAT,
    () => `${file} has format ${String(format)}; this version of the command reads format ${FORMAT}`,
  );
  check(
    !isRecord(found) || found.variant !== 'detector',
    () => `${file} is of a detector, made by detect; give runs of autoencoders or of finetune`,
  );
  const info = infoFrom(found);
  check(format === FORMAT && info !== undefined && hasResults(found), () => `${file} is damaged, or was not written by this command`);
  const { test, measures, history, runs } = found;
  return {
    ...info,
    ...(test && { test }),
    ...(measures && { measures: Object.fromEntries(Object.entries(measures).map(([name, value]) => [printable(name, 60), value])) }),
    ...(history && { history }),
    ...(runs && { runs }),
  };
}

const REFUSAL = { because: 'is not the folder of a run', missing: `it has no ${RECORD_FILE}` };

/** The largest file that is read. The record of a run of a million epochs is smaller. */
const MAX_BYTES = 2 ** 29;

type Results = Pick<RunRecord, 'test' | 'measures' | 'history' | 'runs'>;

function hasResults(value: unknown): value is Results {
  if (!isRecord(value)) return false;
  const { test, measures, history, runs } = value;
  return (
    (test === undefined || (isLoss(test) && isRecordOf(test.terms, isNumber))) &&
    (measures === undefined || isRecordOf(measures, isNumber)) &&
    (history === undefined || isListOf(history, isEpoch)) &&
    (runs === undefined || isListOf(runs, isClassifierRecord))
  );
}

const isLoss = (value: unknown): value is Readonly<Record<string, unknown>> & { readonly loss: number } =>
  isRecord(value) && isNumber(value.loss);

const isEpoch = (value: unknown): value is EpochRecord =>
  isLoss(value) &&
  isNumber(value.elapsedSeconds) &&
  [value.validation, value.test].every((judged) => judged === undefined || isLoss(judged));

const isClassifierRecord = (value: unknown): value is ClassifierRecord =>
  isRecord(value) &&
  isText(value.start) &&
  isWhole(value.draw) &&
  isNumber(value.testError) &&
  isListOf(value.confusion, (row): row is readonly number[] => isListOf(row, isNumber)) &&
  isListOf(value.history, isEpoch);
