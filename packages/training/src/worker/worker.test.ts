/* oxlint-disable max-lines -- one worker is built for all of these cases */
import '@tensorflow/tfjs-backend-cpu';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { memory, setBackend, tensor2d } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { DivergenceError, InputError, adam, clipByGlobalNorm, cosineDecay, withConfig, parameterGroups, sgd } from '@autoencoders/core';
import type { Loss } from '@autoencoders/core';
import { chain, dense, dropout, relu, sigmoid, tied } from '@autoencoders/layers';
import { binaryCrossEntropy, gaussianKl, linearWarmUp, softmaxCrossEntropy, squaredError, weighted } from '@autoencoders/losses';
import { autoencoder, classifier, gaussian, stacked } from '@autoencoders/models';
import { clip, compose, gaussianNoise, maskingNoise } from '@autoencoders/noise';
import { digitsLike } from '@autoencoders/testing';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { all, weightsOf } from '../../test/helpers.js';
import { refused } from '../../test/refused.js';
import { fit } from '../fit.js';
import { pretrain } from '../pretrain.js';
import type { LevelProgress } from '../pretrain.js';
import { workerTrainer } from './worker-trainer.js';
import type { WorkerTrainer } from './worker-trainer.js';

const folder = mkdtempSync(join(tmpdir(), 'training-'));
const script = join(folder, 'train.mjs');
let trainer: WorkerTrainer;
const data = digitsLike(60);

beforeAll(async () => {
  await setBackend('cpu');
  const bundle = await rolldown({
    input: fileURLToPath(new URL('../../test/worker/train.ts', import.meta.url)),
    platform: 'node',
    resolve: { conditionNames: ['@autoencoders/source', 'node', 'import', 'default'], mainFields: ['module', 'main'] },
    logLevel: 'silent',
  });
  await bundle.write({ file: script, format: 'esm', codeSplitting: false });
  trainer = await workerTrainer(new Worker(script), { backend: 'cpu', options: { shade: 'blue' } });
});
afterAll(() => {
  trainer?.terminate();
  data.dispose();
  rmSync(folder, { recursive: true });
});

const variationalSpec = {
  input: [64],
  encoder: chain(dense(16), relu, dropout(0.1)),
  bottleneck: gaussian(3),
  decoder: chain(dense(16), relu, dense(64)),
  output: sigmoid,
};
const variational = () => autoencoder({ ...variationalSpec, seed: 2 });
const options = {
  loss: { likelihood: binaryCrossEntropy, kl: weighted(linearWarmUp(1, { epochs: 2 }), gaussianKl) },
  corrupt: compose(gaussianNoise(0.2), clip(0, 1)),
  optimizer: clipByGlobalNorm(5, adam({ learningRate: cosineDecay(1e-2, { epochs: 3 }) })),
  epochs: 3,
  batch: 16,
  seed: 4,
  validation: 0.2,
};
const figures = (list: readonly { loss: number; step: number }[]) => list.map(({ loss, step }) => [step, loss]);

test('what the backend says when it starts comes over, and so does what it is told', () =>
  expect(trainer.info).toEqual({ heard: { shade: 'blue' }, tensors: 0 }));

