import { permutation, seeded } from '@autoencoders/core';
import { bits } from '@autoencoders/core/internal';
import type { ArrayDataset } from '@autoencoders/core';
import type { LabelledTable } from './adbench.js';

/** Usual rows to learn from, and rows to score with their labels (1 = anomaly). */
export interface Split {
  readonly train: ArrayDataset;
  readonly test: ArrayDataset;
  readonly labels: Uint8Array;
}

/** How many rows a set has at least in the published protocol, and at most in both. */
const LEAST = 1000;
const MOST = 50_000;

/** The rows of a table that take part, by their places, in order. */
type Choose = (rows: number, seed: number) => Int32Array;

/** At most 50,000 rows, drawn without replacement, in the order of the file. */
const atMost: Choose = (rows, seed) => (rows > MOST ? permutation(rows, seed).subarray(0, MOST).sort() : places(rows));

/** The same, and where there are fewer than 1,000 rows, 1,000 draws of them with replacement, so that one row may be on both sides. */
const drawn: Choose = (rows, seed) =>
  rows < LEAST ? Int32Array.from(bits(LEAST, seed), (word) => Math.floor((word * rows) / 2 ** 32)) : atMost(rows, seed);

const places = (count: number): Int32Array => Int32Array.from({ length: count }, (_, i) => i);

export type ProtocolName = 'published' | 'clean';

/** How a table is divided by a seed. */
export type Protocol = (table: LabelledTable, seed: number) => Split;

/**
 * The two protocols. One half of the normal rows is for training; the other half and all anomalies are the test. Columns are standardised on
 * the training half. `published` is that of Livernoche et al., "On diffusion modeling for anomaly detection", 2024: it takes the first half in the order of the
 * file. `clean` takes a random half, and each row once.
 */
export const protocols: Readonly<Record<ProtocolName, Protocol>> = {
  published: (table, seed) => divide(table, drawn(table.labels.length, seeded(seed)()), (normal) => normal),
  clean: (table, seed) => {
    const seeds = seeded(seed);
    const chosen = atMost(table.labels.length, seeds());
    return divide(table, chosen, (normal) => permutation(normal.length, seeds()).map((place) => normal[place]!));
  },
};

function divide(table: LabelledTable, chosen: Int32Array, order: (normal: Int32Array) => Int32Array): Split {
  const normal = order(chosen.filter((row) => table.labels[row] === 0));
  const half = normal.length >> 1;
  const test = Int32Array.from([...normal.subarray(half), ...chosen.filter((row) => table.labels[row] !== 0)]);
  const standardised = standardiser(table, normal.subarray(0, half));
  return {
    train: standardised(normal.subarray(0, half)),
    test: standardised(test),
    labels: Uint8Array.from(test, (row) => (table.labels[row] === 0 ? 0 : 1)),
  };
}

/** Gives rows of a table, less the mean of `train` over its standard deviation. A column that is constant there is only shifted. */
function standardiser({ values, features }: LabelledTable, train: Int32Array): (rows: Int32Array) => ArrayDataset {
  const columns = Array.from({ length: features }, (_, c) => {
    const mean = train.reduce((sum, row) => sum + values[row * features + c]!, 0) / train.length;
    const variance = train.reduce((sum, row) => sum + (values[row * features + c]! - mean) ** 2, 0) / train.length;
    return { mean, deviation: variance > 0 ? Math.sqrt(variance) : 1 };
  });
  return (rows) => ({
    shape: [features],
    values: Float32Array.from({ length: rows.length * features }, (_, i) => {
      const { mean, deviation } = columns[i % features]!;
      return (values[rows[Math.floor(i / features)]! * features + (i % features)]! - mean) / deviation;
    }),
  });
}
