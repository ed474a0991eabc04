import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setBackend, tensor, tensor2d, tensor4d, zeros } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { adam, linearWarmUp, readWeights } from '@autoencoders/core';
import { chain, dense, flatten, relu, reshape, sigmoid } from '@autoencoders/layers';
import { squaredError } from '@autoencoders/losses';
import { autoencoder, stacked } from '@autoencoders/models';
import { fit, pretrain } from '@autoencoders/training';
import { decode } from 'fast-png';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { summaryWriter, tensorboard as toSink, toProjector } from '../src/index.js';
import { eventFile, tensorboard } from '../src/node.js';
import { crc32c } from '../src/tensorboard/record.js';
import { pythonWith, runPython } from './python.js';

const python = pythonWith('google.protobuf');
const folder = mkdtempSync(join(tmpdir(), 'autoencoders-tensorboard-'));
const at = (name: string): string => join(folder, name);
beforeAll(() => setBackend('cpu'));
afterAll(() => rmSync(folder, { recursive: true }));

const newModel = () =>
  autoencoder({
    input: [2, 2, 1],
    encoder: chain(flatten, dense(3), relu),
    decoder: chain(dense(4), reshape([2, 2, 1])),
    output: sigmoid,
    seed: 1,
  });
const data = () =>
  tensor4d(
    Array.from({ length: 24 }, (_, i) => ((i * 7) % 10) / 10),
    [6, 2, 2, 1],
  );
const options = { loss: { squaredError }, epochs: 3, batch: 2, seed: 1, validation: 1 / 3 };

interface Event {
  readonly seconds: number;
  readonly step: number;
  readonly version: string;
  readonly values: Readonly<Record<string, any>>;
}

/** The events of the only file in a folder, as a reader of its own reads them. */
function eventsIn(name: string): readonly Event[] {
  const [file, ...more] = readdirSync(at(name)).filter((each) => each.startsWith('events.out.tfevents.'));
  expect(more).toEqual([]);
  return JSON.parse(runPython(python!, [join(import.meta.dirname, 'read_events.py'), join(at(name), file!)])) as Event[];
}

test('CRC-32C of the examples in RFC 3720', () => {
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
  expect(crc32c(new TextEncoder().encode('123456789'))).toBe(0xe3069283);
});

test.skipIf(!python)('a training in one line: losses, learning rate, weights, pictures and hyper-parameters', async () => {
  using model = newModel();
  const x = data();
  const learningRate = linearWarmUp(0.01, { steps: 4 });
  const run = fit(model, x, { ...options, optimizer: adam({ learningRate }) });
  const history = [];
  const summaries = { model, examples: x, learningRate, hyperparameters: { variant: 'plain', units: 3, masked: false } };
  for await (const progress of tensorboard(run, at('a/run'), summaries)) history.push(progress);
  const [first, start, ...rest] = eventsIn('a/run');
  expect(first).toMatchObject({ step: 0, version: 'brain.Event:2', values: {} });
  expect(Math.abs(first!.seconds - Date.now() / 1000)).toBeLessThan(600);
  expect(rest.map(({ step }) => step)).toEqual([2, 4, 6, 0]);
  for (const [i, { values }] of rest.slice(0, 3).entries()) {
    const { loss, validation, examplesPerSecond } = history[i]!;
    expect(values).toMatchObject({
      'loss/train': Math.fround(loss),
      'loss/squaredError/train': Math.fround(loss),
      'loss/validation': Math.fround(validation!.loss),
      learning_rate: Math.fround(Math.min(1, (2 * (i + 1)) / 4) * 0.01),
      examples_per_second: Math.fround(examplesPerSecond),
    });
  }
  const { values } = rest[2]!;
  for (const [path, { values: weights }] of Object.entries(await readWeights(model))) {
    const { min, max, num, sum, limits, counts } = values[`weights/${path}`];
    expect([min, max, num]).toEqual([Math.min(...weights), Math.max(...weights), weights.length]);
    expect(sum).toBeCloseTo(
      weights.reduce((all, weight) => all + weight, 0),
      5,
    );
    expect([limits.at(-1), counts.reduce((all: number, count: number) => all + count, 0)]).toEqual([max, num]);
  }
  const { size, png } = values.reconstructions;
  const { data: pixels, ...picture } = decode(Buffer.from(png, 'base64'));
  expect([size, picture.width, picture.height]).toEqual([[4, 12, 1], 12, 4]);
  const numbers = [...(await x.data()), ...(await model.reconstruct(x).data())];
  // Example 1 of the first row, and its reconstruction below.
  for (const [row, first] of [
    [0, 4],
    [2, 28],
  ] as const)
    expect([pixels[row * 12 + 2], pixels[(row + 1) * 12 + 3]]).toEqual(
      [numbers[first]!, numbers[first + 3]!].map((v) => Math.round(255 * v)),
    );
  expect(start!.values['_hparams_/experiment']).toEqual({
    plugin: 'hparams',
    content: {
      experiment: {
        hparam_infos: [
          { name: 'variant', type: 1 },
          { name: 'units', type: 3 },
          { name: 'masked', type: 2 },
        ],
        metric_infos: [{ name: { tag: 'loss/train' } }, { name: { tag: 'loss/validation' } }],
      },
    },
  });
  const { hparams } = start!.values['_hparams_/session_start_info'].content.session_start_info;
  expect(hparams).toEqual([
    { key: 'variant', value: 'plain' },
    { key: 'units', value: 3 },
    { key: 'masked', value: false },
  ]);
  expect(rest[3]!.values['_hparams_/session_end_info'].content.session_end_info.status).toBe(1);
});

