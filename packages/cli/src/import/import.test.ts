import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { zeros } from '@tensorflow/tfjs-core';
import { readWeights } from '@autoencoders/core';
import { toSafetensors } from '@autoencoders/core/internal';
import { chain, dense, relu } from '@autoencoders/layers';
import { autoencoder, load, save } from '@autoencoders/models';
import { beforeAll, expect, test } from 'vitest';
import { cli, temporaryFolder } from '../../test/helpers.js';
import { chooseBackend } from '../backend.js';

/** Files of Keras, made by Keras itself or by h5py: see `packages/exchange/test/keras`. */
const keras = (name: string): string => fileURLToPath(new URL(`../../../exchange/test/keras/files/${name}`, import.meta.url));
const at = temporaryFolder();
const opened = (path: string) => load(new Uint8Array(readFileSync(path)));
const model = at('model.safetensors');

beforeAll(async () => {
  await chooseBackend('cpu');
  using made = autoencoder({ input: [64], encoder: chain(dense(8), relu, dense(3)), decoder: dense(64), seed: 3 });
  writeFileSync(model, await save(made, { metadata: { note: 'mine' } }));
  for (const part of ['encoder', 'decoder'])
    writeFileSync(at(`${part}.keras`), gunzipSync(readFileSync(keras(`../keras-io/generative-${part}.keras.gz`))));
});

test.each([
  ['.keras', [keras('deep.keras')], 'codes: the layer dense_1, 5 numbers'],
  ['.h5', [keras('deep.h5')], 'codes: the layer dense_5, 5 numbers'],
  ['.h5 of weights', [keras('deep.weights.h5'), '--config', keras('deep.json')], 'codes: the layer dense_5, 5 numbers'],
  ['layer by number', [keras('convolutional.keras'), '--codes', '5'], 'note: noise: GaussianNoise acts in training alone'],
  ['two files', [at('encoder.keras'), '--decoder', at('decoder.keras')], 'codes: the layer z_mean, 2 numbers'],
])('Keras: %s', async (_, line, printed) => {
  const { code, err } = await cli('import', ...line, '--out', at('keras.safetensors'));
  expect([code, err]).toEqual([0, expect.stringContaining(printed)]);
  expect(err).toContain(`model ${at('keras.safetensors')}\n`);
  using back = opened(at('keras.safetensors')) as any;
  expect(back.reconstruct(zeros([1, ...back.input])).shape).toEqual([1, ...back.input]);
});

test('a model of Keras is evaluated, encoded, drawn and exported as one of our own', async () => {
  await cli('import', at('encoder.keras'), '--decoder', at('decoder.keras'), '--out', at('mine.safetensors'));
  const data = ['--data', 'mnist', '--backend', 'cpu'];
  const pictures = await cli('reconstruct', at('mine.safetensors'), ...data, '--count', '2', '--out', at('pictures.png'));
  expect([pictures.code, pictures.err]).toEqual([0, `examples above their reconstructions in ${at('pictures.png')}\n`]);
  expect((await cli('sample', at('mine.safetensors'), '--count', '2', '--backend', 'cpu', '--out', at('samples.png'))).code).toBe(0);
  expect((await cli('export', at('mine.safetensors'), '--out', at('mine.onnx'))).code).toBe(0);
  expect((await cli('export', at('mine.safetensors'), '--to', 'huggingface', '--out', at('card'))).code).toBe(0);
  expect((await cli('import', at('card'), '--out', at('again.safetensors'))).code).toBe(0);
  expect(await readWeights(opened(at('again.safetensors')))).toEqual(await readWeights(opened(at('mine.safetensors'))));
});

test('export for TensorFlow.js, and import of its folder, give the model back; a part is written', async () => {
  const { code, err } = await cli('export', model, '--to', 'tfjs', '--out', at('tfjs'));
  expect([code, err]).toEqual([0, `TensorFlow.js: ${at('tfjs')}\n`]);
  for (const path of [at('tfjs'), at('tfjs/model.json')]) {
    const imported = await cli('import', path, '--out', at('back.safetensors'));
    expect([imported.code, imported.err]).toEqual([0, `codes: the layer codes, 3 numbers\nmodel ${at('back.safetensors')}\n`]);
    using back = opened(at('back.safetensors'));
    using first = opened(model);
    expect(Object.values(await readWeights(back))).toEqual(Object.values(await readWeights(first)));
  }
  await cli('evaluate', at('back.safetensors'), '--data', 'digits', '--backend', 'cpu').then((ran) => expect(ran.out).toContain('loss'));
  for (const part of ['encoder', 'decoder']) await cli('export', model, '--to', 'tfjs', '--part', part, '--out', at(part));
  const both = await cli('import', at('encoder'), '--decoder', at('decoder'), '--out', at('both.safetensors'));
  expect([both.code, both.err]).toEqual([0, expect.stringContaining('3 numbers')]);
});

