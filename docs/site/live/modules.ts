import * as tf from '@tensorflow/tfjs-core';
import { wasmPaths } from '@autoencoders/app-kit/backends';
import * as wasm from '@autoencoders/backend-wasm';
import * as core from '@autoencoders/core';
import * as datasets from '@autoencoders/datasets';
import * as layers from '@autoencoders/layers';
import * as losses from '@autoencoders/losses';
import * as metrics from '@autoencoders/metrics';
import * as models from '@autoencoders/models';
import * as noise from '@autoencoders/noise';
import * as training from '@autoencoders/training';
import type { LevelProgress, Progress, TrainingRun } from '@autoencoders/training';
import type { Epoch } from './messages.js';
import { observe } from './observe.js';

/** One processor is left to the page. */
const threads = Math.max(1, Math.min(4, navigator.hardwareConcurrency - 1));
const setWasmBackend: typeof wasm.setWasmBackend = (options) => wasm.setWasmBackend({ paths: wasmPaths, threads, ...options });

/** `call`, whose trainings tell each of their epochs. */
function observed<A extends readonly any[], P extends Progress, R>(
  name: Epoch['call'],
  call: (...args: A) => TrainingRun<P, R>,
  tell: (epoch: Epoch) => void,
): (...args: A) => TrainingRun<P, R> {
  let runs = 0;
  return (...args) => {
    const run = ++runs;
    return observe(call(...args), (progress) => {
      const { epoch, step, steps, loss, terms, validation } = progress;
      if (step !== steps) return;
      const { level = run } = progress as Partial<LevelProgress>;
      tell({ call: name, run: level, epoch, loss, terms, ...(validation && { validation: validation.loss }) });
    });
  };
}

/** What programs of the site may import, by name. */
export const modules = (tell: (epoch: Epoch) => void): Readonly<Record<string, object>> => ({
  '@autoencoders/backend-wasm': { ...wasm, setWasmBackend },
  '@autoencoders/core': core,
  '@autoencoders/datasets': datasets,
  '@autoencoders/layers': layers,
  '@autoencoders/losses': losses,
  '@autoencoders/metrics': metrics,
  '@autoencoders/models': models,
  '@autoencoders/noise': noise,
  '@autoencoders/training': {
    ...training,
    fit: observed('fit', training.fit as (...args: any[]) => TrainingRun<any, any>, tell),
    pretrain: observed('pretrain', training.pretrain as (...args: any[]) => TrainingRun<any, any>, tell),
  },
  '@tensorflow/tfjs-core': tf,
});
