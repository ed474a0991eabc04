import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor2d } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { InputError } from '@autoencoders/core';
import { rowCount, sliceRows } from '@autoencoders/core/internal';
import type { ArrayDataset, Dataset, IndexedDataset, Loss, StreamDataset } from '@autoencoders/core';
import { chain, dense } from '@autoencoders/layers';
import { binaryCrossEntropy, softmaxCrossEntropy, squaredError } from '@autoencoders/losses';
import { classifier, stacked } from '@autoencoders/models';
import { digitsLike, expectNoLeaks } from '@autoencoders/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { plainModel, tiny, weightsOf } from '../test/helpers.js';
import { evaluate } from './evaluate.js';
import { fit } from './fit.js';
import { encode, reconstruct } from './predict.js';
import { pretrain } from './pretrain.js';

beforeAll(() => setBackend('cpu'));

const COUNT = 100;
const x = digitsLike(COUNT);
const values = x.dataSync<'float32'>().slice();
const labels = Int32Array.from({ length: COUNT }, (_, i) => i % 3);
const memory: ArrayDataset = { shape: [64], values, labels };

const indexed = (dataset: ArrayDataset, later = true): IndexedDataset => ({
  shape: dataset.shape,
  count: rowCount(dataset),
  rows(places) {
    const parts = Array.from(places, (place) => sliceRows(dataset, place, place + 1));
    const rows = {
      ...dataset,
      values: parts.flatMap(({ values }) => Array.from(values)),
      labels: parts.flatMap((part) => Array.from(part.labels!)),
    };
    return later ? new Promise((resolve) => setTimeout(resolve, 0, rows)) : rows;
  },
});

/** Chunks of the given sizes again and again. `open` says how many are being read. */
function stream(dataset: ArrayDataset, sizes: readonly number[] = [7], more: object = {}): StreamDataset & { open: number } {
  return {
    shape: dataset.shape,
    open: 0,
    async *chunks() {
      this.open++;
      try {
        for (let at = 0, i = 0; at < rowCount(dataset); i++) {
          const end = Math.min(rowCount(dataset), at + sizes[i % sizes.length]!);
          yield sliceRows(dataset, at, end);
          at = end;
        }
      } finally {
        this.open--;
      }
    },
    ...more,
  };
}

const options = { loss: { squaredError }, epochs: 2, batch: 16, seed: 5 };

async function trained(data: Tensor2D | Dataset, more: object = {}): Promise<{ weights: number[]; losses: number[] }> {
  using model = plainModel();
  const { history } = await fit(model, data, { ...options, ...more });
  return { weights: weightsOf(model), losses: history.map(({ validation, loss }) => validation?.loss ?? loss) };
}

describe('the same examples give the same weights to the last bit', () => {
  test.each<[string, Dataset]>([
    ['in memory', memory],
    ['read by rows, later', indexed(memory)],
    ['read by rows, at once', indexed(memory, false)],
  ])('%s', async (_, dataset) => {
    expect(await trained(dataset)).toEqual(await trained(x));
    expect(await trained(dataset, { validation: 0.2 })).toEqual(await trained(x, { validation: 0.2 }));
    expect(await trained(dataset, { validation: x })).toEqual(await trained(x, { validation: dataset }));
  });

  test('as a stream in their own order', async () => {
    expect(await trained(stream(memory), { shuffle: false })).toEqual(await trained(x, { shuffle: false }));
  });

  test('of images for a model of flat rows', async () => {
    expect(await trained({ ...memory, shape: [8, 8, 1] })).toEqual(await trained(x));
  });

  test.each<[string, (numbers: Float32Array) => ArrayDataset['values']]>([
    ['bytes', (numbers) => Uint8Array.from(numbers)],
    ['whole numbers', (numbers) => Int32Array.from(numbers)],
    ['float64', (numbers) => Float64Array.from(numbers)],
    ['a list', (numbers) => Array.from(numbers)],
  ])('as %s', async (_, cast) => {
    const whole = values.map((value) => Math.round(value));
    const floats = await trained({ shape: [64], values: whole });
    expect(await trained({ shape: [64], values: cast(whole) })).toEqual(floats);
    expect(await trained(stream({ shape: [64], values: cast(whole) }), { shuffle: false })).toEqual(
      await trained({ shape: [64], values: whole }, { shuffle: false }),
    );
  });
});

