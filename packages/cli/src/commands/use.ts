import type { Tensor } from '@tensorflow/tfjs-core';
import { squaredError } from '@autoencoders/losses';
import { InputError, check } from '@autoencoders/core';
import type { Dataset } from '@autoencoders/datasets';
import type { DatasetPart } from '@autoencoders/datasets/node';
import { toPng } from '@autoencoders/report';
import type { Images } from '@autoencoders/report';
import { evaluate } from '@autoencoders/training';
import { useBackend } from '../backend.js';
import type { Backend } from '../backend.js';
import { loadPart, tensorFor, valuesOf } from '../data.js';
import { figure, whole } from '../format.js';
import { writeWhole } from '../output.js';
import { datasetFor, openModel } from '../run.js';
import type { Opened } from '../run.js';
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
async function withData(path: string, options: UseOptions, f: (use: InUse) => Promise<void>): Promise<void> {
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

async function withModel(path: string, { backend }: Pick<UseOptions, 'backend'>, f: (opened: Opened) => Promise<void>): Promise<void> {
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

/** Examples that the model makes of random codes, as one PNG. */
export async function sample(path: string, options: UseOptions, terminal: Terminal): Promise<void> {
  check(options.out !== undefined, 'sample: name the picture to write with --out, such as --out samples.png');
  await withModel(path, options, async ({ model, variant, file }) => {
    const { sample: draw } = model;
    if (!draw)
      throw new InputError(
        `sample: ${file} is ${variant ? `a ${variant.name} autoencoder` : 'an autoencoder without a prior'}; only variational ones can sample`,
      );
    const values = valuesOf(() => draw(options.count, { seed: options.seed ?? 0 }));
    const [height, width] = squarest(model.input);
    await writePicture(options.out!, { shape: [height, width, model.input[2] ?? 1], values }, Math.ceil(Math.sqrt(options.count)));
    terminal.err.write(`${whole(options.count)} samples in ${options.out}\n`);
  });
}

/** Flat examples are drawn as squares where they can be. */
function squarest(input: readonly number[]): [number, number] {
  if (input.length >= 2) return [input[0]!, input[1]!];
  const side = Math.sqrt(input[0]!);
  return Number.isInteger(side) ? [side, side] : [1, input[0]!];
}

/** Pictures enlarged so that small ones can be seen, `columns` side by side. */
async function writePicture(path: string, images: Images, columns: number): Promise<void> {
  check(path.toLowerCase().endsWith('.png'), () => `--out ${path} must end in .png`);
  await writeWhole(path, toPng(images, { columns, gap: 1, scale: Math.max(1, Math.round(56 / images.shape[0]!)) }));
}

/** The loss and its terms on a dataset, one a line, name and number separated by a tab. */
export async function evaluateModel(path: string, options: UseOptions, terminal: Terminal): Promise<void> {
  await withData(path, options, async ({ model, variant, notes, data, source }) => {
    const loss = variant && notes ? variant.loss(notes.settings) : { squaredError };
    const corrupt = notes && variant?.corrupt?.(notes.settings);
    const result = await evaluate(model, data, { loss, corrupt, seed: options.seed ?? notes?.settings.seed ?? 0 });
    terminal.err.write(`${source} (${options.part}), ${whole(data.shape[0]!)} examples${variant ? `, ${variant.unit}` : ''}\n`);
    for (const [name, value] of Object.entries({ loss: result.loss, ...result.terms })) terminal.out.write(`${name}\t${figure(value)}\n`);
  });
}

/** A model's layers, and how it was trained. */
export async function info(path: string, terminal: Terminal): Promise<void> {
  await withModel(path, { backend: 'cpu' }, async ({ model, notes, variant, file }) => {
    const list = (entries: object): string =>
      Object.entries(entries)
        .map(([name, value]) => `  ${name.padEnd(14)} ${value}\n`)
        .join('');
    terminal.out.write(`${file}\n\n${model.summary()}\n`);
    if (!notes) return;
    const { latent, seed, ...special } = notes.settings;
    const own = Object.entries(special).filter(([name]) => variant !== undefined && name in variant.special);
    const trained = { variant: notes.variant, dataset: notes.dataset, latent, seed, ...Object.fromEntries(own), ...notes.training };
    terminal.out.write(`\ntrained\n${list(trained)}`);
  });
}
