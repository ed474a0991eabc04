import '@tensorflow/tfjs-backend-cpu';
import { memory, scalar, setBackend } from '@tensorflow/tfjs-core';
import { InputError, adam, seeded, sgd } from '@autoencoders/core';
import { parseSafetensors, toSafetensors } from '@autoencoders/core/internal';
import type { Dataset, Latent, Pass } from '@autoencoders/core';
import { chain, dense, dropout, relu } from '@autoencoders/layers';
import { l2, meanSquaredError, squaredError, weighted } from '@autoencoders/losses';
import { autoencoder, stacked } from '@autoencoders/models';
import { gaussianNoise, maskingNoise } from '@autoencoders/noise';
import { digitsLike, expectNoLeaks } from '@autoencoders/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plainModel, walk, weightsOf } from '../../test/helpers.js';
import { fit } from '../fit.js';
import { pretrain } from '../pretrain.js';
import { readCheckpoint } from './checkpoint.js';
import type { CheckpointStore } from './store.js';

const options = { loss: { squaredError }, corrupt: gaussianNoise(0.1), batch: 10, epochs: 4, seed: 1 };
let data: ReturnType<typeof digitsLike>;
let bytes: Uint8Array;
beforeAll(async () => {
  await setBackend('cpu');
  data = digitsLike(30);
  bytes = await interruptedAfter(2);
});
afterAll(() => data.dispose());

/** Keeps the newest checkpoint. */
const store = (): CheckpointStore & { kept?: Uint8Array; writes: number } => ({
  writes: 0,
  write(checkpoint) {
    this.kept = checkpoint;
    this.writes += 1;
  },
  read() {
    return this.kept;
  },
});

/** The checkpoint of a training that was left after an epoch. */
async function interruptedAfter(epochs: number, more: object = {}, of: any = data): Promise<Uint8Array> {
  using model = plainModel();
  const checkpoint = { store: store() };
  for await (const { epoch } of fit(model, of, { ...options, checkpoint, ...more })) if (epoch === epochs) break;
  return checkpoint.store.kept!;
}

const resumed = (more: object = {}, model = plainModel(5), of: any = data) => fit(model, of, { ...options, resume: bytes, ...more });

describe('a checkpoint', () => {
  test('has what training goes on from', () => {
    const { weights, bestWeights, optimizerState, history, settings, ...state } = readCheckpoint(bytes);
    expect(state).toMatchObject({
      call: 'fit',
      level: 1,
      epoch: 3,
      step: 0,
      globalStep: 6,
      steps: 3,
      examples: 0,
      lossSums: [0],
      epochsWithoutImprovement: 0,
    });
    expect(Object.keys(weights)).toContain('encoder.0.kernel');
    expect(Object.keys(optimizerState)).toContain('encoder.0.kernel/m');
    expect([bestWeights, history.length, settings['batch'], settings['data.count']]).toEqual([undefined, 2, '10', '30']);
  });

  test('has the weights of the best epoch, wherever epochs are judged', async () => {
    const { bestWeights, bestLoss, history } = readCheckpoint(await interruptedAfter(2, { validation: data }));
    expect(Object.keys(bestWeights!)).toContain('encoder.0.kernel');
    expect(bestLoss).toBe(Math.min(...history.map(({ validation }) => validation!.loss)));
  });

  test.each([3, 7])('may be resumed with other epochs, such as %i, as if there had been as many from the beginning', async (epochs) => {
    using whole = plainModel();
    using model = plainModel(5);
    const expected = await fit(whole, data, { ...options, epochs });
    const { history, stopped } = await resumed({ epochs }, model);
    expect(weightsOf(model)).toEqual(weightsOf(whole));
    expect(history.map(({ epochs, loss }) => [epochs, loss])).toEqual(expected.history.map(({ epochs, loss }) => [epochs, loss]));
    expect(stopped).toBe('completed');
  });

  test('of a training that has ended gives its result again, and trains nothing', async () => {
    using whole = plainModel();
    using model = plainModel(5);
    const [kept, how] = [store(), { ...options, earlyStopping: { patience: 0, minDelta: 0.3 }, epochs: 30 }];
    const expected = await fit(whole, data, { ...how, checkpoint: { store: kept } });
    const { writes } = kept;
    const seen: number[] = [];
    const run = fit(model, data, { ...how, checkpoint: { store: kept }, resume: true });
    for await (const { epoch } of run) seen.push(epoch);
    const result = await run;
    expect(seen).toEqual([]);
    expect(expected.stopped).toBe('early stopping');
    expect({ ...result, history: result.history.length }).toEqual({ ...expected, history: expected.history.length });
    expect(weightsOf(model)).toEqual(weightsOf(whole));
    expect(kept.writes - writes).toBeLessThanOrEqual(1);
  });

  test('leaves nothing allocated, taken or resumed', async () => {
    await expectNoLeaks(() => interruptedAfter(3, { checkpoint: { store: store(), everySteps: 2 }, validation: data }));
    using model = plainModel(5);
    await expectNoLeaks(() => resumed({}, model));
    await expectNoLeaks(() => resumed({ batch: 3 }, model).catch(() => undefined));
  });
});

