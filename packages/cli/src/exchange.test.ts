import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fitDetector, fitSeriesDetector, pca, saveDetector } from '@autoencoders/anomaly';
import { InputError, readWeights } from '@autoencoders/core';
import { autoencoder, load, readMetadata, save } from '@autoencoders/models';
import { chain, dense, relu } from '@autoencoders/layers';
import { fitEncoder, fromCsv, readTable } from '@autoencoders/tables';
import { beforeAll, describe, expect, test } from 'vitest';
import { cli, temporaryFolder } from '../test/helpers.js';
import { chooseBackend } from './backend.js';

const at = temporaryFolder();
const flats = Array.from({ length: 80 }, (_, i) => `${700 + ((i * 37) % 90)},${40 + (i % 17)}.5,${['Lagos', 'Osaka', 'Lima'][i % 3]}`);
const csv = ['price,size,city', ...flats].join('\n');
const model = at('model.safetensors');

beforeAll(async () => {
  await chooseBackend('cpu');
  using made = autoencoder({ input: [6], encoder: chain(dense(4), relu), decoder: dense(6), seed: 3 });
  writeFileSync(model, await save(made, { metadata: { run: '{"variant":"undercomplete"}', note: 'mine' } }));
});

test('export writes an ONNX file with the record of the training', async () => {
  const { code, err } = await cli('export', model, '--out', at('model.onnx'));
  expect([code, err]).toEqual([0, `ONNX: ${at('model.onnx')}\n`]);
  const text = readFileSync(at('model.onnx'), 'latin1');
  for (const word of ['reconstruction', 'Gemm', 'encoder.0.kernel', 'mine']) expect(text).toContain(word);
  await cli('export', model, '--part', 'encoder', '--out', at('encoder.onnx'));
  expect(readFileSync(at('encoder.onnx'), 'latin1')).not.toContain('reconstruction');
});

test('export of a detector of series takes a whole series', async () => {
  const values = Float64Array.from({ length: 200 }, (_, i) => Math.sin(i / 3) + ((i * 7) % 5) / 9);
  using detector = await fitSeriesDetector({ values }, { method: pca(), window: 4, rule: { minLength: 2 } });
  writeFileSync(at('series.safetensors'), await saveDetector(detector));
  const { code, err } = await cli('export', at('series.safetensors'), '--out', at('series.onnx'));
  expect([code, err.split('\n')[1]]).toEqual([
    0,
    'It takes a whole series as it is: x, float64, one row for each step (NaN: missing), and times, if the detector learned from some.',
  ]);
  const text = readFileSync(at('series.onnx'), 'latin1');
  for (const word of ['alarm', 'contributions', '{"minLength":2}']) expect(text).toContain(word);
});

test('export for PyTorch, and import of its weights, give the model back', async () => {
  const { code } = await cli('export', model, '--to', 'pytorch', '--out', at('there'));
  expect(code).toBe(0);
  expect(readFileSync(at('there/model.py'), 'utf8')).toContain('nn.Linear(6, 4),\n            nn.ReLU(),');
  // A model of other weights.
  using other = autoencoder({ input: [6], encoder: chain(dense(4), relu), decoder: dense(6), seed: 9 });
  writeFileSync(at('other.safetensors'), await save(other, { metadata: { note: 'its own' } }));
  const imported = await cli('import', at('there/model.safetensors'), '--model', at('other.safetensors'), '--out', at('back.safetensors'));
  expect([imported.code, imported.err]).toEqual([0, `model ${at('back.safetensors')}\n`]);
  const bytes = new Uint8Array(readFileSync(at('back.safetensors')));
  expect(readMetadata(bytes)).toEqual({ note: 'its own' });
  using back = load(bytes);
  using first = load(new Uint8Array(readFileSync(model)));
  expect(await readWeights(back)).toEqual(await readWeights(first));
});

