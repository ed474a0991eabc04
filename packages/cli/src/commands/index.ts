import type { Option } from 'commander';
import { options } from '../options.js';
import { limitText } from '../pictures.js';
import type { Terminal } from '../terminal.js';
import { variants } from '../variants/index.js';
import { compare } from './compare.js';
import { doctor } from './doctor.js';
import { finetune } from './finetune.js';
import { interpolate, sample, traverse } from './generate.js';
import { info } from './info.js';
import { pretrain } from './pretrain.js';
import { train } from './train.js';
import { encode, evaluateModel, reconstruct } from './use.js';

/** A subcommand: what help says of it, what it takes, and what it does. */
interface CommandEntry {
  readonly name: string;
  readonly about: string;
  readonly argument?: readonly [name: string, about: string];
  readonly options: readonly (() => Option)[];
  /** What help says besides. */
  readonly more?: string;
  readonly examples: readonly string[];
  readonly action: (argument: any, options: any, terminal: Terminal) => Promise<void>;
}

const { dataset, part, limit, seed, backend, out, count, epochs, batch, latent, learningRate, validation, patience, force } = options;
const dataByDefault = (): Option => dataset().default('mnist');
const seedByDefault = (): Option => seed().default(0);
const toPng = (): Option => out('PNG file');
const limits = `\n${limitText}\n`;
const howMany = (): Option => count('how many', 10);
const some = (): Option => limit('train on only the first <n> examples');
const model = ['<model>', 'a model file, or the folder that train wrote'] as const;

const width = Math.max(...variants.map(({ name }) => name.length));
const listOfVariants = variants
  .map(({ name, about, layers, epochs: usual }) => `  ${name.padEnd(width)}  ${about}\n  ${' '.repeat(width)}  ${layers}; ${usual} epochs`)
  .join('\n');

/** Every subcommand, in the order of the help. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'train',
    about: 'train an autoencoder, and write the model and a report',
    argument: ['<variant>', variants.map(({ name }) => name).join(', ')],
    options: [
      dataByDefault,
      epochs,
      batch,
      latent,
      learningRate,
      options.noise,
      options.beta,
      options.rho,
      options.k,
      validation,
      patience,
      some,
      seedByDefault,
      backend,
      () => out('folder for the model and the report (default: runs/<variant>-<dataset>)'),
      force,
    ],
    more: `\nVariants (with their defaults on images of 28×28):\n${listOfVariants}\n`,
    examples: [
      'train variational',
      'train sparse --dataset digits --rho 0.1',
      'train top-k --dataset fashion-mnist --k 32',
      'train convolutional --dataset mnist --latent 16 --validation 0.1 --patience 3',
      'train denoising --dataset ./my-idx-folder --out runs/mine',
    ],
    action: train,
  },
  {
    name: 'pretrain',
    about: 'train a deep autoencoder one level at a time, without labels',
    options: [
      dataByDefault,
      options.units,
      options.method,
      () => epochs('passes over the training examples for each level (default: 10, more for small sets)'),
      options.joint,
      () => options.rho('sparse: mean activation to aim at').default(0.05),
      () => options.beta('sparse: weight of the KL divergence (default: 3 for 784 features, in proportion for others)'),
      options.masking,
      batch,
      learningRate,
      some,
      seedByDefault,
      backend,
      () => out('folder for the model and the report (default: runs/stacked-<dataset>)'),
      force,
    ],
    examples: [
      'pretrain --dataset mnist',
      'pretrain --units 500,250,30 --method denoising --joint 10',
      'pretrain --dataset digits --units 100,50 --method sparse,plain',
    ],
    action: (_, given, terminal) => pretrain(given, terminal),
  },
  {
    name: 'finetune',
    about: 'train a classifier on the encoder of a model with few labels, beside one from random weights',
    argument: model,
    options: [
      dataset,
      options.labels,
      options.draws,
      () => options.noRandom(),
      options.headOnly,
      options.initScale,
      () => epochs('passes over the labelled examples (default: enough for 600 steps, at least 10)'),
      () => batch().default(100),
      learningRate,
      options.headLearningRate,
      validation,
      patience,
      seedByDefault,
      backend,
      () => out('folder for the classifier and the report (default: runs/finetuned-<model>)'),
      force,
    ],
    examples: [
      'finetune runs/stacked-mnist --labels 1000',
      'finetune runs/stacked-mnist --labels 100 --draws 5',
      'finetune runs/variational-mnist --head-only --validation 0.1 --patience 3 --no-random',
    ],
    action: finetune,
  },
  {
    name: 'compare',
    about: 'put several runs side by side; those that differ in their seed alone make one row',
    argument: ['<runs...>', 'folders that train, pretrain or finetune wrote'],
    options: [backend, () => out('HTML file for a report')],
    examples: ['compare runs/*', 'compare runs/sparse-mnist runs/sparse-mnist-2 runs/top-k-mnist --out comparison.html'],
    action: compare,
  },
  {
    name: 'encode',
    about: 'write the codes of examples as CSV',
    argument: model,
    options: [dataset, part, backend, () => out('CSV file (default: standard output)')],
    examples: ['encode runs/variational-mnist --out codes.csv'],
    action: encode,
  },
  {
    name: 'reconstruct',
    about: 'draw examples and what the model makes of them',
    argument: model,
    options: [dataset, part, howMany, seed, backend, toPng],
    more: limits,
    examples: ['reconstruct runs/denoising-mnist --count 20 --out pictures.png'],
    action: reconstruct,
  },
  {
    name: 'sample',
    about: 'draw new examples from random codes: of the prior (variational models), or of a mixture fitted to codes',
    argument: model,
    options: [howMany, options.mixture, dataset, seed, backend, toPng],
    more: limits,
    examples: [
      'sample runs/variational-mnist --count 64 --seed 7 --out samples.png',
      'sample runs/undercomplete-mnist --mixture 10 --count 64 --out samples.png',
    ],
    action: sample,
  },
  {
    name: 'interpolate',
    about: 'draw the ways from examples to the next ones through the space of codes',
    argument: model,
    options: [dataset, part, howMany, options.steps, options.path, backend, toPng],
    more: limits,
    examples: ['interpolate runs/variational-mnist --count 6 --path sphere --out ways.png'],
    action: interpolate,
  },
  {
    name: 'traverse',
    about: 'draw what each latent does: one code with one latent at a time moved through its range',
    argument: model,
    options: [dataset, part, options.example, options.steps, backend, toPng],
    more: limits,
    examples: ['traverse runs/variational-mnist --example 3 --out latents.png'],
    action: traverse,
  },
  {
    name: 'evaluate',
    about: 'print the loss on a dataset, or the accuracy of a classifier',
    argument: model,
    options: [dataset, part, seed, backend],
    examples: ['evaluate runs/variational-mnist', 'evaluate runs/variational-mnist --part train', 'evaluate runs/finetuned-stacked-mnist'],
    action: evaluateModel,
  },
  {
    name: 'info',
    about: 'print the layers of a model and how it was trained',
    argument: model,
    options: [],
    examples: ['info runs/variational-mnist'],
    action: (path, _, terminal) => info(path, terminal),
  },
  {
    name: 'doctor',
    about: 'measure what this machine can compute with, and say what would make it faster',
    options: [options.json],
    examples: ['doctor', 'doctor --json'],
    action: (_, given, terminal) => doctor(given, terminal),
  },
];