describe('resuming is refused, and the model stays as it was, with', () => {
  const level = () => [{ encoder: dense(8), decoder: dense(64) }] as const;
  test.each<[string, object]>([
    ['batch 10, and this call has 15', { batch: 15 }],
    ['seed 1, and this call has 2', { seed: 2 }],
    ['shuffle true, and this call has false', { shuffle: false }],
    ['epochs 4, and this call has 1; it has trained 2 already', { epochs: 1 }],
    ['validation 0, and this call has 0.2', { validation: 0.2 }],
    ['loss ["squaredError"], and this call has ["squaredError","l2"]', { loss: { squaredError, l2 } }],
    [
      'loss.squaredError {"name":"squaredError"}, and this call has {"name":"weighted"',
      { loss: { squaredError: weighted(2, meanSquaredError) } },
    ],
    [
      'corrupt {"name":"gaussianNoise","args":[0.1]}, and this call has {"name":"gaussianNoise","args":[0.2]}',
      { corrupt: gaussianNoise(0.2) },
    ],
    ['corrupt {"name":"gaussianNoise","args":[0.1]}, and this call has null', { corrupt: undefined }],
    ['optimizer {"name":"adam","args":[]}, and this call has {"name":"sgd","args":[]}', { optimizer: sgd() }],
    ['another optimizer', { optimizer: adam({ learningRate: 0.0005, beta1: 0.95, beta2: 0.9991 }) }],
    ['freeze [], and this call has ["encoder"]', { freeze: ['encoder'] }],
    ['earlyStopping null, and this call has {"patience":2,"minDelta":0}', { earlyStopping: { patience: 2 } }],
  ])('%s', async (message, more) => {
    using model = plainModel(5);
    const before = weightsOf(model);
    const error = await resumed(more, model).then(String, (error: Error) => error);
    expect(error).toBeInstanceOf(InputError);
    expect((error as Error).message).toContain(`fit: resume: the checkpoint was made with ${message}`);
    expect(weightsOf(model)).toEqual(before);
  });

  test('other data, another model, another call', async () => {
    const more = digitsLike(31);
    await expect(resumed({}, plainModel(5), more)).rejects.toThrow(
      'made with data.count 30, and this call has 31; give what it was made with',
    );
    more.dispose();
    const other = autoencoder({ input: [64], encoder: chain(dense(16), relu, dense(5)), decoder: chain(dense(16), relu, dense(64)) });
    await expect(resumed({}, other as any)).rejects.toThrow('fit: resume: the checkpoint was made with another model; give');
    // Without a config, the weights tell.
    const { config: _, ...nameless } = other;
    await expect(resumed({}, nameless as any)).rejects.toThrow(
      'fit: resume: the checkpoint has encoder.2.kernel of shape [16, 4] in float32, the model has [16, 5] in float32',
    );
    other.dispose();
    using stack = stacked({ input: [64], levels: level() });
    await expect(pretrain(stack, data, { ...options, resume: bytes })).rejects.toThrow(
      'pretrain: resume: the checkpoint was made by fit; resume it with that',
    );
  });

  test('an optimizer without a config that has another state', async () => {
    using model = plainModel(5);
    const before = weightsOf(model);
    await expect(resumed({ optimizer: walk(0.1) }, model)).rejects.toThrow(
      'fit: resume: the checkpoint, in the state of its optimizer, has encoder.0.kernel/m, which the optimizer of this call does not have',
    );
    expect(weightsOf(model)).toEqual(before);
  });

  test.each<[string, object]>([
    [
      'fit: checkpoint: there is no option "every"; there are store, everySeconds, everySteps, metadata, onNotice',
      { checkpoint: { store: store(), every: 3 } },
    ],
    [
      'fit: checkpoint: store must have two functions, write and read, as folderStore(path) has, not "runs"',
      { checkpoint: { store: 'runs' } },
    ],
    ['fit: checkpoint: everySeconds must be a finite number of 0 or more, not -1', { checkpoint: { store: store(), everySeconds: -1 } }],
    ['fit: checkpoint: everySteps must be a whole number of 1 or more, not 0', { checkpoint: { store: store(), everySteps: 0 } }],
    ['fit: resume must be true, or the bytes of a checkpoint as a Uint8Array, not "yes"', { resume: 'yes' }],
    ['fit: resume is true, but there is no store to read from; give checkpoint: { store }, or the bytes as resume', { resume: true }],
  ])('%s', (message, more) => expect(() => resumed(more)).toThrow(new InputError(message)));
});

