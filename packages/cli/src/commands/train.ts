import { adam } from '@autoencoders/core';
import { batches } from '@autoencoders/datasets';
import { loadDataset, openDataset } from '@autoencoders/datasets/node';
import { save } from '@autoencoders/models';
import type { AnyAutoencoder } from '@autoencoders/models';
import { renderReport } from '@autoencoders/report';
import { fit } from '@autoencoders/training';
import { useBackend } from '../backend.js';
import { BATCH, JUDGED_AT_ONCE, evaluated, rowsAtOnce, tensorFor } from '../data.js';
import { slug } from '../format.js';
import { batchingFor, learn, usualEpochs } from '../run-training.js';
import type { Learned } from '../run-training.js';
import { NEIGHBOURS, measuresOf } from '../measures.js';
import { toMetadata } from '../notes.js';
import { checkFolder, filesOf, freshFolder, writeRun } from '../output/run-folder.js';
import { salvage } from '../salvage.js';
import type { ReportData } from '../sections.js';
import type { Terminal } from '../terminal.js';
import { notesOf, reportOf } from '../training-report.js';
import type { Trained, TrainOptions } from '../training-report.js';
import { conclude, introduce } from '../training-words.js';
import { settingsOf, trainable } from '../variants/index.js';
import { versions } from '../versions.js';

/** Trains a variant, and writes the model, a report and the figures into a folder. */
export async function train(name: string, given: TrainOptions, terminal: Terminal): Promise<void> {
  const variant = trainable(name);
  const folder = given.out ?? freshFolder(`runs/${variant.name}-${slug(given.dataset)}`);
  await checkFolder(folder, given.force === true);
  const [training, test] = [await openDataset(given.dataset, 'train'), await openDataset(given.dataset, 'test')];
  const examples = Math.min(given.limit ?? Infinity, training.count);
  const options = { ...given, ...batchingFor(given, examples) };
  const settings = settingsOf(variant, training.shape, options);
  const computing = await useBackend(options.backend);

  using model = variant.model(training.shape, settings) as AnyAutoencoder;
  introduce({ variant, summary: model.summary(), computing, seed: settings.seed, training, test, examples }, terminal);
  const dataset = await loadDataset(given.dataset, 'test');
  const data = tensorFor(dataset, model.input);
  try {
    const judged: ReportData = { model, variant, settings, dataset, data };
    const { history, failure } = await learnFrom(judged, examples, options, terminal);
    const judging = { loss: variant.loss(settings), corrupt: variant.corrupt?.(settings), seed: settings.seed };
    const { make, end } = salvage();
    const parts = batches(dataset, rowsAtOnce(dataset.shape, BATCH, JUDGED_AT_ONCE));
    const { loss = NaN, terms = {} } = (await make('the test loss', () => evaluated(model, parts, judging))) ?? {};
    const known = { limit: Math.min(NEIGHBOURS, examples) };
    const measures =
      (!failure && (await make('the measures', async () => measuresOf(judged, await loadDataset(given.dataset, 'train', known))))) || {};
    const trained: Trained = { judged, training, examples, options, history, results: { loss, terms }, measures };
    const report = history.length > 0 && (await make('the report', async () => renderReport(await reportOf(trained))));
    const notes = notesOf(trained);
    const figures = { ...notes, versions: versions(), test: { loss, terms }, measures, history };
    const files = filesOf(await save(model, { metadata: toMetadata(notes) }), figures, report || undefined);
    const written = await writeRun(folder, files, given.force === true);
    conclude(trained, written, failure, terminal);
    if (failure) throw failure;
    end();
  } finally {
    data.dispose();
  }
}

/** Trains on so many of the training examples. */
async function learnFrom(
  { model, variant, settings }: ReportData,
  examples: number,
  options: TrainOptions,
  terminal: Terminal,
): Promise<Learned> {
  const data = tensorFor(await loadDataset(options.dataset, 'train', { limit: examples }), model.input);
  try {
    const steps = fit(model, data, {
      loss: variant.loss(settings),
      optimizer: adam({ learningRate: options.learningRate }),
      epochs: options.epochs ?? usualEpochs(variant.epochs, examples, options.batch),
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
