import { memory, setBackend, tensor } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { chain, conv2d, conv2dTranspose, dense, flatten, relu, reshape, sigmoid } from '@autoencoders/layers';
import { autoencoder, gaussian } from '@autoencoders/models';
import { beforeAll, expect, test } from 'vitest';
import { readValues } from '../../examples.js';
import { codePictures } from './code-pictures.js';
import { explain } from './formula.js';
import { layoutsOf, placeOf } from './layout.js';
import { cellsOf, strikingCells, strongestLinks } from './links.js';
import { passOf } from './pass.js';
import type { LayerPass, Numbers } from './pass.js';
import { shapeWords, sizeWords, stationsOf } from './stations.js';
import type { Station } from './stations.js';
import { weightPictures } from './weight-pictures.js';

beforeAll(() => setBackend('cpu'));

const pixels = Float32Array.from({ length: 64 }, (_, i) => ((i * 7) % 11) / 10);
const picture: Numbers = { shape: [8, 8, 1], values: pixels };
const plain = () =>
  autoencoder({ input: [64], encoder: chain(dense(20), relu, dense(3)), decoder: chain(dense(20), relu, dense(64)), output: sigmoid });
const images = () =>
  autoencoder({
    input: [8, 8, 1],
    encoder: chain(conv2d(4, { stride: 2 }), relu, flatten, dense(3)),
    decoder: chain(dense(64), relu, reshape([4, 4, 4]), conv2dTranspose(1, { stride: 2 })),
    output: sigmoid,
  });

/** The stations of a model for the picture above. */
function stations(model: Parameters<typeof passOf>[0], seed?: number): readonly Station[] {
  const x = tensor(pixels, [1, ...model.input]);
  const found = stationsOf(passOf(model, x, seed), { input: picture });
  x.dispose();
  return found;
}

const station = (shown: Numbers, more: Partial<Station> = {}): Station => ({
  key: 'a',
  role: 'layer',
  title: 'Dense',
  after: [],
  shown,
  reads: undefined,
  main: undefined,
  parameters: 0,
  ...more,
});

test('a station is a layer with weights and what follows it; the code and the reconstruction have their roles', () => {
  using model = plain();
  const found = stations(model);
  expect(found.map(({ role, title }) => `${role}: ${title}`)).toEqual([
    'input: Input',
    'layer: Dense',
    'code: Code',
    'layer: Dense',
    'output: Reconstruction', // prettier-ignore
  ]);
  expect(found.map((one) => [sizeWords(one), ...one.after].join(', '))).toEqual([
    '8 × 8',
    '20 units, ReLU',
    '3 numbers',
    '20 units, ReLU',
    '8 × 8, sigmoid', // prettier-ignore
  ]);
  expect(found.reduce((sum, { parameters }) => sum + parameters, 0)).toBe(model.parameterCount);
  const before = memory().numTensors;
  stations(model);
  expect(memory().numTensors).toBe(before);
});

test('maps are shown as maps, also before flatten and after reshape', () => {
  using model = images();
  const found = stations(model);
  expect(found.map(({ shown }) => shapeWords(shown.shape))).toEqual(['[8, 8, 1]', '[4, 4, 4]', '[3]', '[4, 4, 4]', '[8, 8, 1]']);
  expect(cellsOf(found[1]!).count).toBe(4);
  expect(layoutsOf(found).map(({ kind }) => kind)).toEqual(['picture', 'maps', 'bars', 'maps', 'picture']);
});

test('a Gaussian code has mean and deviation, and the draw is what the decoder reads', () => {
  using model = autoencoder({ input: [64], encoder: dense(8), bottleneck: gaussian(2), decoder: dense(64) });
  const [still, drawn] = [stations(model), stations(model, 4)];
  const code = drawn.find(({ role }) => role === 'code')!;
  expect(code.main!.posterior!.mean).toEqual(still.find(({ role }) => role === 'code')!.shown.values);
  expect(code.shown.values).not.toEqual(code.main!.posterior!.mean);
  expect(drawn.at(-1)!.reads!.values).toEqual(code.shown.values);
});

test('a table has bars with the names of its columns, at most twelve', () => {
  const names = Array.from({ length: 30 }, (_, i) => `column ${i}`);
  const [layout] = layoutsOf([station({ shape: [30], values: new Float32Array(30) }, { role: 'input' })], names);
  expect([layout!.kind, layout!.names!.length]).toEqual(['columns', 12]);
  expect(placeOf(layout!, 29)[1]).toBeLessThanOrEqual(layout!.height);
});

