import { basename, resolve } from 'node:path';
import { Option } from 'commander';
import { check } from '@autoencoders/core/operations';
import type { NamedDataset } from '@autoencoders/datasets';
import type { OpenDataset } from '@autoencoders/datasets/node';
import { save } from '@autoencoders/models';
import type { AnyAutoencoder, Classifier } from '@autoencoders/models';
import { formatRuns, verdictLine } from '@autoencoders/report';
import { chooseBackend } from '../backend.js';
import { beginRun } from '../begin-run.js';
import { endRun } from '../checkpointing.js';
import { tensorFor } from '../data.js';
import { failures } from '../failures.js';
import { classifierRecord, errorsOf, finetuneInfo, finetuneReport, starts } from '../finetune-report.js';
import type { ClassifierRun, FinetuneOptions } from '../finetune-report.js';
import { classifierFindings } from '../findings/classifier.js';
import { slug, whole } from '../format.js';
import { hintsText } from '../hints.js';
import { classesIn } from '../labels.js';
import { filesText, heldOutText } from '../messages.js';
import { openModel } from '../open-model.js';
import type { OpenedModel } from '../open-model.js';
import { between, options, wholeFrom } from '../options.js';
import { ended, inGroup, isFollower, processesHere, trainAsRank } from '../processes.js';
import type { Written } from '../output/run-folder.js';
import { toMetadata } from '../run-info.js';
import type { RunInfo } from '../run-info.js';
import { dataFor } from '../source/data-for.js';
import { shellQuotePath } from '../shell-quote.js';
import type { Terminal } from '../terminal.js';
import { text } from '../text.js';
import { trainClassifiers } from '../train-classifier.js';
import type { LabelledTensor } from '../train-classifier.js';
import { forTrainingGroup, forModel, modelArgument } from './command.js';
import type { Command } from './command.js';

/** Fine-tunes a classifier on a trained encoder, and one from random weights, and writes the former with a report. */
async function finetune(path: string, options: FinetuneOptions, terminal: Terminal, line: () => readonly string[]): Promise<void> {
  using watched = await beginRun(options, `finetuned-${slug(basename(resolve(path)).replace(/\.safetensors$/, ''))}`, terminal, line);
  const { run: folder, signals } = watched;
  const backend = await chooseBackend(options.backend, processesHere(options));
  const opened = await openModel(path);
  using model = opened.model;
  checkNoTable(opened);
  const found = await dataFor(opened, options, terminal);
  const openedTest = await found.open('test');
  const [training, test] = [await found.load('train'), await found.load('test')];
  const data = { training: labelled(training, model), test: labelled(test, model) };
  const labels = options.labels ?? data.training.labels.length;
  try {
    check(
      labels <= data.training.labels.length,
      () => `--labels ${labels}: there are only ${whole(data.training.labels.length)} training examples of ${training.name}`,
    );
    const classes = classesIn(training, test, labels);
    introduce(opened, openedTest, labels, backend, options, terminal);
    const infoOf = (run: ClassifierRun): RunInfo => finetuneInfo(opened, found, training, labels, run, options);
    const runs: ClassifierRun[] = [];
    let saved: Uint8Array | undefined;
    let failure: unknown;
    const { attempt, rethrow } = failures(terminal);
    const keep = async (head: Classifier<any>, run: ClassifierRun): Promise<void> => {
      runs.push(run);
      if (saved) return;
      const bytes = await save(head, { metadata: toMetadata(infoOf(run)) });
      await folder.writeModel(bytes);
      saved = bytes;
    };
    await folder.beginTraining();
    try {
      await inGroup(options, (group) => trainClassifiers(model, { ...data, labels, classes }, options, { ...watched, group }, keep));
    } catch (error) {
      failure = error;
    }
    if (!saved || isFollower()) return ended(failure);
    signals.enter('judging');
    const info = infoOf(runs[0]!);
    const report = await attempt('the report', () => finetuneReport(runs, info, training, test, labels));
    conclude(await folder.writeResults(saved, { ...info, runs: runs.map(classifierRecord) }, report), runs, terminal);
    await endRun(watched, failure);
    rethrow();
  } finally {
    for (const { x } of [data.training, data.test]) x.dispose();
  }
}

