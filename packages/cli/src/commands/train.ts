import { adam } from '@autoencoders/core';
import { save } from '@autoencoders/models';
import type { Loaded } from '@autoencoders/models';
import { renderReport } from '@autoencoders/report';
import { evaluate, fit } from '@autoencoders/training';
import { useBackend } from '../backend.js';
import { loadPart, tensorFor } from '../data.js';
import { learn, usualEpochs } from '../learn.js';
import type { Learned } from '../learn.js';
import { measuresOf } from '../measures.js';
import { checkFolder, freshFolder, writeFolder } from '../output.js';
import { MODEL_FILE, toMetadata } from '../run.js';
import type { Terminal } from '../terminal.js';
import { notesOf, reportOf } from '../training-report.js';
import type { Trained, TrainOptions } from '../training-report.js';
import { conclude, introduce } from '../training-words.js';
import { settingsOf, trainable } from '../variants/index.js';
import { versions } from '../versions.js';

/** Trains a variant, and writes the model, a report and the figures into a folder. */
export async function train(name: string, options: TrainOptions, terminal: Terminal): Promise<void> {
  const variant = trainable(name);
  const folder = options.out ?? freshFolder(`${variant.name}-${options.dataset.replaceAll(/[^\w-]+/g, '-').replaceAll(/^-|-$/g, '')}`);
  await checkFolder(folder, options.force === true);
  const [training, dataset] = [await loadPart(options.dataset, 'train', options.limit), await loadPart(options.dataset, 'test')];
  const settings = settingsOf(variant, training.shape, options);
  const computing = await useBackend(options.backend);

  using model = variant.model(training.shape, settings) as Loaded;
  const data = tensorFor(dataset, model.input);
  try {
    const judged = { model, variant, settings, dataset, data };
    introduce(judged, training, { ...options, computing }, terminal);
    const { history, failure } = await learnFrom(judged, training, options, terminal);
    const results = await evaluate(model, data, {
      loss: variant.loss(settings),
      corrupt: variant.corrupt?.(settings),
      seed: settings.seed,
    });
    const measures = failure ? {} : await measuresOf(judged, training);
    const trained: Trained = { judged, training, options, history, results, measures };
    await writeFolder(folder, await filesOf(trained));
    conclude(trained, folder, failure, terminal);
    if (failure) throw failure;
  } finally {
    data.dispose();
  }
}

/** Everything that a run leaves; the report only where an epoch was completed. */
async function filesOf(trained: Trained): Promise<Record<string, string | Uint8Array>> {
  const { judged, history, results, measures } = trained;
  const notes = notesOf(trained);
  return {
    [MODEL_FILE]: await save(judged.model, { metadata: toMetadata(notes) }),
    'figures.json': `${JSON.stringify({ ...notes, versions: versions(), test: results, measures, history }, null, 2)}\n`,
    ...(history.length > 0 && { 'report.html': renderReport(await reportOf(trained)) }),
  };
}

/** Trains on all of the training examples. */
async function learnFrom(
  { model, variant, settings }: Trained['judged'],
  training: Trained['training'],
  options: TrainOptions,
  terminal: Terminal,
): Promise<Learned> {
  const data = tensorFor(training, model.input);
  try {
    const steps = fit(model, data, {
      loss: variant.loss(settings),
      optimizer: adam({ learningRate: options.learningRate }),
      epochs: options.epochs ?? usualEpochs(variant.epochs, data.shape[0]!, options.batch),
      batch: options.batch,
      seed: settings.seed,
      every: 2,
      corrupt: variant.corrupt?.(settings),
      validation: options.validation,
      earlyStopping: options.patience === undefined ? undefined : { patience: options.patience },
    });
    return await learn(steps, terminal);
  } finally {
    data.dispose();
  }
}
