import { InvalidArgumentError, Option } from 'commander';
import { adam } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import type { Corruption, Group, Loss } from '@autoencoders/core';
import { binaryCrossEntropy, sparsityKl, squaredError, weighted } from '@autoencoders/losses';
import type { AnyAutoencoder, Stack } from '@autoencoders/models';
import { maskingNoise } from '@autoencoders/noise';
import { evaluate, fit, pretrain as pretrainLevels } from '@autoencoders/training';
import type { LevelProgress } from '@autoencoders/training';
import { featuresOf, sigmoidStack } from '@autoencoders/variants';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { chooseBackend } from '../backend.js';
import { baselineFor } from '../baseline.js';
import { checkpointing } from '../checkpointing.js';
import { tensorFor } from '../data.js';
import { finishRun } from '../finish-run.js';
import { defaultEpochs, fitWithProgress, judgedCount } from '../fit-with-progress.js';
import type { FitResult, WatchedRun } from '../fit-with-progress.js';
import { slug } from '../format.js';
import { dataWords } from '../hints.js';
import { introduce } from '../messages.js';
import { MAX_EPOCHS, between, number, oneOf, options, wholeFrom } from '../options.js';
import { beginRun } from '../begin-run.js';
import { historyOf, methods, pretrainInfo, pretrainReport, secondsOf } from '../pretrain-report.js';
import type { CompleteOptions, Method, PretrainOptions, PretrainResult } from '../pretrain-report.js';
import { ended, inGroup, isFollower, processesHere, trainAsRank } from '../processes.js';
import type { RunRecord } from '../run-record.js';
import { stepsOf } from '../step-options.js';
import { summariesFor } from '../summaries.js';
import type { Terminal } from '../terminal.js';
import { firstRows } from '../trained-model.js';
import type { TrainedModel } from '../trained-model.js';
import { findData } from '../source/find-data.js';
import { trainingData } from '../training-data.js';
import { stacked } from '../variants/index.js';
import { forTrainingGroup, forTraining } from './command.js';
import type { Command } from './command.js';

/** The weight of the KL for 784 features. The cross-entropy is a sum over the features, so the weight grows with their number. */
const BETA = 3;

/** Epochs of each level. */
const EPOCHS = 10;

/** Trains a stack of levels one after the other, without labels, and writes it as one deep autoencoder with a report. */
async function pretrain(given: PretrainOptions, terminal: Terminal, line: () => readonly string[]): Promise<void> {
  using watched = await beginRun(given, `stacked-${slug(given.data)}`, terminal, line);
  const data = await findData(given.data, given, terminal);
  const [training, test] = [await data.open('train'), await data.open('test')];
  const examples = Math.min(given.limit ?? Infinity, training.count);
  const features = featuresOf(training.shape);
  const options = complete(given, features, examples);
  const backend = await chooseBackend(options.backend, processesHere(given));

  using stack = sigmoidStack(features, options.units, { seed: options.seed });
  introduce({ variant: stacked, summary: stack.summary(), backend, seed: options.seed, training, test, examples }, terminal);
  const dataset = await data.load('test');
  const x = tensorFor(dataset, stack.input);
  try {
    const settings = { latent: options.units.at(-1)!, seed: options.seed, beta: options.beta, rho: options.rho };
    const untrained: TrainedModel = { model: stack as AnyAutoencoder, variant: stacked, settings, dataset, data: x };
    const { x: examplesIn, neighbours } = await trainingData(data, examples, stack.input);
    const { baseline, ...result } = await trainOn(untrained, stack, examplesIn as Tensor2D, options, watched);
    const failure = result.levels.failure ?? result.joint?.failure;
    if (isFollower()) return ended(failure);
    using owned = baseline;
    const trained: TrainedModel = { ...untrained, baseline: owned };
    const history = historyOf(result);
    const whole = {
      trained,
      history,
      learning: result.joint?.history ?? [],
      training,
      neighbours,
      source: dataWords(given.data, given),
      seconds: secondsOf(history),
      failure,
      ranks: (result.joint ?? result.levels).ranks,
      info: (testLoss: number) => pretrainInfo(trained, data.reading, result, options, testLoss),
      report: (record: RunRecord) => pretrainReport({ trained, result, record, options, name: training.name, examples }),
    };
    await finishRun(whole, watched);
  } finally {
    x.dispose();
  }
}

/** The options with their defaults for data of so many features and examples. */
function complete(given: PretrainOptions, features: number, examples: number): CompleteOptions {
  const units = given.units ?? Array.from({ length: 3 }, () => Math.min(500, 2 * features));
  check(
    given.method.length === 1 || given.method.length === units.length,
    () => `--method names ${given.method.length} methods for ${units.length} levels; give one, or one for each`,
  );
  return {
    ...given,
    units,
    method: given.method.length === 1 ? units.map(() => given.method[0]!) : given.method,
    batch: Math.min(given.batch, examples),
    beta: given.beta ?? (BETA * features) / 784,
    epochs: given.epochs ?? defaultEpochs(EPOCHS, examples, given.batch * given.accumulationSteps),
  };
}