describe('a stream', () => {
  test('is shuffled by the seed alone, whatever its chunks are', async () => {
    const one = await trained(stream(memory, [7]));
    expect(await trained(stream(memory, [1, 30, 13]))).toEqual(one);
    expect(await trained(stream(memory, [7], { count: COUNT }))).toEqual(one);
    expect(await trained(stream(memory, [7]), { seed: 6 })).not.toEqual(one);
  });

  test('of unknown length has no end until the first epoch is over', async () => {
    using model = plainModel();
    const steps: (readonly [number, number])[] = [];
    for await (const progress of fit(model, stream(memory), { ...options, every: 3 })) steps.push([progress.step, progress.steps]);
    expect(steps).toEqual([
      [3, Infinity],
      [6, Infinity],
      [7, 7],
      [3, 7],
      [6, 7],
      [7, 7],
    ]);
  });

  test('sets a share of its examples aside, each once', async () => {
    const seen: number[] = [];
    const spy: Loss = (pass) => {
      seen.push(...Array.from(pass.target.dataSync()));
      return squaredError(pass);
    };
    using model = tiny(1);
    const numbers = { shape: [1], values: Float32Array.from({ length: 500 }, (_, i) => i) };
    await fit(model, stream(numbers, [13]), {
      loss: { spy },
      epochs: 1,
      batch: 50,
      validation: 0.2,
      optimizer: { init: () => ({}), update: (_, state, weights) => ({ state, weights }) },
    });
    expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from(numbers.values));
    expect(seen.slice(0, 300)).not.toEqual(seen.slice(0, 300).toSorted((a, b) => a - b));
  });

  test('is closed when the loop is left, when a step fails, and at the end, and leaves no tensors', async () => {
    const data = stream(memory, [5]);
    await expectNoLeaks(async () => {
      using model = plainModel();
      for await (const { step } of fit(model, data, { ...options, every: 1 })) if (step === 2) break;
      expect(data.open).toBe(0);
      const fails: Loss = () => {
        throw new RangeError('no');
      };
      await expect(fit(model, data, { ...options, loss: { fails } })).rejects.toThrow('no');
      expect(data.open).toBe(0);
      await fit(model, data, { ...options, seed: 8 });
      expect(data.open).toBe(0);
    });
  });

  test('that breaks off fails with its own error, and the model keeps the steps before', async () => {
    using model = plainModel();
    const before = weightsOf(model);
    const broken = stream(memory, [20], {
      async *chunks() {
        yield sliceRows(memory, 0, 60);
        throw new InputError('line 61: no number');
      },
    });
    await expect(fit(model, broken, { ...options, shuffle: false })).rejects.toThrow(new InputError('line 61: no number'));
    expect(weightsOf(model)).not.toEqual(before);
    expect(weightsOf(model).every(Number.isFinite)).toBe(true);
  });
});

test('labels and targets come with a dataset', async () => {
  const model = () => classifier({ input: [64], encoder: dense(8), classes: 3, seed: 1 });
  const weights: number[][] = [];
  for (const [data, target] of [
    [x, labels],
    [memory, undefined],
    [indexed(memory), undefined],
  ] as const) {
    using each = model();
    await fit(each, data, { ...options, loss: { softmaxCrossEntropy }, target });
    weights.push(weightsOf(each));
  }
  expect(weights[1]).toEqual(weights[0]);
  expect(weights[2]).toEqual(weights[0]);
});

test('evaluate reads all kinds alike', async () => {
  using model = plainModel();
  const expected = await evaluate(model, x, { loss: { squaredError } });
  for (const data of [memory, indexed(memory), stream(memory)])
    expect(await evaluate(model, data, { loss: { squaredError } })).toEqual(expected);
});

test('encode and reconstruct give the same examples as the model, with their labels', async () => {
  using model = plainModel();
  const [codes, outputs] = [model.encode(x), model.reconstruct(x)];
  for (const data of [memory, indexed(memory), stream(memory)]) {
    for (const [made, expected] of [
      [encode(model, data, { batch: 33 }), codes],
      [reconstruct(model, data), outputs],
    ] as const) {
      const found = { values: [] as number[], labels: [] as number[] };
      await expectNoLeaks(async () => {
        for await (const chunk of made.chunks()) {
          found.values.push(...chunk.values);
          found.labels.push(...Array.from(chunk.labels!));
        }
      });
      expect(found.labels).toEqual(Array.from(labels));
      expect(found.values).toEqual(Array.from(expected.dataSync()));
      expect(made.shape).toEqual(expected.shape.slice(1));
    }
  }
  codes.dispose();
  outputs.dispose();
  expect(() => encode(model, { shape: [3], values: [1, 2, 3] })).toThrow(
    'encode: the examples of data have shape [3], the model takes [64]',
  );
});