test.skipIf(!python)('levels have tags of their own, and leaving the loop ends the run well', async () => {
  using stack = stacked({
    input: [4],
    levels: [
      { encoder: dense(3), decoder: dense(4) },
      { encoder: dense(2), decoder: dense(3) },
    ],
  });
  const run = pretrain(stack, tensor2d([0, 1, 2, 3, 1, 0, 1, 0], [2, 4]), { loss: { squaredError }, epochs: 1, batch: 1, every: 1 });
  for await (const { level } of tensorboard(run, at('levels'), { hyperparameters: { a: 1 } })) if (level === 2) break;
  const events = eventsIn('levels');
  expect(events.slice(2).flatMap(({ values }) => Object.keys(values))).toEqual(
    expect.arrayContaining(['level-1/loss/train', 'level-2/loss/squaredError/train']),
  );
  expect(events.at(-1)!.values['_hparams_/session_end_info'].content.session_end_info.status).toBe(1);
});

test.skipIf(!python)('values of one’s own, numbers that are not finite, and many calls at once keep their order', async () => {
  const writer = await summaryWriter(await eventFile(at('own')));
  void writer.addScalar('mine', 1.5, 3);
  void writer.addHistogram('values', [1, 2, NaN, Infinity, 2], 2 ** 40);
  void writer.addHistogram('none', [NaN], 5);
  void writer.addHistogram('equal', tensor([2, 2]), 5);
  void writer.addPictures('colours', { shape: [1, 1, 2, 3], values: [0, 0.5, 1, NaN, -1, 7] }, 6);
  await writer.add({ epoch: 1, step: 1, steps: Infinity, loss: NaN, terms: {} });
  await writer.close();
  await writer.addScalar('late', 1, 1);
  const [, scalar, histogram, equal, colours, progress, ...more] = eventsIn('own');
  expect([scalar!.values.mine, scalar!.step]).toEqual([1.5, 3]);
  expect(histogram).toMatchObject({ step: 2 ** 40, values: { values: { min: 1, max: 2, num: 3, sum: 5, sum_squares: 9 } } });
  expect(equal!.values.equal).toMatchObject({ limits: [2], counts: [2] });
  expect([...decode(Buffer.from(colours!.values.colours.png, 'base64')).data]).toEqual([0, 128, 255, 0, 0, 255]);
  expect(progress!.values).toEqual({ 'loss/train': 'nan' });
  expect(more).toEqual([]);
});

test('a sink that fails stops the events, with one sentence, and not the training', async () => {
  using model = newModel();
  const notices: string[] = [];
  let written = 0;
  const sink = {
    write() {
      written += 1;
      if (written > 2) throw new Error('ENOSPC: no space left on device');
    },
  };
  const epochs = [];
  for await (const { epoch } of toSink(fit(model, data(), options), sink, { onNotice: (notice) => notices.push(notice) }))
    epochs.push(epoch);
  expect(epochs).toEqual([1, 2, 3]);
  expect(notices).toEqual(['tensorboard: events cannot be written: ENOSPC: no space left on device. Training goes on without them']);
  expect(written).toBe(3);
});

