import { writeFileSync } from 'node:fs';
import { concat, dispose, memory, mul, slice, tensor2d } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { setWasmBackend } from '@autoencoders/backend-wasm';
import { DivergenceError, adam, leaves, readWeights, sgd, trainable, writeWeights } from '@autoencoders/core';
import type { Corruption, Group, Model, Optimizer, Weights } from '@autoencoders/core';
import { digits, take } from '@autoencoders/datasets';
import { batchNorm, center, chain, dense, dropout, relu, sigmoid, uncenter } from '@autoencoders/layers';
import { binaryCrossEntropy, squaredError } from '@autoencoders/losses';
import { autoencoder, topK } from '@autoencoders/models';
import { gaussianNoise } from '@autoencoders/noise';
import { digitsLike } from '@autoencoders/testing';
import { fit } from '@autoencoders/training';
import type { CheckpointStore, FitOptions } from '@autoencoders/training';
import { localGroup, mpiGroup } from '../../src/index.js';

/*
 * What options for slow networks do in a group. Writes what rank 0 finds as JSON, by names. Arguments: the group (`mpi`, or a number of processes), the
 * file, the names of what to try.
 */
const [kind, file, ...names] = process.argv.slice(2) as [string, string, ...string[]];
const group: Group = kind === 'mpi' ? mpiGroup() : await localGroup(Number(kind));
const { rank, size } = group;
await setWasmBackend({ threads: 1 });

/** Six batches of eight rows. */
const data = digitsLike(48);
const BATCH = 8;
const seed = 1;
type Options = Partial<FitOptions<any, any, string>>;

const plain = () => autoencoder({ input: [64], encoder: chain(dense(16), relu, dense(4)), decoder: dense(64), output: sigmoid, seed });
const noisy = (synchronized = true, share = 0.2) =>
  autoencoder({
    input: [64],
    encoder: chain(dense(16, { useBias: false }), batchNorm({ synchronized }), relu, dropout(share), dense(4)),
    decoder: dense(64),
    seed,
  });
const normed = (synchronized: boolean) =>
  autoencoder({ input: [64], encoder: chain(batchNorm({ synchronized }), dense(4)), decoder: dense(64), seed });
const middle = center();
const sparse = () =>
  autoencoder({
    input: [64],
    encoder: chain(middle, dense(32)),
    bottleneck: topK(4, { deadAfter: 16 }),
    decoder: chain(dense(64), uncenter(middle)),
    seed,
  });

const numbers = (weights: Weights): number[] => Object.values(leaves(weights)).flatMap((leaf) => [...leaf.dataSync()]);
const far = (a: readonly number[], b: readonly number[]): number => Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));

/** A number of each rank. */
function ofRanks(own: number): number[] {
  const all = new Float32Array(size);
  all[rank] = own;
  group.allReduce(all);
  return [...all];
}

/** The largest difference from the weights of rank 0, of all ranks. */
function apart({ weights }: Pick<Model, 'weights'>): number {
  const first = Float32Array.from(numbers(weights));
  group.broadcast(0, first);
  return Math.max(...ofRanks(far([...first], numbers(weights))));
}

/** The rows of this rank of some batches, one batch after the other. */
function ownRows(from: number, to: number): Tensor2D {
  const rows = BATCH / size;
  const parts = Array.from({ length: to - from }, (_, i) => slice(data, [BATCH * (from + i) + rank * rows, 0], [rows, 64]));
  const all = concat(parts);
  dispose(parts);
  return all;
}

/** Trains in the group. Gives the losses that are yielded, how many sums there were, and how many tensors are left. */
async function trained(model: Model<any, any>, options: Options, x: any = data) {
  const before = memory().numTensors;
  const losses: number[] = [];
  let sums = 0;
  const counting: Group = { ...group, allReduce: (...arrays) => (sums++, group.allReduce(...arrays)) };
  const all = { loss: { squaredError }, group: counting, batch: BATCH, seed: 5, epochs: 1, ...options };
  let skipped = 0;
  for await (const { loss, validation, skippedSteps = 0 } of fit(model, x, all)) {
    losses.push(loss, ...(validation ? [validation.loss] : []));
    skipped = skippedSteps;
  }
  return { losses, sums, skipped, left: memory().numTensors - before };
}

/** Rounds of three steps, against the mean of what each rank learns by itself from the same weights. */
async function rounds(optimizer: Optimizer, batches: number): Promise<object> {
  const model = plain();
  const alone = plain();
  const x = slice(data, [0, 0], [BATCH * batches, 64]);
  const { left } = await trained(model, { optimizer, shuffle: false, averageEvery: 3 }, x);
  for (let at = 0; at < batches; at += 3) {
    const own = ownRows(at, Math.min(batches, at + 3));
    await fit(alone, own, { loss: { squaredError }, optimizer, shuffle: false, epochs: 1, batch: BATCH / size, seed: at });
    own.dispose();
    const state = await readWeights(alone);
    for (const { values } of Object.values(state)) {
      group.allReduce(values as Float32Array);
      (values as Float32Array).forEach((value, i, all) => (all[i] = value / size));
    }
    writeWeights(alone, state);
  }
  return { far: far(numbers(model.weights), numbers(alone.weights)), apart: apart(model), left };
}