test('weights of PyTorch in a folder; a model of our own is copied', async () => {
  await cli('export', model, '--to', 'pytorch', '--out', at('there'));
  expect((await cli('import', at('there'), '--model', model, '--out', at('same.safetensors'))).code).toBe(0);
  expect((await cli('import', model, '--out', at('copy.safetensors'))).code).toBe(0);
  for (const copy of ['same.safetensors', 'copy.safetensors']) expect(readFileSync(at(copy))).toEqual(readFileSync(model));
});

/** A folder with a `model.json` of these weight files. */
function hostile(name: string, paths: readonly string[]): string {
  mkdirSync(at(name));
  writeFileSync(at(name, 'model.json'), JSON.stringify({ modelTopology: {}, weightsManifest: [{ paths, weights: [] }] }));
  return at(name);
}

test.each<[RegExp, () => readonly string[]]>([
  [/nothing.keras is not there/, () => [at('nothing.keras')]],
  [/is neither a file of Keras \(.keras, .h5\), nor/, () => (writeFileSync(at('text.txt'), 'some words'), [at('text.txt')])],
  [
    /cut.safetensors is damaged: safetensors: /,
    () => (writeFileSync(at('cut.safetensors'), readFileSync(model).subarray(0, 99)), [at('cut.safetensors')]),
  ],
  [
    /a file of torch\.save, which holds Python code/,
    () => (writeFileSync(at('x.pt'), `PK\x03\x04${'\0'.repeat(26)}archive/data.pkl`), [at('x.pt')]),
  ],
  [/has neither a model.json nor a model.safetensors/, () => (mkdirSync(at('empty')), [at('empty')])],
  [/--model is not for files of Keras/, () => [keras('deep.keras'), '--model', model]],
  [/--config is not for models of TensorFlow.js layers/, () => [hostile('none', []), '--config', model]],
  [/--codes is not for models of these packages/, () => [model, '--codes', '1']],
  [/--decoder-config is not for models of these packages/, () => [model, '--decoder-config', '1']],
  [/names the weight file \.\.\/model\.safetensors, which is not in its folder/, () => [hostile('up', ['../model.safetensors'])]],
  [/names the weight file \/dev\/zero, which is not in its folder/, () => [hostile('device', ['/dev/zero'])]],
  [/names a weight file twice/, () => [hostile('twice', ['a', 'a'])]],
  [/missing\.bin is not there/, () => [hostile('missing', ['missing.bin'])]],
  [/model.json is not JSON; the file is damaged/, () => (writeFileSync(at('model.json'), '{'), [at('model.json')])],
  [
    /holds weights and no layers; write what model.to_json\(\) gives into a file, and name it with --config/,
    () => [keras('deep.weights.h5')],
  ],
  [/no weights; import the file of the weights, and name this one with --config/, () => [keras('deep.json')]],
  [/say it with --codes and its name or its number: 0 /, () => [keras('convolutional.keras')]],
  [/deep.keras: --codes "x" is no layer/, () => [keras('deep.keras'), '--codes', 'x']],
  [/holds weights and no layers; name a model of the same layers with --model/, () => [at('there/model.safetensors')]],
  [/: --name has "fc", which the model does not have/, () => [at('there'), '--model', model, '--name', 'fc=1']],
  [
    /: --name encoder\.0\.weight is "x", which the file does not have/,
    () => [at('there'), '--model', model, '--name', 'encoder.0.weight=x'],
  ],
  [/It must be one to three sizes, such as 784 or 28x28x1/, () => [keras('deep.keras'), '--input', '1x2x3x4']],
])('bad input: %s', async (message, line) => {
  const { code, err } = await cli('import', ...line(), '--out', at('never.safetensors'));
  expect([code, err]).toEqual([2, expect.stringMatching(message)]);
  expect(() => readFileSync(at('never.safetensors'))).toThrow('ENOENT');
});

test('weights of the same shapes are asked for in the words of the command', async () => {
  const tensors = Object.fromEntries(
    ['a', 'b'].flatMap((name) => [
      [`${name}.weight`, { shape: [2, 2], values: new Float32Array(4) }],
      [`${name}.bias`, { shape: [2], values: new Float32Array(2) }],
    ]),
  );
  using square = autoencoder({ input: [2], encoder: dense(2), decoder: dense(2), seed: 3 });
  writeFileSync(at('square.safetensors'), await save(square));
  writeFileSync(at('weights.safetensors'), toSafetensors({ tensors, metadata: {} }));
  const { code, err } = await cli(
    'import',
    at('weights.safetensors'),
    '--model',
    at('square.safetensors'),
    '--out',
    at('never.safetensors'),
  );
  expect([code, err]).toEqual([2, expect.stringContaining('say which with --name encoder.0.weight=…')]);
});
