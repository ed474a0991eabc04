import '@tensorflow/tfjs-backend-cpu';
import { writeFileSync } from 'node:fs';
import { setWasmBackend } from '@autoencoders/backend-wasm';
import { adam, permutation, seeded } from '@autoencoders/core';
import type { ArrayDataset, Dataset, Group } from '@autoencoders/core';
import { batchNorm, chain, dense, dropout, relu, sigmoid } from '@autoencoders/layers';
import { binaryCrossEntropy, gaussianKl, meanSquaredError, squaredError } from '@autoencoders/losses';
import { autoencoder, gaussian, stacked } from '@autoencoders/models';
import { gaussianNoise } from '@autoencoders/noise';
import { digitsLike } from '@autoencoders/testing';
import { evaluate, fit, pretrain } from '@autoencoders/training';
import { fairShares, rowsBefore } from '../../../training/src/apportion.js';
import { SEED_STREAMS } from '../../../training/src/seed-streams.js';
import { localGroup, mpiGroup } from '../../src/index.js';

/*
 * Trains on data of which each rank has a part, and writes the losses of rank 0 as JSON. Arguments: the group (`mpi`, or a number of processes),
 * the file, and the parts: how many examples each rank has. One process alone has all, in the order in which the ranks take them.
 */
const [kind, file, given] = process.argv.slice(2) as [string, string, string];
const group: Group = kind === 'mpi' ? mpiGroup() : await localGroup(Number(kind));
await setWasmBackend({ threads: 1 });
const counts = given.split(',').map(Number);
const all = counts.reduce((a, b) => a + b, 0);
const [batch, epochs, seed] = [16, 3, 5];
const alone = group.size === 1;

const digits = digitsLike(all).dataSync<'float32'>();
const rowsAt = (places: ArrayLike<number>, mask?: boolean): ArrayDataset => {
  const values = Float32Array.from({ length: 64 * places.length }, (_, i) => digits[64 * places[i >> 6]! + (i & 63)]!);
  return { shape: [64], values, ...(mask && { mask: Uint8Array.from({ length: values.length }, (_, i) => Number(i % 3 > 0)) }) };
};
/** The places of the examples of each rank. */
const placesOf = counts.map((count, rank) => {
  const before = counts.slice(0, rank).reduce((a, b) => a + b, 0);
  return Int32Array.from({ length: count }, (_, j) => before + j);
});
const own = placesOf[group.rank]!;

/** The places of all examples in the order in which the ranks take them, by how many each gives of each batch. */
function orderOf(sizes: readonly (readonly number[])[], orders: readonly Int32Array[] = placesOf): Int32Array {
  const taken = counts.map(() => 0);
  return Int32Array.from(
    sizes.flatMap((rows) => rows.flatMap((count, rank) => [...orders[rank]!.subarray(taken[rank]!, (taken[rank]! += count))])),
  );
}
const steps = Array.from({ length: Math.ceil(all / batch) }, (_, i) => i);
const proportional = steps.map((i) => {
  const before = rowsBefore(counts, i * batch);
  return rowsBefore(counts, Math.min(all, (i + 1) * batch)).map((until, rank) => until - before[rank]!);
});
const left = [...counts];
const fair = steps.map((i) => {
  const shares = fairShares(left, Math.min(batch, all - i * batch));
  shares.forEach((share, rank) => (left[rank]! -= share));
  return shares;
});

const inOrder = rowsAt(alone ? orderOf(proportional) : own);
const common = { batch, every: 1, epochs, shuffle: false, optimizer: adam({ learningRate: 3e-3 }), seed, group, sharded: true };
const hidden = () => chain(dense(32), relu);
const plain = () =>
  autoencoder({ input: [64], encoder: chain(hidden(), dense(4)), decoder: chain(hidden(), dense(64)), output: sigmoid, seed: 1 });

const losses = async (run: AsyncIterable<{ loss: number; validation?: { loss: number } }>): Promise<number[]> => {
  const found: number[] = [];
  for await (const { loss, validation } of run) found.push(loss, ...(validation ? [validation.loss] : []));
  return found;
};
/** A stream in chunks of seven. `order` gives the places of each loop. */
const streamOf = (order: () => Int32Array, count?: number): Dataset => ({
  shape: [64],
  count,
  async *chunks() {
    const places = order();
    for (let at = 0; at < places.length; at += 7) yield rowsAt(places.subarray(at, at + 7));
  },
});
/** An order that is drawn anew in every epoch, as each rank draws its own. */
function shuffledOrder(): () => Int32Array {
  let epoch = 0;
  return () => {
    const order = seeded(seed, SEED_STREAMS.order, ++epoch)();
    const orders = placesOf.map((places, rank) => permutation(places.length, seeded(order, rank)()).map((place) => places[place]!));
    return orderOf(proportional, orders);
  };
}

