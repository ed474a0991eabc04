import { InvalidArgumentError, Option } from 'commander';
import { backends } from './backend.js';
import { dataNames } from './source/kind.js';
import { TABLE_ENDINGS } from './tables/table-file.js';

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

/** Reads a number from `least` to `greatest`. */
export function shareUpTo(greatest: number): (text: string) => number {
  return (text) => {
    const value = number(text);
    if (value < 0 || value > greatest) throw new InvalidArgumentError(`It must lie from 0 to ${greatest}.`);
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
export const names = (text: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  ...text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== ''),
];

/** Reads the height and width of pictures: `28x28`, or `28` for a square. */
export function size(text: string): readonly [height: number, width: number] {
  const [, height, width = height] = /^(\d{1,5})(?:[x×](\d{1,5}))?$/i.exec(text.trim()) ?? [];
  const sides = [Number(height), Number(width)] as const;
  if (!sides.every((side) => side >= 1 && side <= 2 ** 14)) throw new InvalidArgumentError('It must be height x width, such as 28x28.');
  return sides;
}

/** What `--data` takes, for help. */
export const WHAT: string = `${dataNames.join(', ')}; a folder of pictures or of IDX files; a table (${TABLE_ENDINGS.join(', ')}); arrays (.npy, .npz)`;

/** The most epochs that can be asked for. */
export const MAX_EPOCHS = 1_000_000;

const option = (flags: string, about: string): Option => new Option(flags, about);

/** The options that several commands share, each with one meaning. */
export const options = {
  data: (): Option => option('-d, --data <what>', `the data: ${WHAT}`),
  dataOf: (): Option =>
    option('-d, --data <what>', `other data, read in the same way as those that the model was trained on (default: those): ${WHAT}`),
  size: (): Option =>
    option(
      '--size <height>x<width>',
      'of pictures: scale them until they cover this size, and keep the middle (default: their own)',
    ).argParser(size),
  grey: (): Option => option('--grey', 'of pictures: read them in grey'),
  array: (): Option => option('--array <name>', 'of an NPZ file with several arrays: the array with the examples'),
  folder: (): Option => option('--folder <path>', 'of cifar-10: the folder with its files (default: the variable CIFAR10)'),
  url: (): Option => option('--url <address>', 'of cifar-10: where to download it from, into --folder'),
  columns: (): Option => option('--columns <names>', 'of a table: use only these columns, separated by commas').argParser(names),
  ignore: (): Option => option('--ignore <names>', 'of a table: leave these columns out, separated by commas').argParser(names),
  label: (): Option =>
    option('--label <name>', 'of a table or an NPZ file: the column or the array with the class of each example; it is not a feature'),
  window: (): Option =>
    option(
      '--window <n>',
      'of a table whose rows are the steps of a series: learn windows of <n> steps of its columns of numbers',
    ).argParser(wholeFrom(1)),
  stride: (): Option => option('--stride <n>', 'of windows: begin a window at every <n>th step (default: 1)').argParser(wholeFrom(1)),
  time: (): Option =>
    option('--time <name>', 'of windows: the column of date-times that orders the rows (default: the only one, if there is one)'),
  resample: (): Option =>
    option('--resample <seconds>', 'of windows: interpolate the rows to equal steps of so many seconds').argParser(between(0, Infinity)),
  longestStep: (): Option =>
    option(
      '--longest-step <seconds>',
      'of windows: the longest step that a window may cross (default: 1.5 times the median step)',
    ).argParser(between(0, Infinity)),
  part: (): Option =>
    option('--part <part>', 'the part of the data (default: test; all, for new data without a test part)').choices([
      'train',
      'test',
      'all',
    ]),
  limit: (): Option => option('--limit <n>', 'train on only the first <n> examples').argParser(wholeFrom(1)),
  seed: (): Option => option('--seed <n>', 'decides everything random').argParser(wholeFrom(0)),
  processes: (): Option =>
    option('--processes <n>', 'how many processes work together on this machine (default: one; mpirun starts them, too)').argParser(
      wholeFrom(2, 256),
    ),
  timeout: (): Option =>
    option('--timeout <seconds>', 'how long processes wait for one that is stuck, before they end (default: 600)').argParser(
      between(0, Infinity),
    ),
  compression: (): Option =>
    option('--compression <type>', 'with mpirun: send gradients with 16 bits, for slow networks (default: 32 bits)').choices(['float16']),
  backend: (): Option =>
    option('--backend <name>', 'what computes; best is node where this machine has a BLAS, otherwise wasm')
      .choices(backends)
      .default('best'),
  out: (about: string): Option => option('-o, --out <path>', about),
  toPng: (): Option => option('-o, --out <path>', 'PNG file to write'),
  count: (about: string): Option => option('-n, --count <n>', about).argParser(wholeFrom(1)).default(10),
  epochs: (about: string): Option => option('-e, --epochs <n>', about).argParser(wholeFrom(1, MAX_EPOCHS)),
  batch: (): Option => option('-b, --batch <n>', 'examples per step, at most as many as there are').argParser(wholeFrom(1)).default(128),
  accumulationSteps: (): Option =>
    option(
      '--accumulation-steps <n>',
      'batches whose gradients a step adds up before it changes the weights: n batches train as one of n times the size, in the memory of one',
    )
      .argParser(wholeFrom(1))
      .default(1),
  averageEvery: (): Option =>
    option(
      '--average-every <n>',
      'of several processes: each takes <n> steps of its own before they average their weights, for a slow network; 1: they are like one process',
    )
      .argParser(wholeFrom(1))
      .default(1),
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
    option(
      '--checkpoint-every <seconds>',
      'seconds between checkpoints, from which resume goes on; 0: none (default: 30, more for a large model)',
    ).argParser(atLeast(0)),
  tensorboard: (): Option =>
    option('--tensorboard <folder>', 'write the losses, the weights and reconstructions into a folder for TensorBoard while training'),
  resume: (): Option => option('--resume', 'go on from the checkpoints at --out').hideHelp(),
  changedData: (): Option => option('--changed-data', 'go on with data that have changed since the last checkpoint'),
  force: (): Option => option('--force', 'replace the run at --out; other files in the folder stay'),
} as const;
