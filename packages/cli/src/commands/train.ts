import { basename } from 'node:path';
import { Option } from 'commander';
import { adam } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import type { AnyAutoencoder } from '@autoencoders/models';
import { evaluate, fit } from '@autoencoders/training';
import { chooseBackend } from '../backend.js';
import { baselineFor } from '../baseline.js';
import { beginRun } from '../begin-run.js';
import { checkpointing } from '../checkpointing.js';
import { tensorFor } from '../data.js';
import { finishRun } from '../finish-run.js';
import { batchingFor, defaultEpochs, fitWithProgress, judgedCount } from '../fit-with-progress.js';
import type { FitResult, WatchedRun } from '../fit-with-progress.js';
import { slug } from '../format.js';
import { dataWords } from '../hints.js';
import { introduce } from '../messages.js';
import { number, options, wholeFrom } from '../options.js';
import { ended, inGroup, isFollower, processesHere, trainAsRank } from '../processes.js';
import type { RunRecord } from '../run-record.js';
import { stepEntries, stepsOf } from '../step-options.js';
import { picturesOf, summariesFor } from '../summaries.js';
import type { Terminal } from '../terminal.js';
import { trainInfo, trainReport } from '../train-report.js';
import type { TrainOptions } from '../train-report.js';
import { findData } from '../source/find-data.js';
import type { FoundData } from '../source/find-data.js';
import { checkNoSeriesOptions } from '../series/series-form.js';
import { trainingData } from '../training-data.js';
import type { TrainingData } from '../training-data.js';
import { isTable } from '../tables/table-for.js';
import type { TableOptions } from '../tables/table-run.js';
import { firstRows } from '../trained-model.js';
import type { TrainedModel } from '../trained-model.js';
import { ownSettings, settingsFrom, trainableVariant, variants } from '../variants/index.js';
import type { TrainableVariant } from '../variants/index.js';
import { forTrainingGroup, forSeries, forTraining } from './command.js';
import type { Command } from './command.js';

/** Trains a variant, and writes the model, a report and the figures into a folder. */
async function train(name: string, given: TableOptions, terminal: Terminal, line: () => readonly string[]): Promise<void> {
  const variant = trainableVariant(name);
  using watched = await beginRun(given, `${variant.name}-${slug(basename(given.data))}`, terminal, line);
  // What trains on tables loads when there is one.
  if (given.window !== undefined) {
    const { trainSeries } = await import('../series/train-series.js');
    return await trainSeries(variant, { ...given, window: given.window }, watched);
  }
  if (await isTable(given.data, given)) return await (await import('../tables/train-table.js')).trainTable(variant, given, watched);
  checkNoTableOptions(given);
  const found = await findData(given.data, given, terminal);
  const [training, test] = [await found.open('train'), await found.open('test')];
  const examples = Math.min(given.limit ?? Infinity, training.count);
  const options = { ...given, ...batchingFor(given, examples) };
  const settings = settingsFrom(variant, training.shape, given);
  const backend = await chooseBackend(options.backend, processesHere(given));

  using model = variant.model(training.shape, settings) as AnyAutoencoder;
  introduce({ variant, summary: model.summary(), backend, seed: settings.seed, training, test, examples }, terminal);
  const dataset = await found.load('test');
  const data = tensorFor(dataset, model.input);
  try {
    const untrained: TrainedModel = { model, variant, settings, dataset, data };
    const { history, failure, neighbours, baseline, ranks } = await trainOn(untrained, variant, found, examples, options, watched);
    if (isFollower()) return ended(failure);
    using owned = baseline;
    const trained: TrainedModel = { ...untrained, baseline: owned };
    const finished = {
      trained,
      history,
      failure,
      ranks,
      training,
      neighbours,
      source: dataWords(given.data, given),
      seconds: history.at(-1)?.elapsedSeconds ?? 0,
      info: (testLoss: number) => trainInfo(trained, found.reading, options, history, testLoss),
      report: (record: RunRecord) => trainReport({ trained, name: training.name, examples, options, history, record }),
    };
    await finishRun(finished, watched);
  } finally {
    data.dispose();
  }
}

/** Throws for options of tables where there is none. */
function checkNoTableOptions({ columns, ignore, ...given }: TableOptions): void {
  checkNoSeriesOptions(given);
  for (const [name, value] of Object.entries({ columns, ignore }))
    check(value === undefined, () => `--${name} is for a table; give one with --data`);
}

