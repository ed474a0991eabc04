'use strict';

const { setWasmBackend } = require('@autoencoders/backend-wasm');
const { digits, take, toFlat } = require('@autoencoders/datasets');
const { chain, dense, relu, sigmoid } = require('@autoencoders/layers');
const { squaredError } = require('@autoencoders/losses');
const { autoencoder } = require('@autoencoders/models');
const { fit } = require('@autoencoders/training');

async function main() {
  const info = await setWasmBackend();
  const model = autoencoder({
    input: [64],
    encoder: chain(dense(32), relu, dense(8)),
    decoder: chain(dense(32), relu, dense(64)),
    output: sigmoid,
    seed: 1,
  });
  try {
    const { history } = await fit(model, toFlat(take(await digits(), 512)), { loss: { squaredError }, epochs: 5, seed: 1 });
    console.log(JSON.stringify({ loss: history.at(-1).loss, ...info }));
  } finally {
    model.dispose();
  }
}

void main();
