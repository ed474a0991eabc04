// What corruptions cost beside a training step: `npm run bench:noise`. Results go to bench/results/noise.json and noise.md.
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { setWasmBackend } from '@autoencoders/backend-wasm';
import { adam, linearWarmUp, seeded } from '@autoencoders/core';
import type { Corruption } from '@autoencoders/core';
import { take, toFlat, toImages } from '@autoencoders/datasets';
import { mnist } from '@autoencoders/datasets/node';
import { meanSquaredError } from '@autoencoders/losses';
import * as noise from '@autoencoders/noise';
import { fit } from '@autoencoders/training';
import { tidy } from '@tensorflow/tfjs-core';
import { dense784 } from './models.js';
import { markdown } from './noise/markdown.js';
import type { NoiseReport, NoiseRow } from './noise/markdown.js';
import { median } from './steps/statistics.js';

const BATCH = 128;
const ROUNDS = 60;
const WARM_UP = 5;
/** A corruption is applied so many times in a row, so that it takes about as long as a step, and waits for other programs as often. */
const TIMES = 8;

const {
  channelMasking,
  clip,
  colorJitter,
  columnMasking,
  compose,
  downsampling,
  featureMasking,
  gaussianBlur,
  gaussianNoise,
  jpegCompression,
  maskingNoise,
  oneOf,
  patchMasking,
  poissonNoise,
  randomFlip,
  randomResizedCrop,
  randomShift,
  rowMasking,
  saltAndPepper,
  speckleNoise,
  swapNoise,
  timeMasking,
  uniformNoise,
  withProbability,
} = noise;

/** Corruptions by the call that makes them, and whether they need images. */
const corruptions: Readonly<Record<string, Corruption>> = {
  'gaussianNoise(0.3)': gaussianNoise(0.3),
  'gaussianNoise([0, 0.5])': gaussianNoise([0, 0.5]),
  'gaussianNoise(linearWarmUp(0.3, { epochs: 5 }))': gaussianNoise(linearWarmUp(0.3, { epochs: 5 })),
  'uniformNoise(0.3)': uniformNoise(0.3),
  'speckleNoise(0.3)': speckleNoise(0.3),
  'poissonNoise(10)': poissonNoise(10),
  'poissonNoise(255)': poissonNoise(255),
  'maskingNoise(0.25)': maskingNoise(0.25),
  'maskingNoise([0, 0.5])': maskingNoise([0, 0.5]),
  'saltAndPepper(0.1)': saltAndPepper(0.1),
  'saltAndPepper([0, 0.2])': saltAndPepper([0, 0.2]),
  'swapNoise(0.15)': swapNoise(0.15),
  'featureMasking(0.25)': featureMasking(0.25),
  'channelMasking(0.25)': channelMasking(0.25),
  'rowMasking(0.25)': rowMasking(0.25),
  'columnMasking(0.25)': columnMasking(0.25),
  'patchMasking(0.75, 4)': patchMasking(0.75, 4),
  'timeMasking(0.25, 10)': timeMasking(0.25, 10),
  'gaussianBlur(1)': gaussianBlur(1),
  'downsampling(2)': downsampling(2),
  "downsampling(2, { interpolation: 'bilinear' })": downsampling(2, { interpolation: 'bilinear' }),
  'jpegCompression(25)': jpegCompression(25),
  'withProbability(0.5, maskingNoise(0.25))': withProbability(0.5, maskingNoise(0.25)),
  'oneOf(maskingNoise(0.25), uniformNoise(0.3))': oneOf(maskingNoise(0.25), uniformNoise(0.3)),
  'compose(gaussianNoise(0.3), clip(0, 1))': compose(gaussianNoise(0.3), clip(0, 1)),
};
const augmentations: Readonly<Record<string, Corruption>> = {
  'randomShift(2)': randomShift(2),
  "randomFlip('horizontal')": randomFlip('horizontal'),
  "randomFlip('vertical')": randomFlip('vertical'),
  'randomResizedCrop()': randomResizedCrop(),
  'colorJitter({ brightness: 0.2, contrast: 0.2 })': colorJitter({ brightness: 0.2, contrast: 0.2 }),
};
const needsImages = /^(channel|row|column|patch|gaussianBlur|down|jpeg|random|color)/;

await setWasmBackend();
const data = take(await mnist('train'), 16 * BATCH);
const [flat, images] = [toFlat(take(data, BATCH)), toImages(take(data, BATCH))];
const variant = dense784([128, 32], { codeActivation: 'relu' });
const settings = variant.settings([28, 28, 1]);
const model = variant.model([28, 28, 1], settings);
const steps = fit(model, toFlat(data), {
  loss: { meanSquaredError },
  optimizer: adam({ learningRate: 1e-3 }),
  epochs: 1e6,
  batch: BATCH,
  shuffle: false,
  every: 1,
});

const times = new Map<string, number[]>();
const clock = { step: 100, epoch: 1 };
async function timed(name: string, f: () => unknown, many: number, counts: boolean): Promise<void> {
  const start = performance.now();
  for (let i = 0; i < many; i++) await f();
  const ms = (performance.now() - start) / many;
  if (counts) times.set(name, [...(times.get(name) ?? []), ms]);
}
for (let round = 0; round < WARM_UP + ROUNDS; round++) {
  const counts = round >= WARM_UP;
  const seeds = seeded(1, round);
  for (const [name, corrupt] of Object.entries({ ...corruptions, ...augmentations })) {
    const x = needsImages.test(name) ? images : flat;
    await timed('step', () => steps.next(), 1, counts);
    await timed(name, () => tidy(() => void corrupt(x, seeds, clock)), TIMES, counts);
  }
}

/** The step that came before each corruption. */
const names = Object.keys({ ...corruptions, ...augmentations });
const stepsBefore = (call: string): number[] => times.get('step')!.filter((_, i) => i % names.length === names.indexOf(call));
const rowsOf = (calls: object): NoiseRow[] =>
  Object.keys(calls).map((call) => {
    const share = median(stepsBefore(call).map((step, round) => times.get(call)![round]! / step));
    return { call, ms: median(times.get(call)!), share };
  });
const report: NoiseReport = {
  machine: `${cpus()[0]!.model.trim()}, ${cpus().length} cores, Node ${process.versions.node}`,
  date: new Date().toISOString().slice(0, 10),
  rounds: ROUNDS,
  step: median(times.get('step')!),
  rows: rowsOf(corruptions),
  augmentations: rowsOf(augmentations),
};
const results = new URL('../results/', import.meta.url);
writeFileSync(new URL('noise.json', results), `${JSON.stringify(report, null, 2)}\n`);
writeFileSync(new URL('noise.md', results), markdown(report));
console.log(markdown(report));
