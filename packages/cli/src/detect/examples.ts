import type { ArrayDataset, Shape } from '@autoencoders/core';
import type { Table, TableEncoder } from '@autoencoders/tables';
import { readArrays } from '../source/arrays.js';
import { kindOf } from '../source/kind.js';
import type { Reading } from '../source/reading.js';
import type { Terminal } from '../terminal.js';
import type { Text } from '../text.js';
import { ANOMALY, USUAL } from './labels.js';
import type { LabelRule } from './labels.js';
import type { DetectOptions } from './options.js';
import { readScoredPictures, readTrainingPictures } from './picture-examples.js';
import { readScoredRows, readTrainingRows } from './table-examples.js';

/** Examples as a detector takes them: rows of a table, or pictures. */
export interface Examples {
  readonly name: string;
  /** What an example is called. */
  readonly noun: 'row' | 'picture';
  readonly data: ArrayDataset;
  /** Rows as they came, and their encoder. Undefined for pictures. */
  readonly rows?: { readonly table: Table; readonly encoder: TableEncoder } | undefined;
  /** The name of each picture's file, and the word of its class. Undefined where there are none. */
  readonly files?: readonly string[] | undefined;
  readonly classes?: readonly string[] | undefined;
  /** What each example is by its label. Undefined without labels. */
  readonly kinds?: Uint8Array | undefined;
  readonly rule?: LabelRule | undefined;
  /** What a reader should know of the examples: one sentence each. */
  readonly notes: readonly string[];
}

/** Examples to learn from, and which of them are usual. */
export interface TrainingExamples extends Examples {
  /** The examples that are not labelled as anomalies. */
  readonly usual: ArrayDataset;
  /** Where they are among all. */
  readonly places: Int32Array;
  /** How pictures were read, so that new ones are read alike. */
  readonly reading?: Reading | undefined;
  /** What was found out of the examples. */
  readonly about: Text;
}

/** Whether data are rows. Arrays are pictures from three axes on. */
export const areRows = async (path: string, { array }: Pick<DetectOptions, 'array'>): Promise<boolean> => {
  const kind = kindOf(path);
  return kind === 'table' || (kind === 'array' && (await readArrays(path, { array })).examples.shape.length < 3);
};

/** Reads the examples to learn from. */
export const readTraining = async (path: string, given: DetectOptions, terminal: Terminal): Promise<TrainingExamples> =>
  (await areRows(path, given)) ? readTrainingRows(path, given) : readTrainingPictures(path, given, terminal);

/** What says how to read examples to score: that of the examples that were learned from. */
export interface Learned {
  readonly shape: Shape;
  /** The encoder of rows. Undefined for pictures. */
  readonly encoder?: TableEncoder | undefined;
  readonly reading?: Reading | undefined;
  readonly rule?: LabelRule | undefined;
}

/** Reads examples to score, as those that were learned from. */
export const readScored = async (path: string, learned: Learned, given: DetectOptions, terminal: Terminal): Promise<Examples> => {
  const { encoder } = learned;
  return encoder ? readScoredRows(path, { ...learned, encoder }, given) : readScoredPictures(path, learned, given, terminal);
};

/** Labels, if there are both kinds. */
export const bothKinds = (kinds: Uint8Array | undefined): Uint8Array | undefined =>
  kinds !== undefined && [USUAL, ANOMALY].every((kind) => kinds.includes(kind)) ? kinds : undefined;
