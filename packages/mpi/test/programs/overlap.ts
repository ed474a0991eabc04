import { memory } from '@tensorflow/tfjs-core';
import { setWasmBackend } from '@autoencoders/backend-wasm';
import { adam, clipByGlobalNorm, leaves } from '@autoencoders/core';
import type { Group, Optimizer } from '@autoencoders/core';
import { batchNorm, chain, dense, dropout, relu, sigmoid } from '@autoencoders/layers';
import { binaryCrossEntropy, gaussianKl, squaredError } from '@autoencoders/losses';
import { autoencoder, gaussian } from '@autoencoders/models';
import { digitsLike } from '@autoencoders/testing';
import { fit } from '@autoencoders/training';
import { mpiGroup } from '../../src/index.js';

/*
 * Trains models whose large gradients are messages of their own, with captured steps and without, with sums in the background and without. Prints on
 * each rank, and for one process alone, the losses of all steps, the last weights, and what was left allocated. Argument: the number of threads.
 */
const group = mpiGroup({ overlap: true });
await setWasmBackend({ threads: Number(process.argv[2]) });
// 50 examples in batches of 16: the last batch has two rows, fewer than there may be ranks.
const data = digitsLike(50);
const seed = 1;
const input = [64] as const;
const clipped = (): Optimizer => clipByGlobalNorm(0.5, adam({ learningRate: 3e-3 }));
const models = {
  dense: () =>
    autoencoder({
      input,
      encoder: chain(dense(1100), relu, dense(4)),
      decoder: chain(dense(1100), relu, dense(64)),
      output: sigmoid,
      seed,
    }),
  batchNorm: () =>
    autoencoder({
      input,
      encoder: chain(dense(1100, { useBias: false }), batchNorm(), relu, dense(4)),
      decoder: chain(dense(1100), relu, dropout(0.1), dense(64)),
      output: sigmoid,
      seed,
    }),
  variational: () =>
    autoencoder({
      input,
      encoder: chain(dense(1100), relu),
      bottleneck: gaussian(3),
      decoder: chain(dense(1100), relu, dense(64)),
      output: sigmoid,
      seed,
    }),
} as const;

/** Counts the sums in the background, and those of them that are in memory which does not move. */
function counted(background: boolean): { readonly group: Group; readonly counts: { all: number; shared: number } } {
  const counts = { all: 0, shared: 0 };
  const allReduceAsync: Group['allReduceAsync'] = (array) => {
    counts.all++;
    if (array.buffer instanceof SharedArrayBuffer) counts.shared++;
    return group.allReduceAsync!(array);
  };
  return { group: { ...group, allReduceAsync: background ? allReduceAsync : undefined }, counts };
}

async function trained(name: keyof typeof models, how: { readonly capture: boolean; readonly group?: Group }) {
  const model = models[name]();
  const before = memory();
  const loss = name === 'variational' ? { binaryCrossEntropy, kl: gaussianKl } : { squaredError };
  const losses: number[] = [];
  for await (const step of fit(model as never, data, {
    loss: loss as never,
    batch: 16,
    every: 1,
    epochs: 2,
    optimizer: clipped(),
    seed: 5,
    ...how,
  }))
    losses.push(step.loss);
  const after = memory();
  const weights = Object.values(leaves(model.weights)).map((leaf) =>
    Buffer.from(leaf.dataSync<'float32'>().slice().buffer).toString('base64'),
  );
  model.dispose();
  return { losses, weights: weights.join(), left: [after.numTensors - before.numTensors, after.numBytes - before.numBytes] };
}

for (const name of Object.keys(models) as (keyof typeof models)[]) {
  const alone = await trained(name, { capture: false });
  const all = [];
  // At last, only some ranks capture.
  for (const [capture, background] of [
    [false, false],
    [false, true],
    [true, false],
    [true, true],
    [group.rank % 2 === 0, true],
  ] as const) {
    const { group: own, counts } = counted(background);
    all.push({ capture, background, ...(await trained(name, { capture, group: own })), counts });
  }
  const [first, ...others] = all as [(typeof all)[number], ...typeof all];
  const apart = Math.max(...alone.losses.map((loss, i) => Math.abs(first.losses[i]! / loss - 1)));
  const same = others.map(({ losses, weights }) => String(losses) === String(first.losses) && weights === first.weights);
  const left = all.map(({ left }) => left);
  console.log(
    JSON.stringify({ name, rank: group.rank, steps: alone.losses.length, apart, same, left, counts: all.map(({ counts }) => counts) }),
  );
}
group.close();