test('export for Hugging Face: a card of the run without paths of this machine, which opens again, also from an address', async () => {
  await cli('train', 'undercomplete', '--data', 'digits', '--epochs', '1', '--limit', '50', '--backend', 'cpu', '--out', at('run'));
  const { code, err } = await cli('export', at('run'), '--to', 'huggingface', '--license', 'mit', '--onnx', '--out', at('card'));
  expect([code, err]).toEqual([0, `Hugging Face: ${at('card')}\n`]);
  expect(existsSync(at('card/onnx/model.onnx'))).toBe(true);
  const card = readFileSync(at('card/README.md'), 'utf8');
  for (const words of ['license: "mit"', '# run', '## Data\n\ndigits', '| variant | undercomplete |', '| test loss |', 'value: '])
    expect(card).toContain(words);
  expect((await cli('info', at('card'))).out).toContain('undercomplete');
  let served = at('card/model.safetensors');
  const server = createServer((_, response) => response.end(readFileSync(served))).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/card`;
  const opened = await cli('info', address);
  expect([opened.code, opened.out.includes('undercomplete')]).toEqual([0, true]);
  for (const out of ['codes.csv', 'pictures.png', 'imported.safetensors']) {
    const line = { 'codes.csv': ['encode'], 'pictures.png': ['reconstruct', '--count', '2'], 'imported.safetensors': ['import'] }[out]!;
    const ran = await cli(...line, address, ...(out === 'imported.safetensors' ? [] : ['--backend', 'cpu']), '--out', at(out));
    expect([ran.code, existsSync(at(out))], ran.err).toEqual([0, true]);
  }
  await cli('export', at('run'), '--to', 'pytorch', '--out', at('torch'));
  served = at('torch/model.safetensors');
  expect((await cli('info', address)).err).toContain(
    'weights of another tool; load them into a model of the same layers with import --model',
  );
  expect((await cli('import', address, '--model', at('run'), '--out', at('from-address.safetensors'))).code).toBe(0);
  server.closeAllConnections();
  server.close();
  using made = load(new Uint8Array(readFileSync(model)));
  const info = {
    variant: 'undercomplete',
    dataset: '/home/somebody/secret.csv',
    settings: { latent: 4, seed: 0 },
    training: { testLoss: 0.5 },
  };
  writeFileSync(at('mine.safetensors'), await save(made, { metadata: { run: JSON.stringify(info) } }));
  await cli('export', at('mine.safetensors'), '--to', 'huggingface', '--out', at('mine'));
  for (const name of readdirSync(at('mine'))) expect(readFileSync(at('mine', name), 'latin1')).not.toContain('somebody');
  expect(readFileSync(at('mine/README.md'), 'utf8')).toContain('| test loss | 0.5 |');
});

describe('of a table', () => {
  const encoder = (async () => {
    const { table, schema } = await readTable(fromCsv(csv));
    return { encoder: await fitEncoder(schema, table), table };
  })();

  test('export of a model takes the columns as they are', async () => {
    const { encoder: fitted } = await encoder;
    using made = autoencoder({ input: [fitted.width], encoder: dense(2), decoder: dense(fitted.width), seed: 3 });
    writeFileSync(at('flats.safetensors'), await save(made, { metadata: { table: JSON.stringify(fitted) } }));
    const { code, err } = await cli('export', at('flats.safetensors'), '--out', at('flats.onnx'));
    expect([code, err]).toEqual([0, expect.stringContaining('It takes the columns of the table as they are')]);
    const text = readFileSync(at('flats.onnx'), 'latin1');
    for (const word of ['LabelEncoder', 'price', 'reconstruction']) expect(text).toContain(word);
    const decoder = await cli('export', at('flats.safetensors'), '--part', 'decoder', '--out', at('decoder.onnx'));
    expect([decoder.code, decoder.err]).toEqual([0, `ONNX: ${at('decoder.onnx')}\n`]);
    const pytorch = await cli('export', at('flats.safetensors'), '--to', 'pytorch', '--out', at('flats'));
    expect(pytorch.err).toContain('It takes the features');
  });

  test('export of a detector writes its score and its threshold', async () => {
    const { encoder: fitted, table } = await encoder;
    using detector = await fitDetector(fitted.encode(table), { encoder: fitted, method: pca() });
    writeFileSync(at('detector.safetensors'), await saveDetector(detector));
    const { code, err } = await cli('export', at('detector.safetensors'), '--out', at('detector.onnx'));
    expect([code, err]).toEqual([0, expect.stringContaining('ONNX: ')]);
    const text = readFileSync(at('detector.onnx'), 'latin1');
    for (const word of ['Scan', 'alarm', 'contributions', String(detector.threshold.value)]) expect(text).toContain(word);
    const pytorch = await cli('export', at('detector.safetensors'), '--to', 'pytorch');
    expect([pytorch.code, pytorch.err]).toEqual([2, expect.stringContaining('a detector has no counterpart in PyTorch; use --to onnx')]);
    const part = await cli('export', at('detector.safetensors'), '--part', 'encoder');
    expect([part.code, part.err]).toEqual([2, expect.stringContaining('--part is for models')]);
  });
});

test.each([
  [/--license is for --to huggingface/, ['export', model, '--license', 'mit']],
  [/a folder for Hugging Face has the whole model/, ['export', model, '--to', 'huggingface', '--part', 'encoder']],
  [/127.0.0.1:9\/model.safetensors cannot be read/, ['info', 'http://127.0.0.1:9']],

  [/is not there; give a model file/, ['export', 'nowhere']],
  [/--part is for --to onnx/, ['export', model, '--to', 'pytorch', '--part', 'encoder']],
  [/nowhere.safetensors is not there/, ['import', 'nowhere.safetensors', '--model', model, '--out', at('x')]],
])('bad input: %s', async (message, line) => {
  const { code, err } = await cli(...line);
  expect([code, err]).toEqual([2, expect.stringMatching(message)]);
  expect(err).not.toContain(InputError.name);
});