describe('checkpoints of a worker', () => {
  /** Keeps the newest checkpoint. From the given one on, writing fails. */
  const store = (failing: number = Infinity) => {
    const kept: Uint8Array[] = [];
    let tried = 0;
    const write = async (bytes: Uint8Array): Promise<void> => {
      if (++tried >= failing) throw new Error('the disk is full');
      kept.push(bytes);
    };
    return { kept, write, read: () => kept.at(-1) };
  };

  test('go to the store of the page, and resume there and here, to the last bit', async () => {
    using whole = variational();
    const expected = await fit(whole, data, options);
    for (const resumedIn of [trainer, { fit }]) {
      using begun = variational();
      using model = autoencoder({ ...variationalSpec, seed: 7 });
      const checkpoint = { store: store(), everySteps: 1 };
      for await (const { epoch, step } of trainer.fit(begun, data, { ...options, every: 1, checkpoint }))
        if (epoch === 2 && step === 2) break;
      expect(checkpoint.store.kept.length).toBeGreaterThan(1);
      const { history, best, stopped } = await resumedIn.fit(model, data, { ...options, checkpoint, resume: true });
      expect(weightsOf(model)).toEqual(weightsOf(whole));
      expect(figures(history)).toEqual(figures(expected.history));
      expect([best?.epoch, stopped]).toEqual([expected.best?.epoch, expected.stopped]);
    }
  });

  test('of pre-training, too', async () => {
    const make = (seed: number) =>
      stacked({ input: [64], levels: [8, 4].map((size, i) => ({ encoder: dense(size), decoder: dense(i ? 8 : 64) })) as any, seed });
    const how = { loss: { squaredError }, epochs: 3, batch: 16 };
    using whole = make(1);
    using begun = make(1);
    using model = make(2);
    const expected = await pretrain(whole, data, how);
    const checkpoint = { store: store(), everySteps: 1 };
    for await (const { level, epoch } of trainer.pretrain(begun, data, { ...how, checkpoint })) if (level === 2 && epoch === 1) break;
    const results = await trainer.pretrain(model, data, { ...how, checkpoint, resume: true });
    expect(results.map(({ history }) => figures(history))).toEqual(expected.map(({ history }) => figures(history)));
    expect(weightsOf(model)).toEqual(weightsOf(whole));
  });

  test('a store that fails is a notice on the page, and other options are refused', async () => {
    using model = variational();
    const notices: string[] = [];
    const checkpoint = { store: store(2), everySteps: 1, onNotice: (notice: string) => void notices.push(notice) };
    await trainer.fit(model, data, { ...options, every: 1, checkpoint });
    expect(notices[0]).toBe(
      'fit: a checkpoint cannot be written: the disk is full. Training goes on, and tries again at the next checkpoint',
    );
    await expect(trainer.fit(model, data, { ...options, batch: 8, checkpoint, resume: true })).rejects.toThrow(
      'fit: resume: the checkpoint was made with batch 16, and this call has 8; give what it was made with, or start anew without resume',
    );
  });
});