/** Trains a model on the first `examples` of the training examples. */
async function trainOn(
  trained: TrainedModel,
  variant: TrainableVariant,
  found: FoundData,
  examples: number,
  options: TrainOptions,
  watched: WatchedRun,
): Promise<FitResult & Pick<TrainingData, 'neighbours'> & Pick<TrainedModel, 'baseline'>> {
  const { model, settings, data, dataset } = trained;
  const { x, neighbours } = await trainingData(found, examples, model.input);
  const judged = firstRows(data, judgedCount(data.shape[0]!, examples));
  try {
    const evaluation = { loss: variant.loss(settings), corrupt: variant.corrupt?.(settings), seed: settings.seed };
    const how = {
      loss: variant.loss(settings),
      optimizer: adam({ learningRate: options.learningRate }),
      epochs: options.epochs ?? defaultEpochs(variant.epochs, examples, options.batch * options.accumulationSteps),
      ...stepsOf(options),
      seed: settings.seed,
      every: 2,
      corrupt: variant.corrupt?.(settings),
      validation: options.validation,
      earlyStopping: options.patience === undefined ? undefined : { patience: options.patience },
      ...checkpointing('train', options, watched),
    };
    const summarized = {
      model,
      ...picturesOf(model, data, dataset.shape),
      learningRate: options.learningRate,
      hyperparameters: { variant: variant.name, ...settings, ...stepEntries(options), learningRate: options.learningRate },
    };
    const summaries = await summariesFor(options, summarized, watched);
    await watched.run.beginTraining();
    const judge = options.validation === undefined ? () => evaluate(model, judged, evaluation) : undefined;
    const result = await inGroup(options, (group) =>
      fitWithProgress(fit(model, x, { ...how, group }), watched, { summaries, judge, group }),
    );
    const baseline = isFollower() ? undefined : await baselineFor(trained, x, result, watched);
    return { ...result, neighbours, baseline };
  } finally {
    x.dispose();
    judged.dispose();
  }
}

/** The shape of the examples for which help shows the defaults. */
const SHAPE = [28, 28, 1];

/** The option for a setting that some variants have: what it means to each of them, and its default. */
function settingOption(name: string): Option {
  const having = variants.filter(({ options }) => Object.hasOwn(options, name));
  const { value, whole = false, least } = having[0]!.options[name]!;
  const about = having.map(
    (variant) => `${variant.name}: ${variant.options[name]!.about} (default ${Number(variant.settings(SHAPE)[name]!.toPrecision(4))})`,
  );
  return new Option(`--${name} <${value}>`, about.join('; ')).argParser(whole ? wholeFrom(least) : number);
}

const names = variants.map(({ name }) => name);
const width = Math.max(...names.map(({ length }) => length));
const listOfVariants = variants
  .map(({ name, about, layers, epochs }) => `  ${name.padEnd(width)}  ${about}\n  ${' '.repeat(width)}  ${layers}; ${epochs} epochs`)
  .join('\n');

export const trainCommand: Command<string, TableOptions> = {
  argument: ['<variant>', names.join(', ')],
  options: [
    ...forTraining(),
    options.columns(),
    options.ignore(),
    ...forSeries(),
    options.epochs('passes over the training examples (default: by variant, more for small datasets)'),
    options.batch(),
    options.accumulationSteps(),
    options.averageEvery(),
    new Option('-l, --latent <n>', 'how many numbers a code has (default: by variant)').argParser(wholeFrom(1)),
    options.learningRate(),
    ...ownSettings.map(settingOption),
    options.validation(),
    options.patience(),
    options.limit(),
    options.seed().default(0),
    ...forTrainingGroup(),
    options.backend(),
    options.out('folder for the model and the report (default: runs/<variant>-<data>)'),
    options.tensorboard(),
    options.checkpointEvery(),
    options.force(),
    options.resume(),
    options.changedData().hideHelp(),
  ],
  more: `Variants, with their defaults for images of 28×28:\n${listOfVariants}`,
  examples: [
    'train variational',
    'train sparse --data digits --rho 0.1',
    'train top-k --data fashion-mnist --k 32',
    'train convolutional --data mnist --latent 16 --validation 0.1 --patience 3',
    'train denoising --data ./my-idx-folder --out runs/mine',
    'train undercomplete --data customers.csv --ignore notes --label segment',
  ],
  action: (name, given, terminal, line) => trainAsRank(given, terminal, (own, shown) => train(name, own, shown, line)),
};