describe('bytes are not trusted', () => {
  /** The checkpoint with another description. */
  const with_ = (change: (training: any, tensors: any) => void): Uint8Array => {
    const { tensors, metadata } = parseSafetensors(bytes);
    const training = JSON.parse(metadata['training']!) as object;
    change(training, tensors);
    return toSafetensors({ tensors, metadata: { ...metadata, training: JSON.stringify(training) } });
  };

  test.each<[string, () => Uint8Array]>([
    ['readCheckpoint: the file is not a checkpoint; give the bytes', () => toSafetensors({ tensors: {}, metadata: {} })],
    [
      'the checkpoint has version 3, and this release reads versions up to 2',
      () => toSafetensors({ tensors: {}, metadata: { format: 'autoencoders checkpoint', version: '3' } }),
    ],
    ['training.epoch is -1 and must be a whole number of 0 or more; the checkpoint is damaged', () => with_((t) => (t.epoch = -1))],
    ['training.lossSums is an object and must be a list', () => with_((t) => (t.lossSums = {}))],
    ['training.history[0].terms.squaredError is x and must be a number', () => with_((t) => (t.history[0].terms.squaredError = 'x'))],
    ['training.settings is undefined and must be a record', () => with_((t) => delete t.settings)],
    ['encoder.0.bias of its weights has numbers that are not finite', () => with_((_, t) => (t['encoder.0.bias'].values[0] = NaN))],
    ['its position is no position in this training', () => with_((t) => (t.level = 9))],
    ['its position is no position in this training', () => with_((t) => (t.lossSums = [1, 2]))],
    ['its history has a level that is not there', () => with_((t) => (t.history[0].level = 3))],
    ['the checkpoint lacks encoder.0.bias, which the model has', () => with_((_, t) => delete t['encoder.0.bias'])],
    ['in the state of its optimizer, lacks encoder.0.bias/m, which', () => with_((_, t) => delete t['optimizer/encoder.0.bias/m'])],
    [
      'the checkpoint has __proto__, which the model does not have',
      () => with_((_, t) => Object.defineProperty(t, '__proto__', { value: t['encoder.0.bias'], enumerable: true })),
    ],
  ])('%s', async (message, damaged) => {
    using model = plainModel(5);
    const [before, tensors] = [weightsOf(model), memory().numTensors];
    const error = await resumed({ resume: damaged() }, model).then(String, (error: Error) => error);
    expect(error).toBeInstanceOf(InputError);
    expect((error as Error).message).toContain(message);
    expect([weightsOf(model), memory().numTensors]).toEqual([before, tensors]);
  });

  test('whatever bytes are changed, it is read, or refused with a sentence', async () => {
    const seeds = seeded(7);
    let refused = 0;
    for (let i = 0; i < 3000; i++) {
      const changed = bytes.slice(0, i % 10 === 0 ? seeds() % bytes.length : bytes.length);
      // Most of the first bytes are the header.
      for (let n = 0; n <= i % 4; n++) changed[seeds() % (i % 2 ? changed.length : Math.min(changed.length, 4000))] = seeds() % 256;
      try {
        readCheckpoint(changed);
      } catch (error) {
        refused += 1;
        if (!(error instanceof InputError)) throw error;
      }
    }
    expect(refused).toBeGreaterThan(1000);
    expect(({} as any).polluted).toBeUndefined();
  });
});