test('pretrain reads all kinds alike', async () => {
  const weights: number[][] = [];
  for (const data of [x, memory, indexed(memory), stream(memory)]) {
    using stack = stacked({
      input: [64],
      levels: [
        { encoder: dense(16), decoder: dense(64) },
        { encoder: dense(4), decoder: dense(16) },
      ],
      seed: 2,
    });
    await pretrain(stack, data, { ...options, shuffle: false });
    weights.push(weightsOf(stack));
  }
  expect(weights[1]).toEqual(weights[0]);
  expect(weights[2]).toEqual(weights[0]);
  // The codes of a stream are computed again for each batch instead of being kept.
  weights[3]!.forEach((weight, i) => expect(weight).toBeCloseTo(weights[0]![i]!, 5));
});

test('cells that are missing do not count, whatever fills them', async () => {
  const mask = Uint8Array.from(values, (_, i) => (i % 5 === 0 ? 0 : 1));
  const filled = (fill: number) => values.map((value, i) => (mask[i] ? value : fill));
  const lossOf = async (fill: number, data: (dataset: ArrayDataset) => Dataset) => {
    // One weight, so that what fills a cell of the input reaches no other cell.
    using model = tiny(0.5, 64);
    return [
      (await evaluate(model, data({ shape: [64], values: filled(fill), mask }), { loss: { squaredError } })).loss,
      (await fit(model, data({ shape: [64], values: filled(fill), mask }), options)).history.map(({ loss }) => loss),
    ];
  };
  const expected = await lossOf(0, (dataset) => dataset);
  expect(await lossOf(7, (dataset) => dataset)).toEqual(expected);
  expect((await lossOf(7, (dataset) => stream(dataset)))[0]).toEqual(expected[0]);
});

describe('refuses', () => {
  const wrong = values.slice();
  wrong[64 * 70 + 3] = NaN;
  test.each<[message: string, data: unknown, more?: object]>([
    ['fit: the examples of data have shape [63], the model takes [64]', { shape: [63], values: new Float32Array(63) }],
    ['fit: the 65 values of data do not divide into examples of shape [64], of 64 numbers', { shape: [64], values: new Float32Array(65) }],
    ['fit: data has no examples', { shape: [64], values: [] }],
    ['fit: data has 64 values, and 3 in its mask', { shape: [64], values: new Float32Array(64), mask: new Uint8Array(3) }],
    ['fit: data has 1 examples and 2 labels', { shape: [64], values: new Float32Array(64), labels: [1, 2] }],
    ['fit: the shape of data must be whole numbers of 1 or more, not [0]', { shape: [0], values: [] }],
    [
      'fit: data is read bit by bit, so its targets must come with it, as targets or labels of its chunks, not as target',
      stream(memory),
      { target: x },
    ],
    ['fit: data has no examples', stream({ shape: [64], values: [] })],
    ['fit: data holds NaN in example 70, feature 3; every number must be finite', { shape: [64], values: wrong }],
    [
      'fit: data holds NaN in example 70, feature 3; every number must be finite',
      stream({ shape: [64], values: wrong }),
      { shuffle: false },
    ],
    ['fit: data should have 99 examples, and 100 came; the source may have changed or broken off', stream(memory, [7], { count: 99 })],
    ['fit: data was asked for 16 rows and gave 100', { shape: [64], count: COUNT, rows: () => memory }],
    [
      'fit: data, from example 0 on, has examples of shape [32], but those of the dataset are [64]',
      stream(memory, [7], { chunks: stream({ shape: [32], values: new Float32Array(64) }).chunks, open: 0 }),
    ],
    [
      "fit: data ranges from 0 to 200, but the model's output activation ranges from 0 to 1; divide the data by 255",
      stream({ shape: [64], values: new Uint8Array(640).map((_, i) => i % 201) }),
    ],
  ])('%s', async (message, data, more = {}) => {
    using model = plainModel();
    const run = async () => fit(model, data as Dataset, { ...options, loss: { binaryCrossEntropy }, ...more });
    await expect(run()).rejects.toThrow(new InputError(message));
  });

  test('a classifier without labels', async () => {
    using model = classifier({ input: [64], encoder: chain(dense(8)), classes: 3 });
    const run = async (data: Dataset) => fit(model, data, { loss: { softmaxCrossEntropy } });
    const message = 'fit: the model is a classifier; give target, what its outputs should be';
    for (const data of [{ shape: [64], values }, stream({ shape: [64], values })])
      await expect(run(data)).rejects.toThrow(new InputError(message));
  });
});

test('an empty tensor of examples is still a tensor', () => {
  using model = plainModel();
  expect(() => fit(model, tensor2d([], [0, 64]), options)).toThrow('data has no examples');
});