function checkNoTable({ table, file }: OpenedModel): void {
  check(table === undefined, () => `finetune: ${file} was trained on a table; give a model of pictures or other examples with labels`);
}

function labelled(dataset: NamedDataset, model: AnyAutoencoder): LabelledTensor {
  check(dataset.labels !== undefined, () => `finetune: ${dataset.name} has no labels`);
  return { x: tensorFor(dataset, model.input), labels: dataset.labels };
}

function introduce(
  { file, info }: OpenedModel,
  test: OpenDataset,
  labels: number,
  backend: string,
  { headOnly, random, draws, seed }: FinetuneOptions,
  { err, style }: Terminal,
): void {
  const of = info && text` (${info.variant})`;
  err.write(text`${style.bold('classifier')}: ${headOnly ? 'a head on' : 'all weights of'} the encoder of ${file}${of}\n`);
  const compared = `${random ? ', compared with random weights' : ''}${draws > 1 ? `, ${draws} draws of labels` : ''}`;
  err.write(text`${test.name}: ${whole(labels)} labels${compared}${heldOutText(test)}; backend ${backend}, seed ${seed}\n\n`);
}

function conclude(written: Written, runs: readonly ClassifierRun[], { err, style }: Terminal): void {
  const errors = starts
    .filter((start) => errorsOf(runs, start).length > 0)
    .map((start) => `${start} ${formatRuns(errorsOf(runs, start))} %`);
  err.write(text`\nTest error: ${style.bold(errors.join(', '))}.\n${style.bold(verdictLine(classifierFindings(runs)))}.\n\n`);
  err.write(filesText(written, ['report', 'model', 'figures'], style));
  const hint = [text`evaluate ${shellQuotePath(written.folder)}`, 'accuracy and cross-entropy on the test examples'] as const;
  err.write(hintsText([hint], style));
}

export const finetuneCommand: Command<string, FinetuneOptions> = {
  argument: modelArgument,
  options: [
    ...forModel(),
    new Option('--labels <n>', 'how many labels to learn from; every class is among them if there are enough (default: all)').argParser(
      wholeFrom(1),
    ),
    new Option('--draws <n>', 'repeat with <n> random draws of labels, for mean and standard deviation')
      .argParser(wholeFrom(1, 1000))
      .default(1),
    new Option('--no-random', 'do not train a classifier from random weights'),
    new Option('--head-only', 'train the head only, and freeze the encoder'),
    new Option('--init-scale <factor>', 'scale of random kernels (default: 4 with sigmoids, otherwise 1)').argParser(between(0, Infinity)),
    options.epochs('passes over the labelled examples (default: enough for 600 steps, at least 10)'),
    options.batch().default(100),
    options.accumulationSteps(),
    options.averageEvery(),
    options.learningRate(),
    new Option('--head-learning-rate <rate>', 'learning rate of the head (default: that of the encoder)').argParser(between(0, Infinity)),
    options.validation(),
    options.patience(),
    options.seed().default(0),
    ...forTrainingGroup(),
    options.backend(),
    options.out('folder for the classifier and the report (default: runs/finetuned-<model>)'),
    options.tensorboard(),
    options.checkpointEvery(),
    options.force(),
    options.resume(),
    options.changedData().hideHelp(),
  ],
  examples: [
    'finetune runs/stacked-mnist --labels 1000',
    'finetune runs/stacked-mnist --labels 100 --draws 5',
    'finetune runs/variational-mnist --head-only --validation 0.1 --patience 3 --no-random',
  ],
  action: (path, given, terminal, line) => trainAsRank(given, terminal, (own, shown) => finetune(path, own, shown, line)),
};
