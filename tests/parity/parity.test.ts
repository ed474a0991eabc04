import '@tensorflow/tfjs-backend-cpu';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { setBackend, tensor, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setNodeBackend } from '@autoencoders/backend-node';
import { adam, leaves, permutation, readWeights, seeded, writeWeights } from '@autoencoders/core';
import { parseSafetensors } from '@autoencoders/models';
import type { StoredTensor } from '@autoencoders/models';
import { fit } from '@autoencoders/training';
import { cases } from '../cases/models.js';
import type { Case } from '../cases/models.js';

// Step by step, training here is training in PyTorch; make-fixtures.py says how its side was made.

const STEPS = 50;
const BATCH = 16;
/** The stream of a run's seed that its steps draw from. */
const STEP = 2;

/*
 * Float32 leaves relative differences of up to 5e-7 in the losses and absolute ones of up to 2e-7 in the weights. An
 * epsilon of 1e-7 in Adam, not 1e-8, makes 2e-6 to 4e-6 in the losses; padding on the other side makes 5e-3.
 */
const LOSSES = 2e-6;
const WEIGHTS = 1e-5;

const read = (path: string): Buffer => readFileSync(new URL(path, import.meta.url));

/** 64 pixels of each digit, in [0, 1]; the label after them is left out. */
const digits: readonly (readonly number[])[] = gunzipSync(read('../../packages/datasets/data/digits.csv.gz'))
  .toString()
  .trim()
  .split('\n')
  .map((line) =>
    line
      .split(',')
      .slice(0, 64)
      .map((pixel) => Number(pixel) / 16),
  );

type Fixture = { readonly seed: number; readonly tensors: Readonly<Record<string, StoredTensor>> };

function readFixture(name: string): Fixture {
  const { tensors, metadata } = parseSafetensors(read(`fixtures/${name}.safetensors`));
  return { seed: Number(metadata.seed), tensors };
}

/** The tensors of a fixture that are weights of the model. */
const startOf = ({ model }: Case, { tensors }: Fixture): Fixture['tensors'] =>
  Object.fromEntries(Object.keys(leaves(model.weights)).map((path) => [path, tensors[path]!]));

/** The loss and each term of every step, taken apart from the running means that `fit` yields. */
async function train({ model, options }: Case, { seed, tensors }: Fixture): Promise<Record<string, number[]>> {
  const rows = [...tensors.rows!.values];
  const data = tensor(rows.map((row) => digits[row]!).flat(), [rows.length, ...model.input]);
  const steps: Record<string, number[]> = {};
  const before: Record<string, number> = {};
  for await (const { step, loss, terms } of fit(model, data, {
    ...options,
    shuffle: false,
    batch: BATCH,
    epochs: 1,
    every: 1,
    seed,
    optimizer: adam(),
  })) {
    for (const [key, mean] of [['loss', loss] as const, ...Object.entries(terms).map(([name, term]) => [`term.${name}`, term] as const)]) {
      (steps[key] ??= []).push(mean * step - (before[key] ?? 0));
      before[key] = mean * step;
    }
  }
  data.dispose();
  return steps;
}

/** The greatest of |a − b|, each divided by what `unit` makes of b. */
function worst(a: ArrayLike<number>, b: ArrayLike<number>, unit: (b: number) => number): number {
  expect(a.length).toBe(b.length);
  return Array.from(b, (value, i) => Math.abs(a[i]! - value) / unit(value)).reduce((x, y) => Math.max(x, y), 0);
}

const relative = (b: number): number => Math.abs(b);
const absolute = (): number => 1;

describe.each(Object.keys(cases))('the generator, for the %s autoencoder', (name) => {
  const fixture = readFixture(name);
  const { seed, tensors } = fixture;
  let made: Case;
  beforeAll(async () => {
    await setBackend('cpu');
    made = cases[name]!(seed);
  });
  afterAll(() => made.model.dispose());

  it('gives the weights that training starts with', async () => {
    expect(await readWeights(made.model)).toEqual(startOf(made, fixture));
  });

  it('gives the order of the rows', () => {
    const order = permutation(digits.length, seeded(seed)());
    expect(order.subarray(0, STEPS * BATCH)).toEqual(tensors.rows!.values);
  });

  const { draws } = tensors;
  if (!draws) return; // A model without noise draws nothing.
  it('gives what the steps draw', () => {
    const { values, shape } = draws;
    const drawn = Array.from({ length: shape[0]! }, (_, step) => tidy(() => made.draws!(seeded(seed, STEP, step)).dataSync()));
    const off = worst(
      drawn.flatMap((part) => [...part]),
      values,
      (b) => Math.max(1, Math.abs(b)),
    );
    if (values instanceof Uint8Array) expect(off).toBe(0);
    else expect(off).toBeLessThan(1e-6);
  });
});

const { blas } = await setNodeBackend({ onNotice: () => undefined });
const unlessBlas = blas ? '' : ' (skipped: this machine has no BLAS)';

describe.each([
  { backend: 'cpu', use: (): Promise<unknown> => setBackend('cpu') },
  { backend: 'wasm', use: (): Promise<unknown> => setNodeBackend({ blas: false }) },
  { backend: `wasm with a BLAS${unlessBlas}`, skip: !blas, use: (): Promise<unknown> => setNodeBackend({ require: true }) },
])('on $backend', ({ use, skip = false }) => {
  if (skip) return it.skip('trains as in PyTorch', () => undefined);

  beforeAll(() => use());

  it.each(Object.keys(cases))('the %s autoencoder trains as in PyTorch', async (name) => {
    const fixture = readFixture(name);
    const made = cases[name]!(fixture.seed);
    writeWeights(made.model, startOf(made, fixture));
    const steps = await train(made, fixture);
    expect(Object.keys(steps).sort()).toEqual(
      Object.keys(fixture.tensors)
        .filter((key) => /^loss$|^term\./.test(key))
        .sort(),
    );
    for (const [key, values] of Object.entries(steps)) {
      expect(worst(values, fixture.tensors[key]!.values, relative), `${key}, relative`).toBeLessThan(LOSSES);
    }
    const final = Object.entries(leaves(made.model.weights)).filter(([path]) => fixture.tensors[`final.${path}`]);
    expect(final.length).toBeGreaterThan(1);
    for (const [path, leaf] of final) {
      expect(worst(await (leaf as Tensor).data(), fixture.tensors[`final.${path}`]!.values, absolute), path).toBeLessThan(WEIGHTS);
    }
    made.model.dispose();
  });
});
