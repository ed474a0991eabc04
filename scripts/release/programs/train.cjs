'use strict';

// The same program in CommonJS.
const { setNodeBackend } = require('@autoencoders/backend-node');
const { digits, take, toFlat } = require('@autoencoders/datasets');
const { chain, dense, relu, sigmoid } = require('@autoencoders/layers');
const { squaredError } = require('@autoencoders/losses');
const { autoencoder, load, save } = require('@autoencoders/models');
const { fit } = require('@autoencoders/training');

async function main() {
  await setNodeBackend();
  const data = toFlat(take(await digits(), 512));
  const model = autoencoder({
    input: [64],
    encoder: chain(dense(32), relu, dense(8)),
    decoder: chain(dense(32), relu, dense(64)),
    output: sigmoid,
    seed: 1,
  });
  try {
    let last;
    for await (const { loss } of fit(model, data, { loss: { squaredError }, epochs: 5, seed: 1 })) last = loss;
    load(await save(model)).dispose();
    console.log(last.toFixed(3));
  } finally {
    model.dispose();
  }
}

void main();
