import type { TableReading } from '@autoencoders/app-kit/parts';
import type { AlarmRule, Span, Threshold } from '@autoencoders/anomaly';

/** What the reader chose for the training. */
export interface Settings {
  /** The share of the rows to learn from that may be odd. */
  readonly trim: number;
  /** How the table is read. With `auto`, a table with a column of rising times is a series. */
  readonly reading: 'auto' | 'rows' | 'series';
  /** The share of a series, at its beginning, that is learned from. */
  readonly usual: number;
}

/** What rows and series have in common, as plain data that a worker can send. */
interface Found {
  /** The name of what is looked at. */
  readonly name: string;
  /** The scores of held-out usual rows or steps, smallest first. */
  readonly calibration: Float64Array;
  /** How many independent scores these are worth. Undefined for rows, where each is worth one. */
  readonly effectiveSize?: number | undefined;
  /** The scores of the rows, or of all steps. NaN where a step has none. */
  readonly scores: Float64Array;
  /** Sentences on what was read and learned. */
  readonly notes: readonly string[];
  readonly threshold: Threshold;
  /** Undefined where the detector was opened. */
  readonly trained?: Trained | undefined;
}

/** Rows with their scores. */
export interface RowFindings extends Found {
  readonly kind: 'rows';
  readonly columns: readonly string[];
  /** How likely a usual row scores as high: one for each row. */
  readonly pValues: Float64Array;
  /** The place of each row in its file, counted from 1 after the heading. */
  readonly numbers: Int32Array;
}

/** A series with the scores of its steps. */
export interface SeriesFindings extends Found {
  readonly kind: 'series';
  readonly columns: readonly string[];
  /** How steps above the threshold become events. */
  readonly rule: AlarmRule;
  /** `[steps, columns]`, in their own units. */
  readonly values: Float64Array;
  /** Seconds since 1970, if the table has times. */
  readonly times: Float64Array | undefined;
  /** What each column adds at each step, `[steps, columns]`: which step and which column is odd. */
  readonly parts: Float64Array;
  /** The steps that are looked at: those after what was learned from. */
  readonly looked: Span;
  /** Where the series begins anew after a gap. */
  readonly gaps: readonly number[];
}

/** How a table was read, as a program needs to know. */
export type Reading = Pick<TableReading, 'name' | 'ending' | 'encoding'>;

/** How a detector was trained on the page. */
export interface Trained {
  readonly learn: Reading;
  readonly look: Reading | undefined;
  readonly settings: Settings;
  /** The column of times, if there is one. */
  readonly time: string | undefined;
}

export type Findings = RowFindings | SeriesFindings;

/** What is usual in a column for rows that are otherwise like one row. */
export type Expected =
  | {
      readonly kind: 'numbers';
      /** From the tenth to the ninetieth of a hundred similar rows, and the middle. */
      readonly range: readonly [low: number, middle: number, high: number];
      /** The same of all usual rows: from the first to the last of a hundred. */
      readonly all: readonly [low: number, high: number];
      readonly value: number;
    }
  | { readonly kind: 'words'; readonly words: readonly { readonly word: string; readonly share: number }[] };

/** One column of a row. */
export interface ColumnDetail {
  readonly name: string;
  /** The cell as text; empty where it is missing. */
  readonly cell: string;
  /** What it adds to the score, and as a share of it. */
  readonly contribution: number;
  readonly share: number;
  readonly expected: Expected;
}

/** A row, and why it has its score. */
export interface RowDetail {
  readonly row: number;
  /** The columns, the one to blame first. */
  readonly columns: readonly ColumnDetail[];
}
