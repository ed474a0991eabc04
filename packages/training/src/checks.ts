import type { Tensor } from '@tensorflow/tfjs-core';
import { InputError } from '@autoencoders/core';
import { check, showShape } from '@autoencoders/core/operations';
import { checkTensor, sizeOf } from '@autoencoders/core/internal';
import type { Model, Range } from '@autoencoders/core';
import { read } from './examples.js';
import type { Examples } from './examples.js';
import type { Bounds } from './losses.js';

/** Throws unless `data` has at least one example, and of the shape that the model takes. */
export function checkShape(call: string, argument: string, model: Model<any, any, any>, data: Tensor): void {
  checkTensor(call, argument, data, `[examples, ${model.input.join(', ')}]`);
  const [count, ...shape] = data.shape;
  check(
    String(shape) === String(model.input) && data.rank === model.input.length + 1,
    () => `${call}: ${argument} has shape ${showShape(data.shape)}, the model takes [examples, ${model.input.join(', ')}]`,
  );
  check(count! > 0, () => `${call}: ${argument} has no examples, its shape is ${showShape(data.shape)}`);
}

/** Reads all examples. Throws, with the place, for a number that is NaN or infinite, and for numbers outside of the `bounds`. */
export async function checkValues(call: string, argument: string, examples: Examples, bounds: readonly Bounds[]): Promise<void> {
  const features = sizeOf(examples.shape);
  let least = Infinity;
  let greatest = -Infinity;
  for await (const [at, values] of read(examples)) {
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if (!Number.isFinite(value)) {
        throw new InputError(
          `${call}: ${argument} holds ${value} in example ${at + Math.floor(i / features)}, feature ${i % features}; every number must be finite`,
        );
      }
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    }
  }
  const slack = 1e-6;
  for (const { range, who } of bounds) {
    check(
      least >= range[0] - slack && greatest <= range[1] + slack,
      () =>
        `${call}: ${argument} ranges from ${round(least)} to ${round(greatest)}, but ${who} ranges from ${range[0]} to ${range[1]}; ${remedy(argument, least, greatest, range)}`,
    );
  }
}

/** Reads all labels. Throws for one that is no whole number from 0 to `classes` − 1. */
export async function checkLabels(call: string, argument: string, labels: Examples, classes: number): Promise<void> {
  for await (const [at, values] of read(labels)) {
    for (let i = 0; i < values.length; i++) {
      const label = values[i]!;
      check(
        Number.isInteger(label) && label >= 0 && label < classes,
        () => `${call}: ${argument} holds ${label} as the label of example ${at + i}; labels are whole numbers from 0 to ${classes - 1}`,
      );
    }
  }
}

/** Throws when all labels are the same, as nothing can be learned from them. */
export async function checkSeveral(call: string, argument: string, labels: Examples): Promise<void> {
  const found = new Set<number>();
  for await (const [, values] of read(labels)) for (let i = 0; i < values.length && found.size < 2; i++) found.add(values[i]!);
  check(
    found.size > 1,
    () => `${call}: ${argument} holds ${[...found]} for all ${labels.count} examples to train on; a classifier needs two classes at least`,
  );
}

const round = (value: number): number => Number(value.toPrecision(4));

function remedy(argument: string, least: number, greatest: number, range: Range): string {
  const isData = argument === 'data' || argument === 'validation';
  if (isData && least >= 0 && greatest > 1 && greatest <= 255 && range[1] === 1)
    return `divide the data by ${greatest <= 16 ? round(greatest) : 255}`;
  return 'scale the data, or use an output activation and a loss of that range';
}
