import { adamW } from '@autoencoders/core';
import { cache } from '@autoencoders/datasets';
import { chain, dense, relu } from '@autoencoders/layers';
import { autoencoder } from '@autoencoders/models';
import { fillMissing, hideCells, mixedLoss } from '@autoencoders/tables';
import type { Table, TableEncoder } from '@autoencoders/tables';
import { fit, reconstruct } from '@autoencoders/training';

/** Fills the missing cells of a table whose encoder was fitted to it. */
export type Impute = (encoder: TableEncoder, table: Table, seed: number) => Table | Promise<Table>;

/** The mean of a column of numbers, the most frequent word of the others. */
export const meanOrMode: Impute = (encoder, table) => fillMissing(table, encoder.decode(encoder.encode(table).values));

/**
 * The mean, or the most frequent word, of the `k` nearest rows that have the cell, as scikit-learn's `KNNImputer` does it: distances over the
 * features that both rows have, scaled up by the share that these are. Features are standardised, words one-hot.
 */
export const nearest =
  (k: number): Impute =>
  (encoder, table) => {
    const { width, columns } = encoder;
    const { values, mask = new Uint8Array(values.length).fill(1) } = encoder.encode(table);
    const filled = Float64Array.from(values);
    for (let row = 0; row < table.rows; row++) {
      const missing = columns.filter(({ start }) => mask[row * width + start] === 0);
      if (missing.length === 0) continue;
      const distances = Float64Array.from({ length: table.rows }, (_, other) =>
        other === row ? Infinity : distance(values, mask, width, row, other),
      );
      const order = Array.from(distances.keys()).sort((a, b) => distances[a]! - distances[b]!);
      for (const { start, width: features } of missing) {
        const near = order.filter((other) => mask[other * width + start] === 1 && distances[other]! < Infinity).slice(0, k);
        for (let i = start; i < start + features; i++)
          filled[row * width + i] = near.reduce((sum, other) => sum + values[other * width + i]!, 0) / Math.max(1, near.length);
      }
    }
    return fillMissing(table, encoder.decode(filled));
  };

function distance(values: ArrayLike<number>, mask: Uint8Array, width: number, a: number, b: number): number {
  let [sum, both] = [0, 0];
  for (let i = 0; i < width; i++) {
    if (mask[a * width + i] === 0 || mask[b * width + i] === 0) continue;
    sum += (values[a * width + i]! - values[b * width + i]!) ** 2;
    both += 1;
  }
  return both === 0 ? Infinity : (sum * width) / both;
}

/**
 * Denoising autoencoders that learned to restore hidden cells, `members` of them from different seeds. Their outputs are averaged: numbers as
 * they are, words as probabilities. Each fills the table twice, the second time from what it filled in first. Gondara & Wang 2018.
 */
export const denoising =
  (members: number): Impute =>
  async (encoder, table, seed) => {
    const { width } = encoder;
    const sums = new Float64Array(table.rows * width);
    for (let member = 0; member < members; member++) {
      const own = seed * members + member;
      using model = autoencoder({
        input: [width],
        encoder: chain(dense(128), relu, dense(64), relu),
        decoder: chain(dense(128), relu, dense(width)),
        seed: own,
      });
      await fit(model, encoder.encode(table), {
        loss: { mixed: mixedLoss(encoder) },
        corrupt: hideCells(encoder, 0.3),
        optimizer: adamW({ weightDecay: 0.01 }),
        epochs: 150,
        batch: 64,
        seed: own,
      });
      const outputs = async (rows: Table): Promise<ArrayLike<number>> =>
        (await cache(reconstruct(model, { shape: [width], values: encoder.encode(rows).values }))).values;
      addProbabilities(sums, encoder, await outputs(fillMissing(table, encoder.decode(Float64Array.from(await outputs(table))))));
    }
    return fillMissing(table, encoder.decode(sums.map((sum) => sum / members)));
  };

/** Adds numbers as they are; of yes/no and of categories, the probabilities that logits stand for. */
function addProbabilities(sums: Float64Array, { columns, width }: TableEncoder, logits: ArrayLike<number>): void {
  for (let row = 0; row < sums.length; row += width) {
    for (const { start, width: features, kind } of columns) {
      const at = row + start;
      if (features === 1) {
        sums[at]! += kind === 'yesNo' ? Math.tanh(logits[at]! / 2) : logits[at]!;
        continue;
      }
      const exps = Array.from({ length: features }, (_, i) => Math.exp(logits[at + i]! - logits[at]!));
      const all = exps.reduce((a, b) => a + b, 0);
      for (const [i, exp] of exps.entries()) sums[at + i]! += exp / all;
    }
  }
}
