import { InvalidArgumentError, Option } from 'commander';
import { datasetNames } from '@autoencoders/datasets/node';
import { backends } from './backend.js';

/** Reads a number. */
export function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('It must be a number.');
  return value;
}

/** Reads a whole number from `least` to `greatest`. */
export function wholeFrom(least: number, greatest: number = Number.MAX_SAFE_INTEGER): (text: string) => number {
  const bounds = greatest === Number.MAX_SAFE_INTEGER ? `of ${least} or more` : `from ${least} to ${greatest.toLocaleString('en-US')}`;
  return (text) => {
    const value = number(text);
    if (!Number.isSafeInteger(value) || value < least || value > greatest)
      throw new InvalidArgumentError(`It must be a whole number ${bounds}.`);
    return value;
  };
}

/** Reads a number between `least` and `greatest`, both excluded. */
export function between(least: number, greatest: number): (text: string) => number {
  return (text) => {
    const value = number(text);
    if (value <= least || value >= greatest) throw new InvalidArgumentError(`It must lie between ${least} and ${greatest}, both excluded.`);
    return value;
  };
}

/** Reads a number that is not below `least`. */
export function atLeast(least: number): (text: string) => number {
  return (text) => {
    const value = number(text);
    if (value < least) throw new InvalidArgumentError(`It must be ${least} or more.`);
    return value;
  };
}

/** Reads one of some words. */
export function oneOf<T extends string>(choices: readonly T[]): (text: string) => T {
  return (text) => {
    const found = choices.find((choice) => choice === text);
    if (!found) throw new InvalidArgumentError(`It must be ${choices.join(' or ')}.`);
    return found;
  };
}

/** Reads names that are separated by commas, and those of the same option before. */
const names = (text: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  ...text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== ''),
];

/** The most epochs that can be asked for. */
export const MAX_EPOCHS = 1_000_000;

const option = (flags: string, about: string): Option => new Option(flags, about);

/** The options that several commands share, each with one meaning. */
export const options = {
  dataset: (): Option =>
    option(
      '-d, --dataset <name|folder>',
      `${datasetNames.join(', ')}, or a folder with IDX files (without a test part, every tenth example is held out for testing)`,
    ),
  data: (about: string): Option => option('--data <file>', about),
  dataOf: (): Option =>
    option('--data <file>', 'of a model of a table: another table with the same columns (default: the one that it was trained on)'),
  columns: (): Option => option('--columns <names>', 'with --data: use only these columns, separated by commas').argParser(names),
  ignore: (): Option => option('--ignore <names>', 'with --data: leave these columns out, separated by commas').argParser(names),
  label: (): Option => option('--label <name>', 'with --data: the column with the class of each row; it becomes no feature'),
  part: (): Option => option('--part <part>', 'the part of the dataset').choices(['train', 'test']).default('test'),
  limit: (): Option => option('--limit <n>', 'train on only the first <n> examples').argParser(wholeFrom(1)),
  seed: (): Option => option('--seed <n>', 'decides everything random').argParser(wholeFrom(0)),
  backend: (): Option =>
    option('--backend <name>', 'what computes; best is node where this machine has a BLAS, otherwise wasm')
      .choices(backends)
      .default('best'),
  out: (about: string): Option => option('-o, --out <path>', about),
  toPng: (): Option => option('-o, --out <path>', 'PNG file to write'),
  count: (about: string): Option => option('-n, --count <n>', about).argParser(wholeFrom(1)).default(10),
  epochs: (about: string): Option => option('-e, --epochs <n>', about).argParser(wholeFrom(1, MAX_EPOCHS)),
  batch: (): Option => option('-b, --batch <n>', 'examples per step, at most as many as there are').argParser(wholeFrom(1)).default(128),
  learningRate: (): Option => option('--learning-rate <rate>', 'learning rate of Adam').argParser(between(0, Infinity)).default(0.001),
  validation: (): Option =>
    option('--validation <share>', 'share of the training examples, at least one, for the validation loss after each epoch').argParser(
      between(0, 1),
    ),
  patience: (): Option =>
    option(
      '--patience <n>',
      'early stopping: stop after <n> epochs in which the validation loss does not improve, and restore the best weights',
    ).argParser(wholeFrom(0)),
  steps: (): Option => option('--steps <n>', 'pictures in a row').argParser(wholeFrom(2)).default(10),
  checkpointEvery: (): Option =>
    option('--checkpoint-every <seconds>', 'how often to write a checkpoint, from which resume goes on; 0 for never')
      .argParser(atLeast(0))
      .default(30),
  resume: (): Option => option('--resume', 'go on from the checkpoints at --out').hideHelp(),
  force: (): Option => option('--force', 'replace the run at --out; other files in the folder stay'),
} as const;
