/// <reference types="vite/client" />
import '@tensorflow/tfjs-backend-cpu';
import { setWasmBackend } from '@autoencoders/backend-wasm';
import { setWebglBackend } from '@autoencoders/backend-webgl';
import { setWebgpuBackend } from '@autoencoders/backend-webgpu';
import { adam, adamW, clipByGlobalNorm, leaves, sgd, uniform } from '@autoencoders/core';
import { atTheEnd, valueAndGradients } from '@autoencoders/core/operations';
import type { BackendLostError, Leaves } from '@autoencoders/core';
import { mixedLoss } from '@autoencoders/tables';
import { fit, setFastestBackend, workerTrainer } from '@autoencoders/training';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threads from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import { engine, env, memory, reshape, round, setBackend, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import * as layers from '../cases/layers.js';
import * as models from '../cases/models.js';
import * as noise from '../cases/noise.js';
import { patterns, onGpus } from '../cases/non-finite.js';
import type { Patterns } from '../cases/non-finite.js';

const paths = { 'tfjs-backend-wasm.wasm': plain, 'tfjs-backend-wasm-simd.wasm': simd, 'tfjs-backend-wasm-threaded-simd.wasm': threads };

/** What starts each backend. */
const backends = {
  cpu: () => setBackend('cpu'),
  wasm: () => setWasmBackend({ paths }),
  webgl: () => setWebglBackend({ software: true }),
  webgpu: () => setWebgpuBackend({ software: true }),
} as const;
export type Backend = keyof typeof backends;

/** Numbers between 0 and 1, in the shape that a model takes. */
const examples = (input: readonly number[], count: number): Tensor => reshape(uniform([count, 64], 11), [count, ...input]);

/** The loss of each step of every small model, ten steps an epoch. */
async function curves(
  backend: Backend,
  epochs: number,
  names: readonly string[] = Object.keys(models.cases),
): Promise<Record<string, number[]>> {
  await backends[backend]();
  const found: Record<string, number[]> = {};
  for (const name of names) {
    const { model, options } = models.cases[name]!(3);
    const x = examples(model.input, 160);
    const losses: number[] = [];
    let last = 0;
    for await (const { loss, step } of fit(model, x, { ...options, epochs, batch: 16, seed: 5, every: 1 })) {
      // From the mean of the epoch so far, the loss of this step.
      losses.push(step === 1 ? loss : loss * step - last * (step - 1));
      last = loss;
    }
    found[name] = losses;
    x.dispose();
    model.dispose();
  }
  return found;
}

/** The output and all gradients of every layer. */
async function gradients(backend: Backend): Promise<Record<string, Record<string, number[]>>> {
  await backends[backend]();
  const found: Record<string, Record<string, number[]>> = {};
  for (const [name, layer, shape] of layers.cases) {
    const parts = Object.entries(await layers.everything(layer, shape));
    found[name] = Object.fromEntries(parts.map(([part, values]) => [part, [...values]]));
  }
  return found;
}

/** The loss of a table with columns of every kind and missing cells, and its gradient. */
async function mixed(backend: Backend): Promise<number[]> {
  await backends[backend]();
  const loss = mixedLoss(
    { numbers: [1, 0.5, 2], yesNo: [1.5, 3], categories: [2, 4].map((levels) => ({ levels, weights: [1, 0.7] })) },
    { numbers: 'huber', delta: 0.3 },
  );
  const [value, gradient] = tidy(() => {
    const logits = uniform([8, 17], 1, -3, 3);
    const [target, mask] = [2, 3].map((seed) => round(uniform([8, 17], seed))) as [Tensor, Tensor];
    const pass = { logits, output: () => logits, decode: () => logits, target, mask, clock: atTheEnd } as unknown as Parameters<
      typeof loss
    >[0];
    const { value, gradients } = valueAndGradients(() => loss(pass), { logits });
    return [value, gradients.logits!];
  });
  const found = [...(await value.data<'float32'>()), ...(await gradient.data<'float32'>())];
  for (const tensor of [value, gradient]) tensor.dispose();
  return found;
}

/** The weights after three steps of every optimizer, by its name, and how many programs of a GPU one step of each took. */
async function optimizers(backend: Backend): Promise<Record<string, { weights: number[]; programs: number }>> {
  await backends[backend]();
  const all = {
    adam: adam(),
    'adam, ε = 0': adam({ epsilon: 0 }),
    adamW: adamW({ learningRate: 0.01, weightDecay: 0.1 }),
    sgd: sgd(),
    momentum: sgd({ momentum: 0.9 }),
    nesterov: sgd({ momentum: 0.9, nesterov: true }),
  };
  const found: Record<string, { weights: number[]; programs: number }> = {};
  for (const [name, optimizer] of Object.entries(all)) {
    // Odd sizes leave places of a texture empty.
    const shapes = { a: [7, 5], b: [5], c: [3, 3, 2, 3] };
    const made = (seed: number): Leaves =>
      Object.fromEntries(Object.entries(shapes).map(([path, shape], i) => [path, uniform(shape, 10 * seed + i, -1, 1)]));
    let weights = made(1);
    let state = optimizer.init(weights);
    let programs = 0;
    for (let step = 0; step < 3; step++) {
      const gradients = made(2 + step);
      programs = programsOf(() => {
        ({ weights, state } = optimizer.update(gradients, state, weights, { step, epoch: 0 }));
      });
    }
    found[name] = { weights: (await Promise.all(Object.values(weights).map((w) => w.data<'float32'>()))).flatMap((w) => [...w]), programs };
  }
  return found;
}

/** How many programs a GPU runs in one training step of each small model. */
async function programsOfSteps(backend: Backend, names: readonly string[] = Object.keys(models.cases)): Promise<Record<string, number>> {
  await backends[backend]();
  const found: Record<string, number> = {};
  for (const name of names) {
    const inAll = async (steps: number): Promise<number> => {
      const { model, options } = models.cases[name]!(3);
      const x = examples(model.input, 16 * steps);
      const counted = countPrograms();
      for await (const _ of fit(model, x, { ...options, epochs: 1, batch: 16, seed: 5 }));
      const count = counted();
      x.dispose();
      model.dispose();
      return count;
    };
    // Without what begins and ends a training.
    found[name] = ((await inAll(6)) - (await inAll(3))) / 3;
  }
  return found;
}

/** How many programs a GPU runs in `f`. */
function programsOf(f: () => void): number {
  const counted = countPrograms();
  f();
  return counted();
}

/** Counts the programs that the GPU runs from now on, until the function that it gives is called. */
function countPrograms(): () => number {
  const backend = engine().backend as unknown as Record<string, (...given: unknown[]) => unknown>;
  const run = ['runWebGLProgram', 'runWebGPUProgram'].find((name) => name in backend);
  if (!run) return () => 0;
  const original = backend[run]!;
  let count = 0;
  backend[run] = (...given) => (count++, original.apply(backend, given));
  return () => {
    backend[run] = original;
    return count;
  };
}

/** Every kind of noise, on its batch, by names. */
async function noises(backend: Backend) {
  await backends[backend]();
  return noise.numbersOf({ ...noise.exact, ...noise.rounded });
}

/** What operations of a step make of NaN and ∞. */
async function nonFinite(backend: Backend): Promise<Patterns> {
  await backends[backend]();
  return patterns(onGpus, ['NaN', '∞']);
}

/** How trainings end whose weights become infinite or NaN while the loss may not show it, and whether the weights that are left are finite. */
async function diverging(backend: Backend): Promise<{ name: string; finite: boolean }[]> {
  await backends[backend]();
  const optimizers = [sgd({ learningRate: 1e39 }), adam({ learningRate: 1e38 }), clipByGlobalNorm(1, sgd({ learningRate: 1e39 }))];
  const ends: { name: string; finite: boolean }[] = [];
  for (const optimizer of optimizers) {
    const { model, options } = models.cases['dense']!(1);
    const x = examples(model.input, 64);
    let name = 'none';
    try {
      for await (const _ of fit(model, x, { ...options, optimizer, epochs: 2, batch: 16 }));
    } catch (error) {
      ({ name } = error as Error);
    }
    const weights = await Promise.all(Object.values(leaves(model.weights)).map((leaf) => leaf.data<'float32'>()));
    ends.push({ name, finite: weights.every((values) => values.every(Number.isFinite)) });
    x.dispose();
    model.dispose();
  }
  return ends;
}

/** What is left on the backend after a training. */
async function leaks(backend: Backend): Promise<number> {
  await backends[backend]();
  const { model, options } = models.cases['dense']!(1);
  const x = examples(model.input, 64);
  const before = memory().numTensors;
  for await (const _ of fit(model, x, { ...options, epochs: 2, batch: 16 }));
  const left = memory().numTensors - before;
  x.dispose();
  model.dispose();
  return left;
}

/** A training whose WebGL context is taken away in its third epoch: what is thrown, and whether another can start. */
async function losing(): Promise<{ name: string; message: string; epoch: number; weights: number; told: number; after: number[] }> {
  let told = 0;
  await setWebglBackend({ software: true, onLost: () => told++ });
  const { gl } = (engine().registry['webgl'] as unknown as { gpgpu: { gl: WebGL2RenderingContext } }).gpgpu;
  const { model, options } = models.cases['dense']!(1);
  const x = examples(model.input, 64);
  let error: BackendLostError | undefined;
  try {
    for await (const { epoch } of fit(model, x, { ...options, epochs: 50, batch: 16 }))
      if (epoch === 3) gl.getExtension('WEBGL_lose_context')!.loseContext();
  } catch (thrown) {
    error = thrown as BackendLostError;
  }
  await setWebglBackend({ software: true });
  const next = models.cases['dense']!(1);
  const y = examples(next.model.input, 64);
  const after: number[] = [];
  for await (const { loss } of fit(next.model, y, { ...next.options, epochs: 2, batch: 16 })) after.push(loss);
  const { name = '', message = '', epoch = -1, weights = {} } = error ?? {};
  return { name, message, epoch, weights: Object.keys(weights).length, told, after };
}

/** A training in half precision: every loss, and what WebGL says it has. */
async function half(): Promise<{ precision: number; losses: number[] }> {
  env().set('WEBGL_FORCE_F16_TEXTURES', true);
  const { precision } = await setWebglBackend({ software: true });
  const { model, options } = models.cases['variational']!(1);
  const x = examples(model.input, 640);
  const losses: number[] = [];
  for await (const { loss } of fit(model, x, { ...options, epochs: 5, batch: 128 })) losses.push(loss);
  return { precision, losses };
}

/** The fastest of all backends, by a trial that the CPU backend gets through soon. */
const best = () =>
  setFastestBackend(
    { wasm: backends.wasm, webgl: () => setWebglBackend(), webgpu: () => setWebgpuBackend(), cpu: backends.cpu },
    { sizes: [256, 64, 256], batch: 64, steps: 3 },
  );

/** What a training says whose worker is ended by somebody else. */
async function endedWorker(): Promise<string> {
  const worker = new Worker(new URL('train.worker.ts', import.meta.url), { type: 'module' });
  const trainer = await workerTrainer(worker, { backend: 'cpu' });
  await setBackend('cpu');
  const { model, options } = models.cases['dense']!(1);
  const run = trainer.fit(model, examples(model.input, 64), { ...options, epochs: 1e6 });
  await run.next();
  const next = run.next();
  worker.terminate();
  return next.then(() => 'nothing', String).finally(model.dispose);
}

/** What the test calls. */
const page = {
  curves,
  gradients,
  mixed,
  noises,
  optimizers,
  programsOfSteps,
  nonFinite,
  diverging,
  leaks,
  losing,
  half,
  best,
  endedWorker,
};
export type Page = typeof page;
Object.assign(globalThis, page);
