import { check } from '@autoencoders/core/operations';
import type { Dataset } from '@autoencoders/datasets';
import { count } from '@autoencoders/datasets';
import type { DatasetPart, OpenDataset } from '@autoencoders/datasets/node';
import { softmaxCrossEntropy, squaredError } from '@autoencoders/losses';
import { accuracy } from '@autoencoders/metrics';
import type { Images } from '@autoencoders/report';
import { evaluate } from '@autoencoders/training';
import { useBackend } from '../backend.js';
import type { Backend } from '../backend.js';
import { BATCH, JUDGED_AT_ONCE, evaluated, firstOf, rowsAtOnce, runningMean, valuesOf, withTensor } from '../data.js';
import { figure, whole } from '../format.js';
import { outputAt, writeOutput } from '../output/file.js';
import { checkPicture, drawn, sheetOf, writePicture } from '../pictures.js';
import { openAny, openDatasetFor, openModel } from '../run.js';
import type { Opened, OpenedClassifier } from '../run.js';
import { reconstructionRows } from '../sections.js';
import type { Terminal } from '../terminal.js';
import { raw, text } from '../text.js';
import type { Text } from '../text.js';

/** What the commands that use a trained model are given. */
export interface UseOptions {
  readonly dataset?: string;
  readonly part: DatasetPart;
  readonly seed?: number;
  readonly backend: Backend;
  readonly out?: string;
  readonly count: number;
}

/** Opens a model for the time of `f`. */
export async function withModel(
  path: string,
  { backend }: Pick<UseOptions, 'backend'>,
  f: (opened: Opened) => Promise<void>,
): Promise<void> {
  await useBackend(backend);
  const opened = await openModel(path);
  try {
    await f(opened);
  } finally {
    opened.model.dispose();
  }
}

/** What examples are called in messages: the dataset and its part. */
export const sourceText = (dataset: OpenDataset, part: DatasetPart): Text =>
  text`${dataset.name} (${part}${dataset.heldOut && part === 'test' && ', held out of the training part'})`;

/** Codes as CSV: a column per latent and, where there are labels, one for the label. */
export async function encode(path: string, options: UseOptions, terminal: Terminal): Promise<void> {
  if (options.out !== undefined) await outputAt(options.out);
  await withModel(path, options, async (opened) => {
    const dataset = await openDatasetFor(opened, options.dataset, options.part);
    const rows = csv(opened, dataset);
    if (options.out === undefined) {
      for await (const some of rows) await terminal.out.write(raw(some));
      return;
    }
    await writeOutput(options.out, rows);
    terminal.err.write(text`${whole(dataset.count)} codes of ${sourceText(dataset, options.part)} in ${options.out}\n`);
  });
}

/** Examples that a model encodes at a time. */
const PART = 500;

async function* csv({ model }: Opened, dataset: OpenDataset): AsyncGenerator<string, void> {
  const { codeSize } = model;
  yield `${[...Array.from({ length: codeSize }, (_, i) => `z${i + 1}`), ...(dataset.labelled ? ['label'] : [])].join(',')}\n`;
  for await (const batch of dataset.batches(rowsAtOnce(dataset.shape, PART))) {
    const codes = await withTensor(batch, model.input, (data) => valuesOf(() => model.encode(data)));
    // In pieces, since the text of a batch is many times as large as its numbers.
    for (let at = 0; at < count(batch); at += PART) yield linesOf(codes, codeSize, batch, at, Math.min(at + PART, count(batch)));
  }
}

function linesOf(codes: Float32Array, codeSize: number, { labels }: Dataset, start: number, end: number): string {
  let lines = '';
  for (let row = start; row < end; row++) {
    const numbers = Array.from(codes.subarray(row * codeSize, (row + 1) * codeSize), (value) => Number(value.toPrecision(7)));
    lines += `${[...numbers, ...(labels ? [labels[row]] : [])].join(',')}\n`;
  }
  return lines;
}

/** Examples above what the model makes of them, as one PNG; for a denoising model, clean, noisy and restored. */
export async function reconstruct(path: string, options: UseOptions, terminal: Terminal): Promise<void> {
  const out = await checkPicture('reconstruct', options.out, 'pictures.png');
  await withModel(path, options, async (opened) => {
    const { variant, notes, model } = opened;
    const corrupt = notes && variant?.corrupt?.(notes.settings);
    const dataset = await openDatasetFor(opened, options.dataset, options.part);
    const [columns, rows] = [Math.min(options.count, dataset.count), corrupt ? 3 : 2];
    const sheet = sheetOf('reconstruct', drawn(dataset.shape), rows * columns, columns);
    async function* pictures(): AsyncGenerator<Images, void> {
      for (let row = 0; row < rows; row++)
        for await (const some of firstOf(dataset, columns, rowsAtOnce(dataset.shape, 1)))
          yield await withTensor(
            some,
            model.input,
            (data) => reconstructionRows({ model, dataset: some, data }, columns, corrupt, options.seed ?? 0)[row]!.images,
          );
    }
    await writePicture(out, sheet, pictures());
    terminal.err.write(text`${corrupt ? 'clean, noisy and restored examples' : 'examples above their reconstructions'} in ${out}\n`);
  });
}

/** The loss and its terms on a dataset, or the accuracy of a classifier, one a line, name and number separated by a tab. */
export async function evaluateModel(path: string, options: UseOptions, { out, err }: Terminal): Promise<void> {
  await useBackend(options.backend);
  const opened = await openAny(path);
  const model = 'model' in opened ? opened.model : opened.classifier;
  try {
    const dataset = await openDatasetFor(opened, options.dataset, options.part);
    const unit = 'model' in opened ? opened.variant?.unit : 'nats';
    err.write(text`${sourceText(dataset, options.part)}, ${whole(dataset.count)} examples${unit !== undefined && text`, ${unit}`}\n`);
    const figures = 'model' in opened ? await lossesOf(opened, dataset, options.seed) : await accuracyOf(opened, dataset);
    for (const [name, value] of Object.entries(figures)) await out.write(text`${name}\t${figure(value)}\n`);
  } finally {
    model.dispose();
  }
}

async function lossesOf(
  { model, variant, notes }: Opened,
  dataset: OpenDataset,
  seed: number | undefined,
): Promise<Record<string, number>> {
  const loss = variant && notes ? variant.loss(notes.settings) : { squaredError };
  const corrupt = notes && variant?.corrupt?.(notes.settings);
  const parts = dataset.batches(rowsAtOnce(dataset.shape, BATCH, JUDGED_AT_ONCE));
  const found = await evaluated(model, parts, { loss, corrupt, seed: seed ?? notes?.settings.seed ?? 0 });
  return { loss: found.loss, ...found.terms };
}

async function accuracyOf({ classifier, file }: OpenedClassifier, dataset: OpenDataset): Promise<Record<string, number>> {
  check(dataset.labelled, () => `evaluate: ${file} is a classifier, and ${dataset.name} has no labels`);
  const mean = runningMean();
  for await (const batch of dataset.batches(rowsAtOnce(dataset.shape, BATCH, JUDGED_AT_ONCE))) {
    const labels = batch.labels!;
    await withTensor(batch, classifier.input, async (data) => {
      const { loss } = await evaluate(classifier, data, { target: labels, loss: { softmaxCrossEntropy } });
      mean.add(
        {
          accuracy: accuracy(
            labels,
            valuesOf(() => classifier.classify(data)),
          ),
          crossEntropy: loss,
        },
        labels.length,
      );
    });
  }
  return mean.values();
}