test('a folder that cannot be written fails before the first step', async () => {
  using model = newModel();
  const before = await readWeights(model);
  writeFileSync(at('file'), '');
  const begin = (name: string) => tensorboard(fit(model, data(), options), name).next();
  await expect(begin(at('file'))).rejects.toThrow(/^eventFile: .*file is a file; name a folder$/);
  await expect(begin(at('file/within'))).rejects.toThrow(/ENOTDIR: not a directory/);
  await expect(begin('')).rejects.toThrow('eventFile: "" is not the name of a folder');
  expect(await readWeights(model)).toEqual(before);
});

test('two files of the same second, in one folder', async () => {
  const files = await Promise.all([1, 2, 3].map(() => eventFile(at('same'))));
  for (const file of files) await file.close!();
  expect(new Set(files.map(({ path }) => path)).size).toBe(3);
});

test('bad input', async () => {
  using model = newModel();
  const nothing = { write: () => undefined };
  const made = (options: object) => summaryWriter(nothing, options);
  await expect(summaryWriter({} as any)).rejects.toThrow('summaryWriter: the sink must have a function write');
  await expect(made({ examples: data() })).rejects.toThrow('summaryWriter: examples need a model that reconstructs, not undefined');
  await expect(made({ model, examples: zeros([3, 4]) })).rejects.toThrow(
    'examples must be a tensor [n, …] of examples of [2, 2, 1], not [3, 4]',
  );
  await expect(made({ model, examples: data(), pictureShape: [3, 2, 1] })).rejects.toThrow('pictureShape [3, 2, 1] does not have the size');
  await expect(made({ hyperparameters: { a: [1] } })).rejects.toThrow('hyperparameters.a must be a text, a number, true or false');
  await expect(made({ weights: true })).rejects.toThrow(/weights/);
  const writer = await made({});
  expect(() => writer.addScalar('', 1, 1)).toThrow('addScalar: the tag must be a text');
  expect(() => writer.addScalar('a', 1, -1)).toThrow('addScalar: step');
  expect(() => writer.addPictures('a', zeros([1, 2, 2, 2]), 1)).toThrow('a picture is [height, width, channels] with 1, 3 or 4 channels');
});

test('codes for the projector', async () => {
  const codes = tensor([0.1, -2, 3, 1e-9], [2, 2]);
  const files = await toProjector(codes, {
    labels: { class: ['a\tb', 'c'], row: [0, 1] },
    pictures: tensor([0, 1, 0.5, 0.2], [2, 1, 2, 1]),
  });
  const { 'sprite.png': sprite, ...texts } = files;
  expect(texts).toEqual({
    'projector_config.pbtxt': `embeddings {
  tensor_name: "codes"
  tensor_path: "codes.tsv"
  metadata_path: "metadata.tsv"
  sprite {
    image_path: "sprite.png"
    single_image_dim: 2
    single_image_dim: 1
  }
}
`,
    'codes.tsv': '0.100000001\t-2\n3\t9.99999972e-10\n',
    'metadata.tsv': 'class\trow\na b\t0\nc\t1\n',
  });
  const { width, height, data: pixels } = decode(sprite as Uint8Array);
  expect([width, height, ...pixels]).toEqual([4, 1, 0, 255, 128, 51]);
  expect((await toProjector(codes, { labels: [3, 4] }))['metadata.tsv']).toBe('3\n4\n');
  await expect(toProjector(codes, { labels: [1] })).rejects.toThrow('there are 2 codes, and labels "label" has 1');
  await expect(toProjector(codes, { pictures: zeros([3, 1, 1, 1]) })).rejects.toThrow('there are 2 codes, and pictures [3, 1, 1, 1]');
  await expect(toProjector(codes, { name: 'a/b' })).rejects.toThrow('the name must have letters');
  await expect(toProjector(zeros([2]))).rejects.toThrow('codes must be [n, latents]');
});
