import type { Progress } from '@autoencoders/training';
import { describe, expect, test } from 'vitest';
import type { Data } from './data/index.js';
import type { AnyModel } from './definition.js';
import { pendingOf, sceneOf } from './selectors.js';
import { initialState, reduce } from './state.js';
import type { AppEvent, AppState } from './state.js';

type Settings = { readonly epochs: number };
const start = initialState<Settings>({ epochs: 4 });
const after = (...events: readonly AppEvent<Settings>[]): AppState<Settings> => events.reduce(reduce<Settings>, start);

const dataset = (count: number) => ({ name: 'mine', shape: [2], values: new Float32Array(2 * count) });
const data: Data = { training: dataset(1500), test: dataset(1) };
const [model, other] = [{ codeSize: 1 }, { codeSize: 2 }] as unknown as [AnyModel, AnyModel];
const loaded = { type: 'shown', run: { model, data, source: 'digits' } } as const;
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
const newModel = { type: 'shown', run: { model: other } } as const;
const settings = (epochs: number, live = false): AppEvent<Settings> => ({ type: 'settings', settings: { epochs }, live });

describe('the state of an app', () => {
  test('has no scene before there are data', () => {
    expect(sceneOf(start)).toBeUndefined();
    expect(sceneOf(after(loaded))).toEqual({ model, data, settings: { epochs: 4 }, epoch: 0, progress: undefined });
  });

  test('says how many examples the data have, and shows their source', () => {
    expect(after(loaded).status).toBe('1,500 examples to train on, 1 to test.');
    const loading = after(loaded, { type: 'source', source: 'mnist' }, { type: 'loading', share: 0.426 });
    expect([loading.selected, loading.shown?.source, loading.share, loading.status]).toEqual([
      'mnist',
      'digits',
      0.426,
      'Loading the data: 43 %',
    ]);
  });

  test('keeps the choice of the data while it shows the pictures of the page', () => {
    const sample = after({ type: 'source', source: 'mnist-small' }, { type: 'shown', run: { model, data, source: 'sample', epoch: 9 } });
    expect([sample.selected, sample.shown?.source]).toEqual(['mnist-small', 'sample']);
  });

  test('follows a training: epochs with a fraction, the time left, all progress for the chart', () => {
    const running = after(loaded, newModel, { type: 'activity', activity: 'starting' }, told(1, 5), told(2, 10));
    expect([running.shown?.epoch, running.share, running.shown?.history.length]).toEqual([2, 0.5, 2]);
    expect(running.status).toBe('Epoch 2 of 4: loss 2.5, 6.0 s left');
    expect(reduce(running, { type: 'activity', activity: 'idle' }).status).toBe('Stopped, 2 epochs in 6.0 s: loss 2.5');
    const done = [told(4, 10), { type: 'activity', activity: 'idle' } as const].reduce(reduce<Settings>, running);
    expect(done.status).toBe('Done, 4 epochs in 6.0 s: loss 2.5');
  });

  test('says the phase of a training that has several', () => {
    const phase = { type: 'progress', progress: { ...progress(4, 10), phase: 'Level 1 of 3' } } as const;
    expect(after(loaded, phase).status).toBe('Level 1 of 3: loss 2.5');
    expect(after(loaded, phase, { type: 'activity', activity: 'idle' }).status).toBe('Done in 6.0 s. The results are below.');
  });

  test('keeps a trained model to go back to, and goes back', () => {
    const fresh = after(loaded, told(1, 10), newModel);
    expect([fresh.shown?.model, fresh.shown?.epoch, fresh.shown?.history, fresh.before?.model]).toEqual([other, 0, [], model]);
    const back = reduce(fresh, { type: 'go back' });
    // The new one was not trained: there is nothing to keep.
    expect([back.shown?.model, back.shown?.epoch, back.before]).toEqual([model, 1, undefined]);
    const both = [told(2, 10), { type: 'go back' } as const].reduce(reduce<Settings>, fresh);
    expect([both.shown?.model, both.before?.model]).toEqual([model, other]);
  });

  test('keeps no model that nobody trained, and keeps a pinned one', () => {
    expect(after(loaded, newModel).before).toBeUndefined();
    const pinned = after(loaded, told(1, 10), newModel, { type: 'pin', pinned: true }, told(1, 10));
    expect(reduce(pinned, { type: 'shown', run: { model: {} as AnyModel } }).before?.model).toBe(model);
  });

  test('has pending settings until a new model has them; live ones never wait', () => {
    const trained = after(loaded, told(1, 10));
    const changed = reduce(trained, settings(9));
    expect([pendingOf(changed), sceneOf(changed)?.settings]).toEqual([{ epochs: 9 }, { epochs: 4 }]);
    expect(pendingOf(reduce(changed, newModel))).toEqual({});
    const live = reduce(trained, settings(9, true));
    expect([pendingOf(live), sceneOf(live)?.settings]).toEqual([{}, { epochs: 9 }]);
  });

  test('shows an error until something succeeds', () => {
    const failed = after(loaded, { type: 'failed', message: 'No.' }, told(1, 5));
    expect(failed.alert).toBe('No.');
    for (const event of [loaded, { type: 'kept' }, { type: 'activity', activity: 'starting' }] as const)
      expect(reduce(failed, event).alert).toBeUndefined();
  });

  test('takes the settings and the epochs of a model that was opened', () => {
    const run = { model: other, settings: { epochs: 9 }, epoch: 1 };
    const opened = after(loaded, told(1, 5), { type: 'shown', run, status: 'Here.' });
    expect([opened.settings.epochs, opened.shown?.epoch, opened.shown?.progress, opened.status]).toEqual([9, 1, undefined, 'Here.']);
  });
});
