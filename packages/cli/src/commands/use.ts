import type { Tensor } from '@tensorflow/tfjs-core';
import { check } from '@autoencoders/core';
import type { Dataset } from '@autoencoders/datasets';
import type { DatasetPart } from '@autoencoders/datasets/node';
import { softmaxCrossEntropy, squaredError } from '@autoencoders/losses';
import { accuracy } from '@autoencoders/metrics';
import { toPng } from '@autoencoders/report';
import type { Images } from '@autoencoders/report';
import { evaluate } from '@autoencoders/training';
import { useBackend } from '../backend.js';
import type { Backend } from '../backend.js';
import { loadPart, tensorFor, valuesOf } from '../data.js';
import { figure, whole } from '../format.js';
import { writeWhole } from '../output.js';
import { datasetFor, openAny, openModel } from '../run.js';
import type { Opened, OpenedClassifier } from '../run.js';
import { reconstructionRows } from '../sections.js';
import type { Terminal } from '../terminal.js';

/** What the commands that use a trained model are given. */
export interface UseOptions {
  readonly dataset?: string;
  readonly part: DatasetPart;
  readonly limit?: number;
  readonly seed?: number;
  readonly backend: Backend;
  readonly out?: string;
  readonly count: number;
}

/** A model with the examples to use it on. */
interface InUse extends Opened {
  readonly dataset: Dataset;
  readonly data: Tensor;
  readonly source: string;
}

/** Opens a model and its examples for the time of `f`. */
export async function withData(path: string, options: UseOptions, f: (use: InUse) => Promise<void>): Promise<void> {
  await withModel(path, options, async (opened) => {
    const source = datasetFor(opened, options.dataset);
    const dataset = await loadPart(source, options.part, options.limit);
    const data = tensorFor(dataset, opened.model.input);
    try {
      await f({ ...opened, dataset, data, source });
    } finally {
      data.dispose();
    }
  });
}

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

/** Codes as CSV: a column per latent and, where there are labels, one for the label. */
export async function encode(path: string, options: UseOptions, terminal: Terminal): Promise<void> {
  await withData(path, options, async ({ model, dataset, data, source }) => {
    const codes = valuesOf(() => model.encode(data));
    const { codeSize } = model;
    const header = [...Array.from({ length: codeSize }, (_, i) => `z${i + 1}`), ...(dataset.labels ? ['label'] : [])];
    const rows = Array.from({ length: codes.length / codeSize }, (_, row) => {
      const numbers = Array.from(codes.subarray(row * codeSize, (row + 1) * codeSize), (value) => String(Number(value.toPrecision(7))));
      return [...numbers, ...(dataset.labels ? [dataset.labels[row]] : [])].join(',');
    });
    const csv = `${[header.join(','), ...rows].join('\n')}\n`;
    if (!options.out) return void terminal.out.write(csv);
    await writeWhole(options.out, csv);
    terminal.err.write(`${whole(rows.length)} codes of ${source} (${options.part}) in ${options.out}\n`);
  });
}

/** Examples above what the model makes of them, as one PNG; for a denoising model, clean, noisy and restored. */
export async function reconstruct(path: string, options: UseOptions, terminal: Terminal): Promise<void> {
  check(options.out !== undefined, 'reconstruct: name the picture to write with --out, such as --out pictures.png');
  await withData(path, { ...options, limit: options.count }, async (use) => {
    const { variant, notes, dataset, data } = use;
    const count = data.shape[0]!;
    const rows = reconstructionRows(use, count, notes && variant?.corrupt?.(notes.settings), options.seed ?? 0);
    const values = Float32Array.from(rows.flatMap(({ images }) => [...images.values]));
    await writePicture(options.out!, { shape: dataset.shape, values }, count);
    terminal.err.write(
      `${rows.length === 3 ? 'clean, noisy and restored examples' : 'examples above their reconstructions'} in ${options.out}\n`,
    );
  });
}

/** Flat examples are drawn as squares where they can be. */
export function squarest(input: readonly number[]): [number, number] {
  if (input.length >= 2) return [input[0]!, input[1]!];
  const side = Math.sqrt(input[0]!);
  return Number.isInteger(side) ? [side, side] : [1, input[0]!];
}

/** Pictures enlarged so that small ones can be seen, `columns` side by side. */
export async function writePicture(path: string, images: Images, columns: number): Promise<void> {
  check(path.toLowerCase().endsWith('.png'), () => `--out ${path} must end in .png`);
  await writeWhole(path, toPng(images, { columns, gap: 1, scale: Math.max(1, Math.round(56 / images.shape[0]!)) }));
}

/** The loss and its terms on a dataset, or the accuracy of a classifier, one a line, name and number separated by a tab. */
export async function evaluateModel(path: string, options: UseOptions, terminal: Terminal): Promise<void> {
  await useBackend(options.backend);
  const opened = await openAny(path);
  const model = 'model' in opened ? opened.model : opened.classifier;
  try {
    const source = datasetFor(opened, options.dataset);
    const dataset = await loadPart(source, options.part, options.limit);
    const data = tensorFor(dataset, model.input);
    try {
      const unit = 'model' in opened ? opened.variant?.unit : 'nats';
      terminal.err.write(`${source} (${options.part}), ${whole(data.shape[0]!)} examples${unit ? `, ${unit}` : ''}\n`);
      const figures = 'model' in opened ? await lossesOf(opened, data, options.seed) : await accuracyOf(opened, data, dataset);
      for (const [name, value] of Object.entries(figures)) terminal.out.write(`${name}\t${figure(value)}\n`);
    } finally {
      data.dispose();
    }
  } finally {
    model.dispose();
  }
}

async function lossesOf({ model, variant, notes }: Opened, data: Tensor, seed: number | undefined): Promise<Record<string, number>> {
  const loss = variant && notes ? variant.loss(notes.settings) : { squaredError };
  const corrupt = notes && variant?.corrupt?.(notes.settings);
  const result = await evaluate(model, data, { loss, corrupt, seed: seed ?? notes?.settings.seed ?? 0 });
  return { loss: result.loss, ...result.terms };
}

async function accuracyOf(
  { classifier, file }: OpenedClassifier,
  data: Tensor,
  { name, labels }: Dataset,
): Promise<Record<string, number>> {
  check(labels !== undefined, () => `evaluate: ${file} is a classifier, and ${name} has no labels`);
  const { loss } = await evaluate(classifier, data, { target: labels, loss: { softmaxCrossEntropy } });
  const found = valuesOf(() => classifier.classify(data));
  return { accuracy: accuracy(labels, found), crossEntropy: loss };
}

/** A model's layers, and how it was trained. */
export async function info(path: string, terminal: Terminal): Promise<void> {
  await useBackend('cpu');
  const opened = await openAny(path);
  const { notes, file } = opened;
  const [model, variant] = 'model' in opened ? [opened.model, opened.variant] : [opened.classifier, undefined];
  try {
    const list = (entries: object): string =>
      Object.entries(entries)
        .map(([name, value]) => `  ${name.padEnd(16)} ${value}\n`)
        .join('');
    terminal.out.write(`${file}\n\n${model.summary()}\n`);
    if (!notes) return;
    const { latent, seed, ...special } = notes.settings;
    const own = Object.entries(special).filter(([name]) => variant !== undefined && name in variant.special);
    const size = variant ? { latent } : {};
    const trained = { variant: notes.variant, dataset: notes.dataset, ...size, seed, ...Object.fromEntries(own), ...notes.training };
    terminal.out.write(`\ntrained\n${list(trained)}`);
  } finally {
    model.dispose();
  }
}
