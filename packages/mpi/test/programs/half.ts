import { memory } from '@tensorflow/tfjs-core';
import { setWasmBackend } from '@autoencoders/backend-wasm';
import { leaves } from '@autoencoders/core';
import type { Group } from '@autoencoders/core';
import { chain, dense, relu, sigmoid } from '@autoencoders/layers';
import { squaredError } from '@autoencoders/losses';
import { autoencoder } from '@autoencoders/models';
import { digitsLike } from '@autoencoders/testing';
import { fit } from '@autoencoders/training';
import { mpiGroup } from '../../src/index.js';

/*
 * Trains a model with gradients of 16 bits, captured and not, and with one process. Prints on each rank the losses, the sum of all weights, and what was left
 * allocated.
 */
const group = mpiGroup({ compression: 'float16' });
await setWasmBackend({ threads: 1 });
const data = digitsLike(50);

async function trained(how: { readonly capture: boolean; readonly group?: Group }) {
  const model = autoencoder({
    input: [64],
    encoder: chain(dense(1100), relu, dense(4)),
    decoder: chain(dense(1100), relu, dense(64)),
    output: sigmoid,
    seed: 1,
  });
  const before = memory().numTensors;
  const losses: number[] = [];
  for await (const step of fit(model, data, { loss: { squaredError }, batch: 16, epochs: 4, every: 1, ...how })) losses.push(step.loss);
  const sum = Object.values(leaves(model.weights)).reduce((all, leaf) => leaf.dataSync<'float32'>().reduce((a, b) => a + b, all), 0);
  const left = memory().numTensors - before;
  model.dispose();
  return { losses, sum, left };
}

const [alone, captured, usual] = [
  await trained({ capture: true }),
  await trained({ capture: true, group }),
  await trained({ capture: false, group }),
];
console.log(JSON.stringify({ rank: group.rank, alone, captured, usual }));
group.close();
