import { InvalidArgumentError, Option } from 'commander';
import { datasetNames } from '@autoencoders/datasets/node';
import { backends } from './backend.js';

function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('It must be a number.');
  return value;
}

function wholeFrom(least: number): (text: string) => number {
  return (text) => {
    const value = number(text);
    if (!Number.isSafeInteger(value) || value < least) throw new InvalidArgumentError(`It must be a whole number of ${least} or more.`);
    return value;
  };
}

function between(least: number, greatest: number): (text: string) => number {
  return (text) => {
    const value = number(text);
    if (value <= least || value >= greatest) throw new InvalidArgumentError(`It must lie between ${least} and ${greatest}, both excluded.`);
    return value;
  };
}

const option = (flags: string, about: string): Option => new Option(flags, about);

/** The options that several commands share, each with one meaning. */
export const options = {
  dataset: (): Option => option('-d, --dataset <name|folder>', `${datasetNames.join(', ')}, or a folder with IDX files`),
  part: (): Option => option('--part <part>', 'which part of the dataset').choices(['train', 'test']).default('test'),
  limit: (about = 'use only the first <n> examples'): Option => option('--limit <n>', about).argParser(wholeFrom(1)),
  seed: (): Option => option('--seed <n>', 'decides everything random').argParser(wholeFrom(0)),
  backend: (): Option => option('--backend <name>', 'what computes').choices(backends).default('wasm'),
  out: (about: string): Option => option('-o, --out <path>', about),
  count: (about: string, preset: number): Option => option('-n, --count <n>', about).argParser(wholeFrom(1)).default(preset),
  epochs: (): Option =>
    option('-e, --epochs <n>', 'passes over the training examples (default: by variant, more for small sets)').argParser(wholeFrom(1)),
  batch: (): Option => option('-b, --batch <n>', 'examples per step').argParser(wholeFrom(1)).default(128),
  latent: (): Option => option('-l, --latent <n>', 'how many numbers a code has').argParser(wholeFrom(1)),
  learningRate: (): Option => option('--learning-rate <rate>', "Adam's learning rate").argParser(between(0, Infinity)).default(0.001),
  validation: (): Option =>
    option('--validation <share>', 'share of the training examples to set aside and judge by after each epoch').argParser(between(0, 1)),
  patience: (): Option =>
    option('--patience <n>', 'stop after <n> epochs without improvement, and keep the best weights').argParser(wholeFrom(0)),
  noise: (): Option => option('--noise <stddev>', 'denoising: standard deviation of the noise (0.4)').argParser(number),
  beta: (): Option => option('--beta <weight>', 'sparse, variational: weight of the KL divergence (3, 1)').argParser(number),
  rho: (): Option => option('--rho <activation>', 'sparse: mean activation to aim at (0.05)').argParser(number),
  force: (): Option => option('--force', 'replace what lies at --out'),
} as const;