describe('writing', () => {
  test('stops no step, and one is in flight at a time', async () => {
    let [open, most, left] = [0, 0, 0];
    const release: (() => void)[] = [];
    const slow: CheckpointStore = {
      write() {
        most = Math.max(most, ++open);
        return new Promise((resolve) => release.push(() => resolve(void open--)));
      },
      read: () => undefined,
    };
    using model = plainModel();
    let steps = 0;
    for await (const { step } of fit(model, data, { ...options, every: 1, checkpoint: { store: slow, everySteps: 1 } })) {
      steps += 1;
      left = open;
      if (step === 3) setTimeout(() => release.shift()?.(), 0);
      // The last two are waited for.
      if (steps === 12) setInterval(() => release.shift()?.(), 1).unref();
    }
    expect([steps, most, left, open]).toEqual([12, 1, 1, 0]);
  });

  test('by time', async () => {
    const often = store();
    await interruptedAfter(4, { checkpoint: { store: often, everySeconds: 0 } });
    const never = store();
    await interruptedAfter(4, { checkpoint: { store: never, everySeconds: Infinity } });
    expect(often.writes).toBeGreaterThan(2);
    expect(never.writes).toBe(1);
  });

  test('that fails is said once until it works again, and changes nothing', async () => {
    const notices: string[] = [];
    let tries = 0;
    const failing: CheckpointStore = {
      // Not async: it throws rather than rejects.
      write() {
        if (++tries !== 3) throw new Error('ENOSPC: no space left on device');
      },
      read: () => undefined,
    };
    using model = plainModel();
    using whole = plainModel();
    const onNotice = (notice: string): void => void notices.push(notice);
    await fit(model, data, { ...options, checkpoint: { store: failing, everySteps: 1, onNotice } });
    await fit(whole, data, options);
    expect(weightsOf(model)).toEqual(weightsOf(whole));
    const failed =
      'fit: a checkpoint cannot be written: ENOSPC: no space left on device. Training goes on, and tries again at the next checkpoint';
    expect(notices).toEqual([failed, failed, 'fit: the last checkpoint could not be written; the model itself has its weights']);
  });
});

describe('what ends a training', () => {
  /** A stream that breaks off in an epoch, as a file does that vanishes. */
  const breaking = (epoch: number): Dataset => {
    let passes = 0;
    const values = data.dataSync<'float32'>().slice();
    return {
      shape: [64],
      async *chunks() {
        passes += 1;
        yield { shape: [64], values: values.slice(0, 64 * 27) };
        if (passes === epoch) throw new InputError('the file has gone');
        yield { shape: [64], values: values.slice(64 * 27) };
      },
    };
  };

  test('data that cannot be read lose no step', async () => {
    const kept = store();
    using model = plainModel();
    using whole = plainModel();
    using second = plainModel(5);
    const how = { ...options, shuffle: false };
    await expect(fit(model, breaking(3), { ...how, checkpoint: { store: kept } })).rejects.toThrow('the file has gone');
    expect(readCheckpoint(kept.kept!)).toMatchObject({ epoch: 3, step: 1, globalStep: 7 });
    const expected = await fit(whole, breaking(99), how);
    const { history } = await fit(second, breaking(99), { ...how, resume: kept.kept! });
    expect(weightsOf(second)).toEqual(weightsOf(whole));
    expect(history.map(({ loss }) => loss)).toEqual(expected.history.map(({ loss }) => loss));
  });

  test('a loss that is not finite writes nothing: the checkpoint before stays', async () => {
    const kept = store();
    using model = plainModel();
    const how = {
      ...options,
      loss: { squaredError: (pass: Pass<Latent>) => (pass.clock.step < 6 ? squaredError(pass) : scalar(NaN)) },
      checkpoint: { store: kept, everySteps: 1 },
    };
    await expect(fit(model, data, how)).rejects.toThrow('loss.squaredError is NaN at step 7');
    expect(readCheckpoint(kept.kept!).globalStep).toBe(6);
  });

  test('a resumed training does not repeat its seed, so there is no warning', async () => {
    const warnings: unknown[] = [];
    const { warn } = console;
    console.warn = (...said) => void warnings.push(said);
    using model = plainModel();
    const checkpoint = { store: store() };
    for await (const _ of fit(model, data, { ...options, checkpoint })) break;
    await fit(model, data, { ...options, checkpoint, resume: true });
    console.warn = warn;
    expect(warnings).toEqual([]);
  });
});

test('custom parts without a config are trusted to be the same', async () => {
  const own = { loss: { own: (pass: any) => squaredError(pass) }, corrupt: maskingNoise(0.1) };
  const make = (seed: number) => autoencoder({ input: [64], encoder: chain(dense(8), dropout(0.2)), decoder: dense(64), seed });
  using whole = make(1);
  using begun = make(1);
  using model = make(3);
  const checkpoint = { store: store() };
  await fit(whole, data, { ...options, ...own });
  for await (const _ of fit(begun, data, { ...options, ...own, checkpoint })) break;
  await fit(model, data, { ...options, ...own, checkpoint, resume: true });
  expect(weightsOf(model)).toEqual(weightsOf(whole));
});
