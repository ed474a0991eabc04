// Writes the files of the newest version of the format to test/files/v<version>, with what their models give:
//   npx turbo run build --filter=@autoencoders/models && node packages/models/scripts/version-files.mjs
// Files of older versions are never written again: a test opens all of them.
import { mkdirSync, writeFileSync } from 'node:fs';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor } from '@tensorflow/tfjs-core';
import { leaves, writeWeights } from '@autoencoders/core';
import * as layers from '@autoencoders/layers';
import { autoencoder, classifier, gaussian, parseSafetensors, regressor, save, stacked, toSafetensors, topK } from '@autoencoders/models';

const { chain, conv2d, conv2dTranspose, dense, relu, sigmoid } = layers;
await setBackend('cpu');

const [hidden, middle, units] = [dense(3), layers.center(), dense(6)];
const models = {
  dense: autoencoder({
    input: [6],
    encoder: chain(dense(4), relu, dense(2)),
    decoder: chain(dense(4), layers.tanh, dense(6)),
    output: sigmoid,
  }),
  tied: autoencoder({ input: [6], encoder: chain(hidden, layers.elu), decoder: layers.tied(hidden) }),
  variational: autoencoder({
    input: [6],
    encoder: chain(dense(4), layers.gelu),
    bottleneck: gaussian(2),
    decoder: dense(6),
    output: sigmoid,
  }),
  sparse: autoencoder({
    input: [6],
    encoder: chain(middle, units),
    bottleneck: topK(2),
    decoder: chain(layers.dictionary(6, units), layers.uncenter(middle)),
  }),
  convolutional: autoencoder({
    input: [4, 4, 1],
    encoder: chain(conv2d(2, { stride: 2 }), layers.batchNorm(), layers.leakyRelu(0.1), layers.flatten, dense(3)),
    decoder: chain(dense(8), layers.layerNorm(), layers.reshape([2, 2, 2]), conv2dTranspose(1, { stride: 2 })),
    output: sigmoid,
  }),
  stacked: stacked({
    input: [6],
    levels: [
      { encoder: chain(dense(4), sigmoid), decoder: dense(6), output: sigmoid },
      { encoder: dense(2), decoder: dense(4), output: sigmoid },
    ],
  }),
  classifier: classifier({ input: [6], encoder: chain(dense(4), layers.softplus), classes: 3 }),
  regressor: regressor({ input: [6], encoder: dense(4), targets: 2 }),
};

/** What a command keeps beside a model: see docs/file-format.md. */
const run = { variant: 'variational', dataset: 'digits', settings: { latent: 2, seed: 1 }, training: { epochs: 3 } };

const values = (count, from) => Float32Array.from({ length: count }, (_, i) => Math.sin(from + i) / 2);

const outputs = {};
for (const [name, model] of Object.entries(models)) {
  const set = Object.entries(leaves(model.weights)).map(([path, { shape, size }], i) => {
    const numbers = values(size, i + 1);
    return [path, { shape, values: path.endsWith('variance') ? numbers.map(Math.abs) : numbers }];
  });
  writeWeights(model, Object.fromEntries(set));
  const input = Array.from({ length: 2 * model.input.reduce((a, b) => a * b) }, (_, i) => ((7 * i) % 11) / 10);
  const x = tensor(input, [2, ...model.input]);
  const y = model.kind === 'classifier' ? model.probabilities(x) : model.kind === 'regressor' ? model.predict(x) : model.reconstruct(x);
  outputs[name] = { input, codes: [...model.encode(x).dataSync()], output: [...y.dataSync()] };
  let bytes = await save(model, name === 'variational' ? { metadata: { run: JSON.stringify(run) } } : {});
  const { tensors, metadata } = parseSafetensors(bytes);
  // A file may hold more than the weights, such as the state of an optimizer.
  if (name === 'tied')
    bytes = toSafetensors({ tensors: { ...tensors, 'optimizer.step': { shape: [], values: Int32Array.of(7) } }, metadata });
  const folder = new URL(`../test/files/v${JSON.parse(metadata.model).version}/`, import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL(`${name}.safetensors`, folder), bytes);
  writeFileSync(new URL('outputs.json', folder), `${JSON.stringify(outputs, null, 1)}\n`);
}
