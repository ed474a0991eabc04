import { adam, cosineDecay } from '@autoencoders/core';
import { joinRows, rowCount } from '@autoencoders/core/internal';
import type { ArrayDataset, Corruption, Loss } from '@autoencoders/core';
import type { AnyAutoencoder } from '@autoencoders/models';
import { fit } from '@autoencoders/training';
import type { MethodOptions } from '../types.js';
import { withoutHoles } from './without-holes.js';

/** Options of `trainNet`. */
export interface NetTraining {
  readonly loss: Loss;
  readonly corrupt?: Corruption | undefined;
  /** Steps of training, about. */
  readonly steps: number;
  readonly batch: number;
  readonly learningRate: number;
  readonly seed: number;
  /** Usual examples that are not trained on. Training stops when they are no longer reconstructed better. Default: it never stops early. */
  readonly heldOut?: ArrayDataset | undefined;
  readonly checkpoints?: MethodOptions['checkpoints'];
  readonly onProgress?: MethodOptions['onProgress'];
  readonly signal?: MethodOptions['signal'];
  readonly group?: MethodOptions['group'];
}

/** An epoch has this many steps at least. Fewer would make validation the larger part of the work. */
const STEPS_PER_EPOCH = 50;
/** The share of the epochs without improvement after which training stops. */
const PATIENCE = 0.25;

/** Trains a model with Adam, whose learning rate falls to 0 along a cosine. The model gets the weights that reconstruct `heldOut` best. */
export async function trainNet(model: AnyAutoencoder, examples: ArrayDataset, options: NetTraining): Promise<void> {
  const usual = withoutHoles(examples);
  const { loss, corrupt, steps, learningRate, seed, heldOut, checkpoints, onProgress, signal, group } = options;
  const count = rowCount(usual);
  const batch = Math.min(options.batch, count);
  const repeats = Math.max(1, Math.ceil((STEPS_PER_EPOCH * batch) / count));
  const data = repeats > 1 ? joinRows(Array<ArrayDataset>(repeats).fill(usual)) : usual;
  const perEpoch = Math.ceil((count * repeats) / batch);
  const epochs = Math.max(1, Math.round(steps / perEpoch));
  const run = fit(model, data, {
    loss: { error: loss },
    corrupt,
    optimizer: adam({ learningRate: cosineDecay(learningRate, { epochs }) }),
    epochs,
    batch,
    seed,
    validation: heldOut && withoutHoles(heldOut),
    ...checkpoints?.('net'),
    group,
    earlyStopping: heldOut && { patience: Math.max(1, Math.ceil(PATIENCE * epochs)) },
  });
  for await (const { epoch } of run) {
    signal?.throwIfAborted();
    onProgress?.(epoch / epochs);
  }
}