const variants: Readonly<Record<string, () => Promise<number[]>>> = {
  noise: () =>
    losses(
      fit(
        autoencoder({
          input: [64],
          encoder: chain(hidden(), dropout(0.2), dense(8)),
          decoder: chain(hidden(), dense(64)),
          output: sigmoid,
          seed: 1,
        }),
        inOrder,
        { ...common, loss: { squaredError }, corrupt: gaussianNoise(0.3), validation: inOrder, earlyStopping: { patience: 3 } },
      ),
    ),
  // The batches of a step are those of a training without accumulation.
  accumulated: () => losses(fit(plain(), inOrder, { ...common, loss: { squaredError }, accumulationSteps: 2 })),
  batchNorm: () =>
    losses(
      fit(
        autoencoder({
          input: [64],
          encoder: chain(dense(16, { useBias: false }), batchNorm(), relu, dense(4)),
          decoder: chain(hidden(), dense(64)),
          seed: 1,
        }),
        inOrder,
        { ...common, loss: { squaredError } },
      ),
    ),
  // In memory by rows, shuffled; one process reads them in the same order.
  shuffled: () =>
    losses(
      alone
        ? fit(plain(), streamOf(shuffledOrder()), { ...common, loss: { squaredError } })
        : fit(
            plain(),
            { shape: [64], count: own.length, rows: (places) => rowsAt(places.map((place) => own[place]!)) },
            { ...common, shuffle: true, loss: { squaredError } },
          ),
    ),
  counted: () => {
    const data = alone ? streamOf(() => orderOf(proportional), all) : streamOf(() => own, own.length);
    return losses(fit(plain(), data, { ...common, loss: { squaredError } }));
  },
  // Nobody knows how many examples come, and some ranks have fewer than others.
  streams: () =>
    losses(
      fit(
        plain(),
        streamOf(() => (alone ? orderOf(fair) : own)),
        { ...common, loss: { squaredError } },
      ),
    ),
  // Only one rank misses cells.
  masked: () => {
    const last = counts.length - 1;
    const order = [...orderOf(proportional)];
    const known = rowsAt(own, group.rank === last);
    const rows = rowsAt(order);
    const hidden = rowsAt(placesOf[last]!, true).mask!;
    const mask = Uint8Array.from(rows.values as Float32Array, (_, i) => {
      const place = placesOf[last]!.indexOf(order[i >> 6]!);
      return place < 0 ? 1 : hidden[64 * place + (i & 63)]!;
    });
    return losses(fit(plain(), alone ? { ...rows, mask } : known, { ...common, loss: { meanSquaredError } }));
  },
  stacked: () => {
    const level = { encoder: chain(dense(32), sigmoid), output: sigmoid };
    const levels = [
      { ...level, decoder: dense(64) },
      { ...level, decoder: dense(32) },
    ] as const;
    return losses(pretrain(stacked({ input: [64], levels, seed: 1 }), inOrder, { ...common, loss: { squaredError } }));
  },
  variational: async () => {
    const model = autoencoder({
      input: [64],
      encoder: hidden(),
      bottleneck: gaussian(3),
      decoder: chain(hidden(), dense(64)),
      output: sigmoid,
      seed: 1,
    });
    const loss = { binaryCrossEntropy, gaussianKl };
    const trained = await losses(fit(model, inOrder, { ...common, loss }));
    const { loss: judged } = await evaluate(model, inOrder, { loss, batch, group, sharded: true, corrupt: gaussianNoise(0.1) });
    return [...trained, judged];
  },
};

const found: Record<string, number[]> = {};
for (const [name, variant] of Object.entries(variants)) found[name] = await variant();
if (!alone) {
  // A share of what each rank has; of streams, all that are drawn. No rank waits for ever, and all find the same.
  const averaged = counts.includes(0) ? [] : [{ averageEvery: 3 }];
  for (const [data, more] of [rowsAt(own), streamOf(() => own)].flatMap((data) => [{}, ...averaged].map((more) => [data, more] as const))) {
    const own = await losses(fit(plain(), data, { ...common, ...more, shuffle: true, loss: { squaredError }, validation: 0.3 }));
    const of = Float32Array.from(own);
    const first = of.slice();
    group.broadcast(0, first);
    if (!of.every((value, i) => value === first[i] && Number.isFinite(value))) throw new Error(`other losses: ${of}; ${first}`);
  }
}
if (group.rank === 0) writeFileSync(file, JSON.stringify(found));
group.close();
