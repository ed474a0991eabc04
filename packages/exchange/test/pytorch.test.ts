import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setBackend, tensor, tidy, transpose } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { readWeights, sgd, writeWeights } from '@autoencoders/core';
import { sizeOf } from '@autoencoders/core/internal';
import { squaredError } from '@autoencoders/losses';
import { fit } from '@autoencoders/training';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { loadPytorch, toPytorch } from '../src/index.js';
import { fixedModels } from './models.js';
import { difference, nudged, numbers, scramble } from './numbers.js';
import { pythonWith, runPython } from './python.js';
import { around, randomModels, sampling } from './random-models.js';

const python = pythonWith('torch', 'numpy');
beforeAll(() => setBackend('cpu'));

/** Numbers with channels last, of examples with channels first. */
function channelsFirst(values: Float32Array, shape: readonly number[]): { values: Float32Array; shape: number[] } {
  if (shape.length < 3) return { values, shape: [...shape] };
  const [batch, channels] = [shape[0]!, shape.at(-1)!];
  const positions = sizeOf(shape) / batch / channels;
  const turned = new Float32Array(values.length);
  for (let b = 0; b < batch; b++)
    for (let p = 0; p < positions; p++)
      for (let c = 0; c < channels; c++) turned[(b * channels + c) * positions + p] = values[(b * positions + p) * channels + c]!;
  return { values: turned, shape: [batch, channels, ...shape.slice(1, -1)] };
}

/** The models of a test in a folder, run by PyTorch. */
async function inPytorch(models: readonly any[], check: (model: any, place: (ending: string) => string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'autoencoders-pytorch-'));
  try {
    for (const [i, model] of models.entries()) {
      scramble(model, i);
      const { weights, code } = await toPytorch(model, { className: 'Mine' });
      const shape = [3, ...model.spec.input];
      const x = channelsFirst(numbers(sizeOf(shape), i), shape);
      const write = (ending: string, content: Uint8Array | string): void => writeFileSync(join(folder, `m${i}.${ending}`), content);
      write('py', code);
      write('safetensors', weights);
      write('input', new Uint8Array(x.values.buffer));
      write('json', JSON.stringify({ class: 'Mine', input: x.shape }));
    }
    runPython(python!, [join(import.meta.dirname, 'run_pytorch.py'), folder]);
    for (const [i, model] of models.entries()) await check(model, (ending) => join(folder, `m${i}.${ending}`));
  } finally {
    rmSync(folder, { recursive: true });
    models.forEach((model) => model.dispose());
  }
}

/** The floats of a file. */
const floats = (path: string): Float32Array => new Float32Array(new Uint8Array(readFileSync(path)).buffer);

/** Ours and PyTorch's numbers agree, and its state dict gives back the weights to the last bit. */
async function agrees(model: any, place: (ending: string) => string): Promise<void> {
  const input = floats(place('input'));
  const shape = [3, ...model.spec.input];
  const ours = (values: Float32Array): Float32Array =>
    tidy(() => {
      // The input lies channels first.
      const [batch, ...rest] = shape;
      const first = rest.length === 1 ? rest : [rest.at(-1)!, ...rest.slice(0, -1)];
      const x = tensor(values, [batch!, ...first]);
      const last = rest.length === 1 ? x : transpose(x, [0, ...rest.slice(1).map((_, i) => i + 2), 1]);
      return channelsFirst(model.forward(last, { training: false }).output().dataSync() as Float32Array, [
        batch!,
        ...(model.output ?? rest),
      ]).values;
    });
  const wanted = ours(input);
  const tolerance = Math.max(1e-5, 8 * difference(ours(nudged(input)), wanted));
  expect(difference(floats(place('output')), wanted), `${model.summary()}\n${readFileSync(place('py'), 'utf8')}`).toBeLessThan(tolerance);
  const before = await readWeights(model);
  const other = Object.fromEntries(
    Object.entries(before).map(([path, { shape: size, values }]) => [
      path,
      { shape: size, values: path.includes('statistics') ? values : values.map(() => 0) },
    ]),
  );
  writeWeights(model, other);
  await loadPytorch(model, new Uint8Array(readFileSync(place('state'))));
  expect(await readWeights(model)).toEqual(before);
}

test.skipIf(!python)('models give the same numbers in PyTorch, and their weights come back to the last bit', () =>
  inPytorch(
    Object.values(fixedModels).map((make) => make()),
    agrees,
  ),
);

test.skipIf(!python)('so do random models', () =>
  inPytorch(
    fc.sample(randomModels, sampling(60)).map(([input, layers, between, seed]) => around(input, layers, { between, seed })),
    agrees,
  ),
);

test.skipIf(!python)('training goes on there from our weights, and here from theirs, with the losses of one training', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'autoencoders-pytorch-'));
  const shape = [8, 7, 5, 2];
  const values = numbers(sizeOf(shape), 1);
  const x = tensor(values, shape);
  const model = fixedModels['tied convolutions of odd sizes']!();
  try {
    // Each training is another one, with an order of its own.
    let seed = 0;
    /** Steps here. */
    const ours = async (steps: number): Promise<number[]> => {
      const losses: number[] = [];
      const options = { loss: { squaredError }, optimizer: sgd({ learningRate: 0.01 }), epochs: steps, batch: 8, seed: seed++ };
      for await (const { loss } of fit(model, x, options)) losses.push(loss);
      return losses;
    };
    /** Steps there, from our weights. The weights that result are loaded. */
    const theirs = async (steps: number): Promise<number[]> => {
      const { weights, code } = await toPytorch(model);
      const write = (ending: string, content: Uint8Array | string): void => writeFileSync(join(folder, `m.${ending}`), content);
      write('py', code);
      write('safetensors', weights);
      write('input', new Uint8Array(channelsFirst(values, shape).values.buffer));
      write('json', JSON.stringify({ class: 'Autoencoder', input: [8, 2, 7, 5], steps }));
      runPython(python!, [join(import.meta.dirname, 'run_pytorch.py'), folder]);
      await loadPytorch(model, new Uint8Array(readFileSync(join(folder, 'm.state'))));
      return JSON.parse(readFileSync(join(folder, 'm.losses'), 'utf8'));
    };
    const start = await readWeights(model);
    const whole = await theirs(15);
    writeWeights(model, start);
    const parts = [...(await ours(5)), ...(await theirs(5)), ...(await ours(5))];
    expect(whole[14]!).toBeLessThan(0.9 * whole[0]!);
    expect(difference(parts, whole)).toBeLessThan(1e-5);
  } finally {
    rmSync(folder, { recursive: true });
    model.dispose();
    x.dispose();
  }
});