/** Trains the levels, and then all of them together. Disposes the data. */
async function trainOn(
  trained: TrainedModel,
  stack: Stack,
  data: Tensor2D,
  options: CompleteOptions,
  watched: WatchedRun,
): Promise<PretrainResult & Pick<TrainedModel, 'baseline'>> {
  const { rho, beta, masking, method, epochs, joint, learningRate, seed } = options;
  const common = { ...stepsOf(options), seed, optimizer: adam({ learningRate }), every: 2 };
  const losses: Readonly<Record<Method, Readonly<Record<string, Loss>>>> = {
    plain: { reconstruction: binaryCrossEntropy },
    denoising: { reconstruction: binaryCrossEntropy },
    sparse: { reconstruction: binaryCrossEntropy, sparsity: weighted(beta, sparsityKl(rho)) },
  };
  const judged = firstRows(trained.data, judgedCount(trained.data.shape[0]!, data.shape[0])) as Tensor2D;
  const corruptions: Readonly<Partial<Record<Method, Corruption>>> = { denoising: maskingNoise(masking) };
  try {
    const ofLevels = method.map((name) => ({ loss: losses[name], corrupt: corruptions[name] }));
    await watched.run.beginTraining();
    const trainLevels = async (group: Group | undefined): Promise<FitResult<LevelProgress>> => {
      const how = { ...common, ...checkpointing('levels', options, watched), epochs, levels: ofLevels, loss: losses.plain, group };
      return fitWithProgress(pretrainLevels(stack, data, how), watched, {
        label: ({ level, levels: all }) => `level ${level}/${all}`,
        summaries: await summariesFor(options, { model: stack, learningRate }, watched, { training: 'levels' }),
        group,
      });
    };
    const trainTogether = async (group: Group | undefined): Promise<FitResult> => {
      const how = { ...common, ...checkpointing('together', options, watched), epochs: joint, loss: { squaredError }, group };
      const summaries = await summariesFor(options, { model: stack, learningRate }, watched, { training: 'together', later: true });
      const judge = () => evaluate(stack, judged, { loss: { squaredError }, seed });
      return fitWithProgress(fit(stack, data, how), watched, { label: () => 'together', summaries, judge, group });
    };
    const result = await inGroup(options, async (group) => {
      const levels = await trainLevels(group);
      const isOver = joint === 0 || levels.stopped || levels.failure;
      const together = isOver ? undefined : await trainTogether(group);
      return { levels, joint: together, failure: levels.failure ?? together?.failure };
    });
    const baseline = isFollower() ? undefined : await baselineFor(trained, data, result, watched);
    return { ...result, baseline };
  } finally {
    judged.dispose();
    data.dispose();
  }
}

/** The most levels of a stack. */
const MAX_LEVELS = 20;

/** Reads a value for each level, with commas between them. */
const listOf =
  <T>(parse: (text: string) => T) =>
  (text: string): T[] => {
    const parts = text.split(',');
    if (parts.length > MAX_LEVELS) throw new InvalidArgumentError(`It may name at most ${MAX_LEVELS} levels.`);
    return parts.map((part) => parse(part.trim()));
  };

export const pretrainCommand: Command<undefined, PretrainOptions> = {
  options: [
    ...forTraining(),
    new Option('--units <list>', 'how many units each level has (default: three levels of 500)').argParser(listOf(wholeFrom(1))),
    new Option('--method <list>', `${methods.join(', ')}: one for all levels, or one for each`)
      .argParser(listOf(oneOf(methods)))
      .default(['denoising'], 'denoising'),
    options.epochs(`passes over the training examples for each level (default: ${EPOCHS}, more for small datasets)`),
    new Option('--joint <n>', 'epochs in which all levels are trained together afterwards').argParser(wholeFrom(0, MAX_EPOCHS)).default(0),
    new Option('--rho <activation>', 'sparse: target for the mean activation of each unit').argParser(number).default(0.05),
    new Option('--beta <weight>', 'sparse: weight of the KL divergence (default: 3 for 784 features, in proportion for others)').argParser(
      number,
    ),
    new Option('--masking <share>', 'denoising: share of the numbers that are set to 0').argParser(between(0, 1)).default(0.25),
    options.batch(),
    options.accumulationSteps(),
    options.averageEvery(),
    options.learningRate(),
    options.limit(),
    options.seed().default(0),
    ...forTrainingGroup(),
    options.backend(),
    options.out('folder for the model and the report (default: runs/stacked-<data>)'),
    options.tensorboard(),
    options.checkpointEvery(),
    options.force(),
    options.resume(),
    options.changedData().hideHelp(),
  ],
  examples: [
    'pretrain --data mnist',
    'pretrain --units 500,250,30 --method denoising --joint 10',
    'pretrain --data digits --units 100,50 --method sparse,plain',
  ],
  action: (_, given, terminal, line) => trainAsRank(given, terminal, (own, shown) => pretrain(own, shown, line)),
};
