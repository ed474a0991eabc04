import { InvalidArgumentError, Option } from 'commander';
import { datasetNames } from '@autoencoders/datasets/node';
import { backends } from './backend.js';
import { methods } from './variants/index.js';

function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('It must be a number.');
  return value;
}

function wholeFrom(least: number, greatest: number = Number.MAX_SAFE_INTEGER): (text: string) => number {
  const bounds = greatest === Number.MAX_SAFE_INTEGER ? `of ${least} or more` : `from ${least} to ${greatest.toLocaleString('en-US')}`;
  return (text) => {
    const value = number(text);
    if (!Number.isSafeInteger(value) || value < least || value > greatest)
      throw new InvalidArgumentError(`It must be a whole number ${bounds}.`);
    return value;
  };
}

/** More epochs than anybody waits for. */
const EPOCHS = 1_000_000;

function between(least: number, greatest: number): (text: string) => number {
  return (text) => {
    const value = number(text);
    if (value <= least || value >= greatest) throw new InvalidArgumentError(`It must lie between ${least} and ${greatest}, both excluded.`);
    return value;
  };
}

/** Levels of a stack. */
const LEVELS = 20;

/** A value for each level, with commas between them. */
const listOf =
  <T>(parse: (text: string) => T) =>
  (text: string): T[] => {
    const parts = text.split(',');
    if (parts.length > LEVELS) throw new InvalidArgumentError(`It may name ${LEVELS} levels at most.`);
    return parts.map((part) => parse(part.trim()));
  };

function oneOf<T extends string>(choices: readonly T[]): (text: string) => T {
  return (text) => {
    const found = choices.find((choice) => choice === text);
    if (!found) throw new InvalidArgumentError(`It must be ${choices.join(' or ')}.`);
    return found;
  };
}

const option = (flags: string, about: string): Option => new Option(flags, about);

/** The options that several commands share, each with one meaning. */
export const options = {
  dataset: (): Option =>
    option(
      '-d, --dataset <name|folder>',
      `${datasetNames.join(', ')}, or a folder with IDX files (of one without a test part, every tenth example is to test by)`,
    ),
  part: (): Option => option('--part <part>', 'which part of the dataset').choices(['train', 'test']).default('test'),
  limit: (about = 'use only the first <n> examples'): Option => option('--limit <n>', about).argParser(wholeFrom(1)),
  seed: (): Option => option('--seed <n>', 'decides everything random').argParser(wholeFrom(0)),
  backend: (): Option =>
    option('--backend <name>', 'what computes; best is node where there is a BLAS, else wasm').choices(backends).default('best'),
  out: (about: string): Option => option('-o, --out <path>', about),
  count: (about: string, preset: number): Option => option('-n, --count <n>', about).argParser(wholeFrom(1)).default(preset),
  epochs: (about = 'passes over the training examples (default: by variant, more for small sets)'): Option =>
    option('-e, --epochs <n>', about).argParser(wholeFrom(1, EPOCHS)),
  batch: (): Option => option('-b, --batch <n>', 'examples per step, at most all there are').argParser(wholeFrom(1)).default(128),
  latent: (): Option => option('-l, --latent <n>', 'how many numbers a code has').argParser(wholeFrom(1)),
  learningRate: (): Option => option('--learning-rate <rate>', "Adam's learning rate").argParser(between(0, Infinity)).default(0.001),
  validation: (): Option =>
    option('--validation <share>', 'share of the training examples to set aside, one at least, and judge by after each epoch').argParser(
      between(0, 1),
    ),
  patience: (): Option =>
    option('--patience <n>', 'stop after <n> epochs without improvement, and keep the best weights').argParser(wholeFrom(0)),
  noise: (): Option => option('--noise <stddev>', 'denoising: standard deviation of the noise (0.4)').argParser(number),
  beta: (about = 'weight of the second loss: sparse (3), top-k (1/32), variational (1)'): Option =>
    option('--beta <weight>', about).argParser(number),
  rho: (about = 'sparse: mean activation to aim at (0.05)'): Option => option('--rho <activation>', about).argParser(number),
  k: (): Option => option('--k <n>', 'top-k: how many units may fire for an example (32)').argParser(wholeFrom(1)),
  units: (): Option =>
    option('--units <list>', 'how many units each level has (default: three levels of 500)').argParser(listOf(wholeFrom(1))),
  method: (): Option =>
    option('--method <list>', `${methods.join(', ')}: one for all levels, or one for each`)
      .argParser(listOf(oneOf(methods)))
      .default(['denoising']),
  joint: (): Option =>
    option('--joint <n>', 'epochs of training all levels together afterwards').argParser(wholeFrom(0, EPOCHS)).default(0),
  masking: (): Option =>
    option('--masking <share>', 'denoising: share of the numbers that are set to 0').argParser(between(0, 1)).default(0.25),
  labels: (): Option =>
    option('--labels <n>', 'how many labels to learn from, of every class where they are enough (default: all)').argParser(wholeFrom(1)),
  draws: (): Option =>
    option('--draws <n>', 'do it with <n> draws of labels and heads, for the spread').argParser(wholeFrom(1, 1000)).default(1),
  headOnly: (): Option => option('--head-only', 'leave the encoder as it is'),
  headLearningRate: (): Option =>
    option('--head-learning-rate <rate>', 'another learning rate for the head').argParser(between(0, Infinity)),
  noRandom: (): Option => option('--no-random', 'without the one from random weights to compare with'),
  initScale: (): Option =>
    option('--init-scale <factor>', 'how many times as large re-initialized kernels start (4 with sigmoids, else 1)').argParser(
      between(0, Infinity),
    ),
  mixture: (): Option =>
    option('--mixture <n>', 'draw codes from <n> normal distributions fitted to codes of training examples').argParser(wholeFrom(1, 256)),
  example: (): Option => option('--example <n>', 'which example to start from, counted from 0').argParser(wholeFrom(0)).default(0),
  steps: (): Option => option('--steps <n>', 'pictures in a row').argParser(wholeFrom(2)).default(10),
  path: (): Option => option('--path <path>', 'the way between two codes').choices(['line', 'sphere']).default('line'),
  json: (): Option => option('--json', 'print JSON'),
  force: (): Option => option('--force', 'replace the run that lies at --out; what else the folder holds stays'),
} as const;
