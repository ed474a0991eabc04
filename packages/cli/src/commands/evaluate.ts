import { check } from '@autoencoders/core/operations';
import type { Group } from '@autoencoders/core';
import type { OpenDataset } from '@autoencoders/datasets/node';
import { softmaxCrossEntropy, squaredError } from '@autoencoders/losses';
import { accuracy } from '@autoencoders/metrics';
import type { TableEncoder } from '@autoencoders/tables';
import { evaluate as evaluateModel } from '@autoencoders/training';
import { chooseBackend } from '../backend.js';
import { applyToTensor, checkFits, rowsAtOnce, runningMean, valuesOf } from '../data.js';
import { counted, figure, whole } from '../format.js';
import { openAny } from '../open-model.js';
import type { OpenedClassifier, OpenedModel } from '../open-model.js';
import { options } from '../options.js';
import { judged } from '../tables/apply-table.js';
import { isSeriesModel, judgedSeries } from '../series/apply-series.js';
import { asRank, inGroup, processesHere } from '../processes.js';
import type { ProcessesOption } from '../processes.js';
import { partFor } from '../source/data-for.js';
import { tableFor } from '../tables/table-for.js';
import type { Terminal } from '../terminal.js';
import { text } from '../text.js';
import { forGroup, forModel, modelArgument } from './command.js';
import type { Command } from './command.js';
import { sourceText } from './inference.js';
import type { InferenceOptions } from './inference.js';

type EvaluateOptions = InferenceOptions & ProcessesOption;

/** Prints the loss and its terms on a dataset, or the accuracy of a classifier: a line each, name and number separated by a tab. */
async function evaluate(path: string, options: EvaluateOptions, terminal: Terminal): Promise<void> {
  const { out, err } = terminal;
  await chooseBackend(options.backend, processesHere(options));
  const opened = await openAny(path);
  using _ = 'model' in opened ? opened.model : opened.classifier;
  if ('model' in opened && opened.table) return await evaluateTable(opened, opened.table, options, { out, err });
  const { dataset, part } = await partFor(opened, options, terminal);
  const unit = 'model' in opened ? opened.trainedAs?.variant.unit : 'nats';
  err.write(text`${sourceText(dataset, part)}, ${whole(dataset.count)} examples${unit !== undefined && text`, ${unit}`}\n`);
  const results = await inGroup(options, (group) =>
    'model' in opened ? lossesOf(opened, dataset, options.seed, group) : accuracyOf(opened, dataset, group),
  );
  for (const [name, value] of Object.entries(results)) await out.write(text`${name}\t${figure(value)}\n`);
}

/** Prints the losses on a table, and how well each column is reconstructed. */
async function evaluateTable(
  opened: OpenedModel,
  table: TableEncoder,
  options: EvaluateOptions,
  { out, err }: Pick<Terminal, 'out' | 'err'>,
): Promise<void> {
  const source = await tableFor(opened, options);
  const seed = options.seed ?? opened.trainedAs?.settings.seed ?? 0;
  const { losses, columns, windows } = await inGroup(options, async (group) =>
    isSeriesModel(opened)
      ? judgedSeries(opened, source, seed, group)
      : { ...(await judged({ ...opened, table }, source, seed, group)), windows: undefined },
  );
  err.write(text`${source.name}${windows !== undefined && `, ${counted(windows, 'window')}`}\n`);
  for (const [name, value] of Object.entries({ loss: losses.loss, ...losses.terms })) await out.write(text`${name}\t${figure(value)}\n`);
  for (const { name, measure, value } of columns) await out.write(text`${name}: ${measure}\t${figure(value)}\n`);
}

async function lossesOf(
  { model, trainedAs }: OpenedModel,
  dataset: OpenDataset,
  seed: number | undefined,
  group: Group | undefined,
): Promise<Record<string, number>> {
  const loss = trainedAs ? trainedAs.variant.loss(trainedAs.settings) : { squaredError };
  const corrupt = trainedAs?.variant.corrupt?.(trainedAs.settings);
  checkFits(dataset, model.input);
  const found = await evaluateModel(model, dataset, { loss, corrupt, seed: seed ?? trainedAs?.settings.seed ?? 0, group });
  return { loss: found.loss, ...found.terms };
}

/** Examples that a model judges at a time. */
const BATCH = 128;

async function accuracyOf(
  { classifier, file }: OpenedClassifier,
  dataset: OpenDataset,
  group: Group | undefined,
): Promise<Record<string, number>> {
  check(dataset.labelled, () => `evaluate: ${file} is a classifier, and ${dataset.name} has no labels`);
  const mean = runningMean();
  for await (const batch of dataset.batches(rowsAtOnce(dataset.shape, BATCH))) {
    const labels = batch.labels!;
    await applyToTensor(batch, classifier.input, async (data) => {
      const { loss } = await evaluateModel(classifier, data, { target: labels, loss: { softmaxCrossEntropy }, group });
      const classes = valuesOf(() => classifier.classify(data));
      mean.add({ accuracy: accuracy(labels, classes), crossEntropy: loss }, labels.length);
    });
  }
  return mean.values();
}

export const evaluateCommand: Command<string, EvaluateOptions> = {
  argument: modelArgument,
  options: [...forModel(), options.part(), options.seed(), ...forGroup(), options.backend()],
  examples: ['evaluate runs/variational-mnist', 'evaluate runs/variational-mnist --part train', 'evaluate runs/finetuned-stacked-mnist'],
  action: (path, given, terminal) => asRank(given, terminal, (own, shown) => evaluate(path, own, shown)),
};
