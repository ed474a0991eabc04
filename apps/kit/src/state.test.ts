import type { Progress } from '@autoencoders/training';
import { describe, expect, test } from 'vitest';
import type { Data } from './data/index.js';
import type { AnyModel } from './definition.js';
import { initialState, reduce, sceneOf } from './state.js';
import type { AppEvent, AppState } from './state.js';

type Settings = { readonly epochs: number };
const start = initialState<Settings>({ epochs: 4 });
const after = (...events: readonly AppEvent<Settings>[]): AppState<Settings> => events.reduce(reduce<Settings>, start);

const dataset = (count: number) => ({ name: 'mine', shape: [2], values: new Float32Array(2 * count) });
const data: Data = { training: dataset(1500), test: dataset(1) };
const [model, other] = [{ codeSize: 1 }, { codeSize: 2 }] as unknown as [AnyModel, AnyModel];
const loaded = { type: 'data', data, source: 'digits', model } as const;
const progress = (epoch: number, step: number): Progress => ({
  epoch,
  epochs: 4,
  step,
  steps: 10,
  loss: 2.5,
  terms: { reconstruction: 2, penalty: 0.5 },
  elapsedSeconds: 6,
  epochSeconds: 6,
  waitingSeconds: 0,
  examplesPerSecond: 1234,
});
const told = (epoch: number, step: number): AppEvent<Settings> => ({ type: 'progress', progress: progress(epoch, step) });

describe('the state of an app', () => {
  test('has no scene before there are data', () => {
    expect(sceneOf(start)).toBeUndefined();
    expect(sceneOf(after(loaded))).toEqual({ model, data, settings: { epochs: 4 }, epoch: 0, progress: undefined });
  });

  test('says how many examples the data have, and shows their source', () => {
    expect(after(loaded).status).toBe('1,500 examples to train on, 1 to test.');
    const loading = after(loaded, { type: 'source', source: 'mnist' }, { type: 'loading', share: 0.426 });
    expect([loading.selected, loading.source, loading.share, loading.status]).toEqual(['mnist', 'digits', 0.426, 'Loading the data: 43 %']);
  });

  test('goes back to the source in use when loading fails', () => {
    const failed = after(loaded, { type: 'source', source: 'own' }, { type: 'failed', message: 'No.' });
    expect([failed.selected, failed.alert, failed.data]).toEqual(['digits', 'No.', data]);
  });

  test('follows a training: epochs with a fraction, the time left, all progress for the chart', () => {
    const running = after(loaded, { type: 'new training', model: other }, { type: 'run', run: 'starting' }, told(1, 5), told(2, 10));
    expect([running.epoch, running.share, running.history.length]).toEqual([2, 0.5, 2]);
    expect(running.status).toBe('Epoch 2 of 4: loss 2.5 (reconstruction 2, penalty 0.5), 1,234 examples/s, 6.0 s left');
    const done = reduce(running, { type: 'run', run: 'idle' });
    expect(done.status).toBe(`${running.status}. Done: trained for 2 epochs.`);
  });

  test('says the phase of a training that has several', () => {
    const phase = { type: 'progress', progress: { ...progress(4, 10), phase: 'Level 1 of 3' } } as const;
    expect(after(loaded, phase).status).toMatch(/^Level 1 of 3: loss 2\.5 .*examples\/s$/);
  });

  test('forgets the epochs of the model before, but keeps its curve until the next training', () => {
    const fresh = after(loaded, told(1, 10), { type: 'new model', model: other });
    expect([fresh.model, fresh.epoch, fresh.progress, fresh.history.length]).toEqual([other, 0, undefined, 1]);
    expect(reduce(fresh, { type: 'new training', model }).history).toEqual([]);
  });

  test('shows an error until something succeeds', () => {
    const failed = after(loaded, { type: 'failed', message: 'No.' }, told(1, 5));
    expect(failed.alert).toBe('No.');
    for (const event of [loaded, { type: 'kept' }, { type: 'run', run: 'starting' }] as const)
      expect(reduce(failed, event).alert).toBeUndefined();
  });

  test('takes the settings and the epochs of a model that was opened', () => {
    const opened = after(loaded, told(1, 5), { type: 'opened model', model: other, settings: { epochs: 9 }, epoch: 1 });
    expect([opened.settings.epochs, opened.epoch, opened.progress]).toEqual([9, 1, undefined]);
    expect(opened.status).toBe('The model is here, trained for 1 epoch.');
  });
});