const cases: Readonly<Record<string, () => Promise<object>>> = {
  sgd: () => rounds(sgd({ learningRate: 0.01 }), 5),
  adam: () => rounds(adam({ learningRate: 0.01 }), 3),
  async sums() {
    const found: Record<string, number> = {};
    const count = async (name: string, options: Options, model: Model<any, any> = plain()) => {
      ({ sums: found[name] } = await trained(model, options));
    };
    await count('none', { epochs: 0 });
    await count('each', {});
    await count('accumulated', { accumulationSteps: 3 });
    await count('averaged', { averageEvery: 3, every: 1 });
    await count('synchronized', {}, noisy());
    await count('ofRanks', {}, noisy(false));
    return found;
  },
  /** With the statistics of each rank, the ranks are the batches of a step. */
  async batchNorm() {
    const [model, parts, both] = [noisy(false, 0), noisy(true, 0), noisy(false)];
    const options = { shuffle: false, optimizer: adam({ learningRate: 0.01 }) };
    const { left } = await trained(model, options);
    await fit(parts, data, { ...options, loss: { squaredError }, epochs: 1, batch: BATCH / size, accumulationSteps: size, seed: 5 });
    const twice = await trained(both, { ...options, accumulationSteps: 2, epochs: 2 });
    const statistics = normed(false);
    const first = slice(data, [0, 0], [BATCH, 64]);
    await trained(statistics, { optimizer: sgd({ learningRate: 0 }), shuffle: false }, first);
    const own = ownRows(0, 1).arraySync();
    const mean = own[0]!.map((_, i) => own.reduce((sum, row) => sum + row[i]!, 0) / own.length);
    const variance = mean.map((m, i) => own.reduce((sum, row) => sum + (row[i]! - m) ** 2, 0) / (own.length - 1));
    const expected = Float32Array.from([...mean.map((m) => 0.1 * m), ...variance.map((v) => 0.9 + 0.1 * v)]);
    group.allReduce(expected);
    const found = numbers((statistics.weights as any).encoder[0].statistics);
    return {
      far: far(numbers(trainable(model.weights)), numbers(trainable(parts.weights))),
      statistics: far(
        found,
        [...expected].map((value) => value / size),
      ),
      apart: Math.max(apart(model), apart(both)),
      left: left + twice.left,
    };
  },
  async everything() {
    const model = noisy();
    const other = sparse();
    const options = { averageEvery: 4, corrupt: gaussianNoise(0.2), validation: 0.25, earlyStopping: { patience: 2 }, epochs: 4, every: 3 };
    const { losses, left } = await trained(model, options);
    const second = await trained(other, { averageEvery: 2, accumulationSteps: 2, batch: 6, epochs: 3 });
    const all = [...losses, ...second.losses];
    const sums = ofRanks(all.reduce((a, b) => a + b, 0));
    return {
      finite: all.every(Number.isFinite),
      yielded: [losses.length, second.losses.length],
      losses: Math.max(...sums) - Math.min(...sums),
      apart: Math.max(apart(model), apart(other)),
      left: left + second.left,
    };
  },
  async faults() {
    const values = Float32Array.from(data.dataSync());
    values[64 * (BATCH + 1)] = NaN; // a row of rank 0 in the second batch
    const x = { shape: [64], values };
    const model = noisy();
    const skip = { averageEvery: 3, nonFinite: 'skip', shuffle: false } as const;
    const { skipped, left, losses } = await trained(model, skip, x);
    // Without the first round. This optimizer has no memory of it.
    const second = plain();
    const third = plain();
    const still = { ...skip, optimizer: sgd({ learningRate: 0.01 }) };
    await trained(second, still, x);
    const rest = slice(data, [3 * BATCH, 0], [3 * BATCH, 64]);
    await trained(third, still, rest);
    const stops = noisy();
    const corrupt: Corruption = (x, _, clock) => mul(x, clock?.step === 4 && rank === 0 ? NaN : 1);
    const before = memory().numTensors;
    const error = await trained(stops, { averageEvery: 3, corrupt }).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    return {
      skipped,
      finite: losses.every(Number.isFinite),
      far: far(numbers(second.weights), numbers(third.weights)),
      stopped: ofRanks(error instanceof DivergenceError && error.step === 5 ? 1 : 0),
      apart: Math.max(apart(model), apart(stops)),
      left: left + memory().numTensors - before,
    };
  },
  async resume() {
    let kept: Uint8Array | undefined;
    const positions: number[] = [];
    const store: CheckpointStore = {
      write: (bytes, { globalStep }) => ((kept = bytes), void positions.push(globalStep)),
      read: () => kept,
    };
    const options = { averageEvery: 2, corrupt: gaussianNoise(0.2), epochs: 3, accumulationSteps: 2, batch: 4, every: 1 };
    const whole = noisy();
    const { losses } = await trained(whole, options);
    const begun = noisy();
    const all = { loss: { squaredError }, group, seed: 5, ...options };
    let yielded = 0;
    for await (const _ of fit(begun, data, { ...all, checkpoint: { store, everySteps: 1, everySeconds: 1e6 } })) if (++yielded === 4) break;
    const resumed = noisy();
    const again = await trained(resumed, {
      ...options,
      resume: rank === 0 ? kept! : { write: () => undefined, read: () => undefined },
    } as never);
    return {
      positions,
      far: far(numbers(resumed.weights), numbers(whole.weights)),
      losses: far(again.losses, losses.slice(4)),
      apart: apart(resumed),
      left: again.left,
    };
  },
  /** The loss on real data, of ranks that average their weights. */
  async digits() {
    const { values } = take(await digits(), 1280);
    const x = tensor2d(values as Float32Array, [1280, 64]);
    const optimizer = adam({ learningRate: 3e-3 });
    const options = { loss: { binaryCrossEntropy }, optimizer, batch: 32, epochs: 8, validation: 0.2, seed: 5, group, averageEvery: 8 };
    return { loss: (await fit(plain(), x, options)).history.at(-1)!.validation!.loss };
  },
};

const found: Record<string, object> = {};
for (const name of names.length > 0 ? names : Object.keys(cases)) found[name] = await cases[name]!();
if (rank === 0) writeFileSync(file, JSON.stringify(found));
group.close();
