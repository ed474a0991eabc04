import { digits, split } from '@autoencoders/datasets';
import { expect, test } from 'vitest';
import { MNIST, dataSizeOf, epochsFor, followData, settingsFor } from './defaults.js';
import { epochsControl, slider } from './settings.js';

const small = { features: 64, examples: 1500 };
const large = { features: 784, examples: 60_000 };
const controls = { codeSize: slider({ label: 'Code size', min: 1, max: 64, step: 1, value: 2 }), epochs: epochsControl(30) };
const definition = { controls, defaultsFor: (size: Parameters<typeof epochsFor>[0]) => ({ epochs: epochsFor(size, 20, 30) }) };

test('the first settings are those of the controls, but for what depends on the data', () => {
  expect(settingsFor(definition, small)).toEqual({ codeSize: 2, epochs: 30 });
  expect(settingsFor(definition, MNIST)).toEqual({ codeSize: 2, epochs: 20 });
  expect(settingsFor({ controls }, large)).toEqual({ codeSize: 2, epochs: 30 });
});

test('an epoch of more work is done less often', () => {
  expect([small, MNIST, large].map((size) => epochsFor(size, 20, 30))).toEqual([30, 20, 3]);
  expect(epochsFor({ features: 10_000, examples: 100_000 }, 20, 30)).toBe(1);
});

test('other data bring their own first settings; what the reader changed stays', () => {
  const [before, now] = [settingsFor(definition, small), settingsFor(definition, large)];
  expect(followData({ codeSize: 2, epochs: 30 }, before, now)).toEqual({ codeSize: 2, epochs: 3 });
  expect(followData({ codeSize: 8, epochs: 25 }, before, now)).toEqual({ codeSize: 8, epochs: 25 });
});

test('the size of data is what a training sees', async () => {
  const [training] = split(await digits(), 1500, { seed: 1 });
  expect(dataSizeOf({ training })).toEqual(small);
});
