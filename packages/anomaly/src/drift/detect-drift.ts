import { seeded } from '@autoencoders/core';
import type { ArrayDataset } from '@autoencoders/core';
import { check, checkOptions } from '@autoencoders/core/operations';
import { countOf } from '@autoencoders/core/internal';
import { adjustPValues } from '../statistics/adjust-p-values.js';
import { checkShare } from '../statistics/check-values.js';
import { compareColumn, compareNumbers } from './column-drift.js';
import type { Compared } from './column-drift.js';
import { rowsOf } from './drift-reference.js';
import type { DriftReference } from './drift-reference.js';
import { columnSentence, scoresSentence, summary } from './drift-sentences.js';
import { discrepancyOptions } from './maximum-mean-discrepancy.js';
import type { Discrepancy, DiscrepancyOptions } from './maximum-mean-discrepancy.js';
import { wholeDiscrepancy } from './whole-discrepancy.js';

/** Options of `detectDrift`. `rows`, `permutations` and `seed` are those of `maximumMeanDiscrepancy`. */
export interface DetectDriftOptions extends DiscrepancyOptions {
  /** The scores of the rows. Default: scores are not compared. */
  readonly scores?: ArrayLike<number> | undefined;
  /** The chance of finding a drift where there is none, between 0 and 1. Default 0.05. */
  readonly significance?: number | undefined;
}

/** What `detectDrift` found in a column. `pValue` is adjusted for all that is tested: the column has drifted if it is at most `significance`. */
export interface DriftedColumn extends Compared {
  readonly name: string;
  readonly drifted: boolean;
  /** One sentence, if it has drifted. */
  readonly sentence?: string | undefined;
}

/** What `detectDrift` found in the scores. `pValue` is adjusted, too. */
export type DriftedScores = Omit<DriftedColumn, 'name'>;

/** What `detectDrift` found. It is plain JSON. */
export interface Drift {
  /** Whether any of the tests found a drift. */
  readonly found: boolean;
  /** What was found, in plain English. */
  readonly sentence: string;
  readonly columns: readonly DriftedColumn[];
  readonly scores?: DriftedScores | undefined;
  /** All columns together. Undefined for fewer than 2 rows. `pValue` is adjusted, too. */
  readonly whole?: (Discrepancy & { readonly drifted: boolean }) | undefined;
  /** How many rows were compared with the reference. */
  readonly rows: number;
  readonly significance: number;
}

/**
 * Are these rows, and their scores, still those of the calibration set?
 *
 * Each column is compared on its own: numbers by the Kolmogorov–Smirnov test, categories and the share of missing values by χ². The scores
 * are compared by Kolmogorov and Smirnov's test, and all columns together by the maximum mean discrepancy of up to 500 rows, each column
 * divided by its deviation. The p-values of columns are adjusted by Holm's method, and those of the two or three questions (columns, whole,
 * scores) by Bonferroni's, so that the chance of any false finding is at most `significance`.
 *
 * The rows should be usual ones, or nearly all of them: many anomalies are a drift, too. Rows of overlapping windows are not independent,
 * and are found to drift too often. With many rows a small and harmless drift is found: `statistic` tells how large it is.
 *
 * A column whose values are all about c times as large, c ≥ 8 or ≤ 1/8, is reported as perhaps in other units. This needs columns as they
 * came, or scaled without a shift.
 *
 * Throws for no rows, infinite numbers, another number of columns, and scores where the reference has none.
 * Sources: Rabanser, Günnemann & Lipton, "Failing loudly: an empirical study of methods for detecting dataset shift", NeurIPS 2019; Gretton
 * et al. 2012.
 *
 * @example
 * const reference = driftReference(heldOut, { scores: heldOutScores, columns });
 * const { found, sentence } = detectDrift(reference, today, { scores: todaysScores });
 */
export function detectDrift(reference: DriftReference, rows: ArrayDataset, options: DetectDriftOptions = {}): Drift {
  const call = 'detectDrift';
  checkOptions(call, options, { scores: true, significance: true, rows: true, permutations: true, seed: true });
  const { scores, significance = 0.05, ...others } = options;
  checkShare(call, 'significance', significance);
  const settings = discrepancyOptions(call, others);
  check(scores === undefined || reference.scores !== undefined, `${call}: there are scores of the rows, and none in the reference`);
  const seeds = seeded(settings.seed, 1);
  const count = countOf(call, 'the rows', rows);
  const now = rowsOf(call, rows, scores, reference.columns.length, count, seeds());

  const compared = reference.columns.map((column, c) =>
    compareColumn(column, columnOf(reference, c), columnOf({ ...reference, ...now }, c)),
  );
  const discrepancy = wholeDiscrepancy(reference, now.values, settings);
  const questions = [compared.length > 0, discrepancy !== undefined, scores !== undefined].filter(Boolean).length;
  const judged = (pValue: number): { pValue: number; drifted: boolean } => {
    const adjusted = Math.min(1, questions * pValue);
    return { pValue: adjusted, drifted: adjusted <= significance };
  };

  const adjusted = adjustPValues(
    compared.map(({ pValue }) => pValue),
    'holm',
  );
  const columns = reference.columns.map(({ name }, c): DriftedColumn => {
    const found = { ...compared[c]!, ...judged(adjusted[c]!) };
    return { name, ...found, ...(found.drifted ? { sentence: columnSentence(name, found) } : {}) };
  });
  const whole = discrepancy && { ...discrepancy, ...judged(discrepancy.pValue) };
  const ofScores = scores && scoresDrift(compareNumbers(reference.scores!, now.scores!), judged);
  const parts = { columns, whole, scores: ofScores, rows: count };
  const found = [...columns, whole, ofScores].some((test) => test?.drifted);
  return { found, sentence: summary(parts, found), ...parts, significance };
}

function scoresDrift(compared: Compared, judged: (pValue: number) => { pValue: number; drifted: boolean }): DriftedScores {
  const found = { ...compared, ...judged(compared.pValue) };
  return found.drifted ? { ...found, sentence: scoresSentence(found) } : found;
}

/** The values of column `c`. */
const columnOf = ({ columns, values }: DriftReference, c: number): Float32Array =>
  Float32Array.from({ length: values.length / columns.length }, (_, row) => values[row * columns.length + c]!);
