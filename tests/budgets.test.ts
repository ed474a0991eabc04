import { beforeAll, describe, expect, test } from 'vitest';
import { published } from '../scripts/packages.mjs';
import { chromiumPath, unlessChromium } from '@autoencoders/testing/browser';
import { firstLoads } from '../bench/src/size/apps.js';
import { sizeOf } from '../bench/src/size/packages.js';
import { smallest } from '../bench/src/size/smallest.js';
import { packages, sampleApps, smallestApp, smallestAppIsolated } from './budgets/ceilings.js';
import type { Ceiling } from './budgets/ceilings.js';

/** Fails above the ceiling, and also far below: then the ceiling no longer tells anything. */
function expectWithin(what: string, bytes: number, { kB, reason }: Ceiling): void {
  console.log(`${what}: ${(bytes / 1000).toFixed(1)} kB gzipped, at most ${kB} (${reason})`);
  expect(bytes / 1000, `${what} is above its ceiling, which is for: ${reason}`).toBeLessThanOrEqual(kB);
  expect(bytes / 1000, `lower the ceiling of ${what}`).toBeGreaterThan(0.8 * kB - 2);
}

describe('what a package adds to a bundle', () => {
  test('every package has a ceiling', () => expect(Object.keys(packages)).toEqual(published));

  test.each(Object.entries(packages))('%s', async (name, ceiling) => expectWithin(name, await sizeOf(name), ceiling));
});

test.skipIf(!chromiumPath)(`the first load of each sample app${unlessChromium}`, { timeout: 300_000 }, async () => {
  const { loads } = await firstLoads();
  expect(loads.map(({ app }) => app)).toEqual(Object.keys(sampleApps));
  for (const { app, bytes } of loads) expectWithin(app, bytes, sampleApps[app]!);
});

describe('the smallest useful app', () => {
  let measured: Awaited<ReturnType<typeof smallest>>;
  beforeAll(async () => void (measured = await smallest()));

  test('its JavaScript', () => {
    expectWithin('the smallest app', measured.javascript, smallestApp);
    expectWithin('the smallest app, isolated', measured.isolated, smallestAppIsolated);
    console.log(
      Object.entries(measured.wasm)
        .map(([file, bytes]) => `${file}: ${(bytes / 1000).toFixed(1)} kB gzipped`)
        .join('\n'),
    );
  });

  test.each([
    ['layers', ['activations.js', 'dense.js', 'initializers.js']],
    ['losses', ['masked.js', 'reconstruction.js']],
    ['noise', []],
  ])('of %s, it has only what it uses', (name, files) => {
    const own = measured.parts.flatMap(({ sources }) => sources).filter((source) => source.startsWith(`${name}/`));
    expect(own.sort()).toEqual(files.map((file) => `${name}/dist/${file}`));
  });

  // Names in configs and messages, which minifiers keep.
  test.each([
    ['layers', 'batchNorm conv1d conv2dTranspose crop2d dictionary dropout layerNorm maxPool2d residual upsample2d zeroPad2d'],
    ['losses', 'freeBits huber l1 l2 softmaxCrossEntropy weighted'],
    ['noises', 'gaussianNoise jpegCompression maskingNoise patchMasking swapNoise timeMasking'],
    ['optimizers and schedules', 'adamW cosineDecay cyclical linearWarmUp parameterGroups'],
    ['parts of models', 'classifier gaussianMixture pca regressor stacked topK'],
  ])('names of %s that it does not use are left out', (_, names) => {
    const code = measured.parts.map(({ text }) => text).join('\n');
    const isThere = (name: string): boolean => new RegExp(`["'\`]${name}["'\`:]`).test(code);
    expect(isThere('squaredError')).toBe(true);
    expect(names.split(' ').filter(isThere)).toEqual([]);
  });
});