describe('fit in a worker', () => {
  test('names its losses as it likes', async () => {
    using there = variational();
    using here = variational();
    const how = {
      ...options,
      loss: { name: binaryCrossEntropy, same: weighted(0.1, gaussianKl), part: squaredError, record: squaredError },
    };
    const [remote, local] = [await all(trainer.fit(there, data, how)), await all(fit(here, data, how))];
    expect(remote.map(({ terms }) => terms)).toEqual(local.map(({ terms }) => terms));
    expect(weightsOf(there)).toEqual(weightsOf(here));
  });

  test('freezes and accumulates what it is told to', async () => {
    using there = variational();
    using here = variational();
    const how = { ...options, freeze: ['encoder'], batch: 8, accumulationSteps: 2 };
    await all(trainer.fit(there, data, how));
    await all(fit(here, data, how));
    expect(weightsOf(there)).toEqual(weightsOf(here));
    using untouched = variational();
    const encoderOf = ({ weights }: Pick<typeof there, 'weights'>) => weightsOf({ weights: weights.encoder });
    expect(encoderOf(there)).toEqual(encoderOf(untouched));
  });

  test('is fit: the same progress and the same weights, of everything that goes over', async () => {
    using there = variational();
    using here = variational();
    const before = memory().numTensors;
    const remote = await all(trainer.fit(there, data, { ...options, every: 2 }));
    expect(memory().numTensors).toBe(before);
    const local = await all(fit(here, data, { ...options, every: 2 }));
    expect(figures(remote)).toEqual(figures(local));
    expect(remote.map(({ validation }) => validation)).toEqual(local.map(({ validation }) => validation));
    expect(weightsOf(there)).toEqual(weightsOf(here));
  });

  test('can be awaited, as fit can', async () => {
    using there = variational();
    using here = variational();
    const how = { ...options, epochs: 9, earlyStopping: { patience: 0, minDelta: 2 } };
    const before = memory().numTensors;
    const run = trainer.fit(there, data, how);
    const { history, best, stopped } = await run;
    expect(await run).toEqual({ history, best, stopped });
    expect(memory().numTensors).toBe(before);
    const local = await fit(here, data, how);
    expect(figures(history)).toEqual(figures(local.history));
    expect([best?.epoch, stopped]).toEqual([local.best?.epoch, local.stopped]);
    expect(weightsOf(there)).toEqual(weightsOf(here));
    const lost = trainer.fit(there, data, { ...options, optimizer: sgd({ learningRate: 1e30 }) });
    await expect(lost).rejects.toThrow(DivergenceError);
    await expect(trainer.fit(there, data, { ...options, batch: 0 })).rejects.toThrow(InputError);
  });

  test('brings the weights after every epoch', async () => {
    using there = variational();
    using here = variational();
    const local = fit(here, data, options);
    for await (const { epoch } of trainer.fit(there, data, options)) {
      await local.next();
      expect(weightsOf(there), `epoch ${epoch}`).toEqual(weightsOf(here));
    }
  });

  test('brings them with every progress where that is asked for', async () => {
    using there = variational();
    using here = variational();
    const often = { ...options, every: 1 };
    const local = fit(here, data, often);
    for await (const { step, epoch } of trainer.fit(there, data, { ...often, weightsWith: 'progress' })) {
      await local.next();
      expect(weightsOf(there), `epoch ${epoch}, step ${step}`).toEqual(weightsOf(here));
    }
  });

  test('takes much data in pieces, and of a view only what it shows', async () => {
    const rows = 20_000;
    const values = Float32Array.from({ length: rows * 64 + 1 }, (_, i) => ((i * 37) % 101) / 101);
    const quick = { ...options, epochs: 1, batch: 5000, validation: { values: values.subarray(1, 65), shape: [64] } };
    using there = variational();
    using here = variational();
    const remote = await all(trainer.fit(there, { values: values.subarray(1), shape: [64] }, quick));
    const x = tensor2d(values.subarray(1), [rows, 64]);
    const one = tensor2d(values.subarray(1, 65), [1, 64]);
    const local = await all(fit(here, x, { ...quick, validation: one }));
    [x, one].forEach((t) => t.dispose());
    expect(remote.map(({ validation }) => validation)).toEqual(local.map(({ validation }) => validation));
    expect(weightsOf(there)).toEqual(weightsOf(here));
    expect(values).toHaveLength(rows * 64 + 1);
  });

  test('pauses while nobody asks, and leaving the loop ends it with the weights reached', async () => {
    using there = variational();
    using here = variational();
    for await (const { step, epoch } of trainer.fit(there, data, { ...options, every: 1 })) if (epoch === 2 && step === 2) break;
    for await (const { step, epoch } of fit(here, data, { ...options, every: 1 })) if (epoch === 2 && step === 2) break;
    expect(weightsOf(there)).toEqual(weightsOf(here));
    // The worker goes on to serve.
    expect(await all(trainer.fit(there, data, { ...options, epochs: 1 }))).toHaveLength(1);
  });

  test('stops early there, with the best weights', async () => {
    using there = variational();
    using here = variational();
    const early = { ...options, epochs: 30, optimizer: sgd({ learningRate: 0.05 }), earlyStopping: { patience: 0 } };
    const remote = await all(trainer.fit(there, data, early));
    expect(figures(remote)).toEqual(figures(await all(fit(here, data, early))));
    expect(weightsOf(there)).toEqual(weightsOf(here));
  });

  test('takes plain arrays, shared ones too, and leaves them as they are', async () => {
    const values = await data.data<'float32'>();
    const shared = new Float32Array(new SharedArrayBuffer(values.byteLength));
    shared.set(values);
    using here = variational();
    await all(fit(here, data, options));
    for (const plain of [values, shared]) {
      using there = variational();
      await all(trainer.fit(there, { values: plain, shape: [64] }, options));
      expect(weightsOf(there)).toEqual(weightsOf(here));
      expect(plain).toHaveLength(60 * 64);
    }
  });

  test('trains classifiers by labels, validated by others, and layers that share kernels', async () => {
    const labels = Int32Array.from({ length: 60 }, (_, i) => i % 3);
    const make = () => classifier({ input: [64], encoder: chain(dense(8), relu), classes: 3, seed: 1 });
    const judged = {
      loss: { softmaxCrossEntropy },
      target: labels,
      validation: { data, target: labels },
      optimizer: parameterGroups({ head: adam({ learningRate: 0.01 }) }, adam()),
      epochs: 2,
    };
    using there = make();
    using here = make();
    expect(figures(await all(trainer.fit(there, data, judged)))).toEqual(figures(await all(fit(here, data, judged))));
    expect(weightsOf(there)).toEqual(weightsOf(here));
    const hidden = dense(6);
    const mirrored = () => autoencoder({ input: [64], encoder: hidden, decoder: chain(tied(hidden)) });
    using one = mirrored();
    using other = mirrored();
    await all(trainer.fit(one, data, { loss: { squaredError }, epochs: 1 }));
    await all(fit(other, data, { loss: { squaredError }, epochs: 1 }));
    expect(weightsOf(one)).toEqual(weightsOf(other));
  });

  test('trains the head of a classifier alone, as it is without a worker', async () => {
    const labels = Int32Array.from({ length: 60 }, (_, i) => i % 3);
    const make = () => classifier({ input: [64], encoder: chain(dense(8), relu, dropout(0.5)), classes: 3, seed: 1 });
    const how = { loss: { softmaxCrossEntropy }, target: labels, optimizer: clipByGlobalNorm(0.1, adam()), epochs: 2 };
    using there = make();
    using here = make();
    expect(figures(await all(trainer.fit(there.headOnly, data, how)))).toEqual(figures(await all(fit(here.headOnly, data, how))));
    expect(weightsOf(there)).toEqual(weightsOf(here));
    using before = make();
    expect(weightsOf(there).slice(0, 2)).toEqual(weightsOf(before).slice(0, 2));
  });
});