const kernelPass = (kernel: Numbers, values: Float32Array, name: string): LayerPass => ({
  name: 'encoder.0',
  config: { name },
  shape: [values.length],
  values,
  kernel,
  parameters: kernel.values.length, // prettier-ignore
});

test('the strongest links of a dense layer are the largest products of number and weight', () => {
  const x: Numbers = { shape: [3], values: Float32Array.of(1, 2, 0) };
  // What the two units read: 0.5·1 − 1·2 and 3·1 + 1·2; the last number is 0, so its large weights do not count.
  const kernel: Numbers = { shape: [3, 2], values: Float32Array.of(0.5, 3, -1, 1, 9, 9) };
  const after = station(
    { shape: [2], values: Float32Array.of(-1.5, 5) },
    { reads: x, main: kernelPass(kernel, Float32Array.of(-1.5, 5), 'dense') },
  );
  expect(strongestLinks(station(x), after, [0, 1], 1)).toEqual([
    { from: 1, to: 0, strength: -2 },
    { from: 0, to: 1, strength: 3 },
  ]);
});

test('links into maps come from the place that the map finds, and those of maps from the maps that matter', () => {
  using model = images();
  const [input, maps, , decoded, output] = stations(model) as [Station, Station, Station, Station, Station];
  const into = strongestLinks(input, maps, [0, 1, 2, 3], 3);
  expect(into.length).toBeLessThanOrEqual(4);
  for (const { from, to, strength } of into) {
    const [y, x] = [Math.floor(from / 8) >> 1, (from % 8) >> 1];
    expect(maps.shown.values[(y * 4 + x) * 4 + to]).toBeCloseTo(strength, 6);
    expect(Math.max(...maps.shown.values.filter((_, i) => i % 4 === to))).toBeCloseTo(strength, 6);
  }
  const back = strongestLinks(decoded, output, [0, 63], 2);
  expect(back.every(({ from }) => from < 4)).toBe(true);
});

test('striking cells are the largest, keep their distance, and fire', () => {
  const values = Float32Array.of(0.9, 0.8, 0.1, 0.5, 0);
  const at = station({ shape: [5], values });
  const options = { most: 3, apart: 2, heightOf: (cell: number) => cell };
  expect(strikingCells(at, options)).toEqual([0, 3]);
  expect(strikingCells(at, { ...options, apart: 0 })).toEqual([0, 1, 3]);
  expect(strikingCells(at, { ...options, apart: 0, above: 0.6 })).toEqual([0, 1]);
});

test('the weights of a first layer are pictures of the data, those of the last what a unit adds; those between tell nothing', () => {
  using model = plain();
  const found = stations(model);
  const of = (at: number) => weightPictures(found[at - 1]!, found[at]!);
  expect(of(1)).toMatchObject({ shape: [8, 8, 1], count: 12 });
  expect(of(4)).toMatchObject({ shape: [8, 8, 1], count: 12 });
  expect([of(2), of(3)]).toEqual([undefined, undefined]);
  // The first picture is the column of the unit that responds most.
  const unit = found[1]!.shown.values.indexOf(Math.max(...found[1]!.shown.values));
  expect(of(1)!.values[5]).toBe(found[1]!.main!.kernel!.values[5 * 20 + unit]);
  expect(weightPictures(found[0]!, found[0]!)).toBeUndefined();
});

test('a number of a code is shown by what it adds to the reconstruction', () => {
  using model = plain();
  const code = Float32Array.of(0.5, 0, -2);
  const decoded = (...numbers: number[]): Float32Array => readValues(() => model.decode(tensor(numbers, [1, 3])));
  const { values, ...found } = codePictures(model, code, { shape: [8, 8, 1] })!;
  // The larger number is first; a 0 adds nothing.
  expect(found).toMatchObject({ count: 2, shape: [8, 8, 1], caption: expect.stringContaining('each of the 2 largest numbers') });
  expect(values[5]).toBeCloseTo(decoded(0.5, 0, -2)[5]! - decoded(0.5, 0, 0)[5]!, 6);
  expect(values[64 + 5]).toBeCloseTo(decoded(0.5, 0, -2)[5]! - decoded(0, 0, -2)[5]!, 6);
  expect(codePictures(model, new Float32Array(3), { shape: [64] })).toBeUndefined();
});

test('formulas say what a layer computes', () => {
  using model = images();
  const found = stations(model);
  expect(explain(found[1]!, 'picture').formula).toBe('y = ReLU(x ∗ K + b), stride 2, with ReLU(x) = max(0, x)');
  expect(explain(found[2]!, 'picture').formula).toBe('y = x·W + b');
  expect(explain(found[4]!, 'row').words).toContain('This is the row that the decoder makes of the code.');
});