test('pretrain in a worker is pretrain', async () => {
  const make = () =>
    stacked({
      input: [64],
      levels: [
        { encoder: chain(dense(12), sigmoid), decoder: dense(64), output: sigmoid },
        { encoder: chain(dense(6), sigmoid), decoder: dense(12), output: sigmoid },
      ],
    });
  using there = make();
  using here = make();
  const how = { loss: { binaryCrossEntropy }, epochs: 2, levels: [{}, { corrupt: maskingNoise(0.3) }] };
  const remote = await all(trainer.pretrain(there, data, how));
  const local = await all(pretrain(here, data, how));
  const told = (list: readonly object[]) => (list as LevelProgress[]).map(({ level, epoch, loss }) => [level, epoch, loss]);
  expect(told(remote)).toEqual(told(local));
  expect(weightsOf(there)).toEqual(weightsOf(here));
});

describe('what goes wrong there is said here', () => {
  test('options that do not fit, as it is without a worker', async () => {
    using flat = autoencoder({ input: [64], encoder: dense(2), decoder: dense(64), output: sigmoid });
    const few = digitsLike(20);
    for (const [message, wrong] of refused)
      await expect(all(trainer.fit(flat, few, wrong)), message).rejects.toThrow(new InputError(message));
    await expect(
      all(trainer.fit(flat, few, { loss: { squaredError }, validation: digitsLike(2) as Tensor2D, epochs: -1 })),
    ).rejects.toThrow('fit: epochs must be a whole number of 0 or more, not -1');
    few.dispose();
  });

  test('data and models that are not there any more', async () => {
    using model = variational();
    const [gone, disposed] = [digitsLike(3), variational()];
    for (const each of [gone, disposed]) each.dispose();
    await expect(all(trainer.fit(model, gone, options))).rejects.toThrow(new InputError('workerTrainer: data was disposed'));
    await expect(all(trainer.fit(model, data, { ...options, validation: gone }))).rejects.toThrow('workerTrainer: validation was disposed');
    await expect(all(trainer.fit(disposed, data, options))).rejects.toThrow(new InputError('fit: the model was disposed'));
    await expect(all(trainer.fit(model, undefined as never, options))).rejects.toThrow(
      new InputError('workerTrainer: data must be a tensor, or a dataset in memory, { shape, values }, not undefined'),
    );
  });

  test('a last step that left weights which are not finite, when the loop is left', async () => {
    using there = variational();
    const before = weightsOf(there);
    const wild = { loss: { likelihood: binaryCrossEntropy }, optimizer: sgd({ learningRate: 1e39 }), every: 1, batch: 16 };
    const run = async (): Promise<void> => {
      for await (const { step } of trainer.fit(there, data, wild)) if (step === 1) break;
    };
    await expect(run()).rejects.toThrow(
      'fit: step 1 left weights that are not finite (encoder.0.kernel); training stopped and the model holds the weights before that step',
    );
    expect(weightsOf(there)).toEqual(before);
  });

  test('a loss that is not finite, with the weights before it', async () => {
    using there = variational();
    using here = variational();
    const wild = { ...options, optimizer: sgd({ learningRate: 1e30 }), validation: undefined };
    const [remote, local] = await Promise.all(
      [trainer.fit(there, data, wild), fit(here, data, wild)].map((run) => all(run).catch((error: unknown) => error as DivergenceError)),
    );
    expect(remote).toBeInstanceOf(DivergenceError);
    expect([(remote as DivergenceError).message, (remote as DivergenceError).step]).toEqual([
      (local as DivergenceError).message,
      (local as DivergenceError).step,
    ]);
    expect(weightsOf(there)).toEqual(weightsOf(here));
  });

  test.each<[message: string, loss: Loss]>([
    [
      'workerTrainer: options.loss.mine is a function without a config, which cannot be sent; give it one with withConfig',
      (pass) => squaredError(pass),
    ],
    [
      'workerTrainer: there is no part "mine" here; give it to serveTraining({ parts: { mine } }) in the worker',
      withConfig<Loss>((pass) => squaredError(pass), { name: 'mine' }),
    ],
  ])('%s', async (message, mine) => {
    using model = variational();
    await expect(all(trainer.fit(model, data, { loss: { mine } }))).rejects.toThrow(new InputError(message));
  });

  test('a model without a config, and data of another size than they say', async () => {
    using model = variational();
    const { config: _, ...nameless } = model;
    await expect(all(trainer.fit(nameless as typeof model, data, options))).rejects.toThrow('workerTrainer: the model has no config');
    await expect(all(trainer.fit(model, { values: new Float32Array(9), shape: [64] }, options))).rejects.toThrow(
      'workerTrainer: the 9 values of data do not divide into examples of shape [64], of 64 numbers',
    );
  });

  test('a model that is in training already, there or here', async () => {
    using model = variational();
    const run = trainer.fit(model, data, options);
    await run.next();
    const sentence = 'fit: the model, or one that shares its weights, is still in training by fit; await that run, or leave its loop first';
    for (const other of [trainer.fit(model, data, options), fit(model, data, options)]) await expect(all(other)).rejects.toThrow(sentence);
    await run.return();
    await all(fit(model, data, { ...options, epochs: 1, seed: 9 }));
  });

  test('data outside of memory', async () => {
    using model = variational();
    const stream = { shape: [64], chunks: async function* () {} };
    await expect(all(trainer.fit(model, stream as never, options))).rejects.toThrow(
      'workerTrainer: data must be in memory to be sent to a worker, and it is read bit by bit; call fit without a worker',
    );
  });

  test('a backend that the worker does not have, a script that is not there or fails, a worker that does not answer, one that ends', async () => {
    await expect(workerTrainer(new Worker(script), { backend: 'webgpu' })).rejects.toThrow(
      'workerTrainer: the worker has no backend "webgpu"; it has cpu',
    );
    await expect(workerTrainer(new Worker(join(folder, 'nowhere.mjs')), { backend: 'cpu' })).rejects.toThrow(
      /^workerTrainer: the worker failed \(.*nowhere/,
    );
    writeFileSync(join(folder, 'silent.mjs'), 'setInterval(() => 0, 1000);');
    await expect(workerTrainer(new Worker(join(folder, 'silent.mjs')), { backend: 'cpu', timeout: 300 })).rejects.toThrow(
      'workerTrainer: the worker did not answer within 0.3 s',
    );
    const short = await workerTrainer(new Worker(script), { backend: 'cpu' });
    using model = variational();
    const run = short.fit(model, data, { ...options, epochs: 1000 });
    await run.next();
    const next = run.next();
    short.terminate();
    await expect(next).rejects.toThrow('workerTrainer: the worker was terminated');
  });

  test('a worker that somebody else ends, or that ends itself', async () => {
    const worker = new Worker(script);
    const ended = await workerTrainer(worker, { backend: 'cpu' });
    using model = variational();
    const run = ended.fit(model, data, { ...options, epochs: 1000 });
    await run.next();
    const next = run.next();
    await worker.terminate();
    await expect(next).rejects.toThrow(new InputError('workerTrainer: the worker failed (it ended with code 1)'));
    await expect(all(ended.fit(model, data, options))).rejects.toThrow('it ended with code 1');
    writeFileSync(
      join(folder, 'leaves.mjs'),
      "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => process.exit(3));",
    );
    await expect(workerTrainer(new Worker(join(folder, 'leaves.mjs')), { backend: 'cpu' })).rejects.toThrow('it ended with code 3');
  });

  test.each([
    ['{ id }', 'the worker sent a message that is not an answer'],
    ['{ id, ok: false, error: { name: "E" } }', 'the worker sent a message that is not an answer'],
    ['{ id, ok: false, error: { name: "RangeError", message: "too far", more: {} } }', 'too far'],
  ])('an answer %s', async (answer, message) => {
    const file = join(folder, 'odd.mjs');
    const send = `for (const value of [undefined, null, 'hello', { id: 99 }, ${answer}]) parentPort.postMessage(value);`;
    writeFileSync(file, `import { parentPort } from 'node:worker_threads'; parentPort.on('message', ({ id }) => { ${send} });`);
    const worker = new Worker(file);
    const error = (await workerTrainer(worker, { backend: 'cpu' }).catch((cause: unknown) => cause)) as Error;
    expect(error.message).toContain(message);
    expect(error).toBeInstanceOf(message === 'too far' ? RangeError : InputError);
  });

  test('messages that are not for a trainer are left alone, and a refused fit leaves nothing there', async () => {
    const worker = new Worker(script);
    const own = await workerTrainer(worker, { backend: 'cpu' });
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread of Node has no origin
    for (const message of [undefined, null, 'hello', { type: 'next' }]) worker.postMessage(message);
    using model = variational();
    const mine: Loss = withConfig((pass) => squaredError(pass), { name: 'unknown', args: [] });
    for (let i = 0; i < 3; i++) {
      await expect(all(own.fit(model, data, { ...options, epochs: -1 }))).rejects.toThrow(InputError);
      await expect(all(own.fit(model, data, { loss: { mine } }))).rejects.toThrow(InputError);
    }
    expect((await workerTrainer(worker, { backend: 'cpu' })).info.tensors).toBe(0);
    own.terminate();
  });
});
