import { slice, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { InputError, check, showShape } from '@autoencoders/core';
import type { Model, Range } from '@autoencoders/core';
import type { Bounds } from './losses.js';

/** Numbers read back at a time while data is looked through. */
const READ = 2 ** 22;

/** Throws unless `data` is a batch of at least one example that the model takes. */
export function checkShape(call: string, argument: string, model: Model<any, any>, data: Tensor): void {
  check(
    data !== null && typeof data === 'object' && Array.isArray(data.shape),
    () => `${call}: ${argument} must be a tensor [examples, ${model.input.join(', ')}], not ${typeof data}`,
  );
  const [count, ...shape] = data.shape;
  check(
    String(shape) === String(model.input) && data.rank === model.input.length + 1,
    () => `${call}: ${argument} has shape ${showShape(data.shape)}, the model takes [examples, ${model.input.join(', ')}]`,
  );
  check(count! > 0, () => `${call}: ${argument} has no examples, its shape is ${showShape(data.shape)}`);
}

/**
 * Looks through all of `data` and throws when a number is NaN or infinite, naming the place, or lies outside of one of
 * the `bounds`.
 */
export async function checkValues(call: string, argument: string, data: Tensor, bounds: readonly Bounds[]): Promise<void> {
  const [count = 0] = data.shape;
  const features = data.size / count;
  const rows = Math.max(1, Math.floor(READ / features));
  let least = Infinity;
  let greatest = -Infinity;
  for (let at = 0; at < count; at += rows) {
    const part = tidy(() => slice(data, at, Math.min(rows, count - at)));
    const values = await part.data();
    part.dispose();
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
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
        `${call}: ${argument} lies from ${round(least)} to ${round(greatest)}, ${who} reaches from ${range[0]} to ${range[1]}; ${remedy(least, greatest, range)}`,
    );
  }
}

const round = (value: number): number => Number(value.toPrecision(4));

function remedy(least: number, greatest: number, range: Range): string {
  if (least >= 0 && greatest > 1 && greatest <= 255 && range[1] === 1)
    return `divide the data by ${greatest <= 16 ? round(greatest) : 255}`;
  return 'scale the data, or use an output activation and a loss that reach it';
}
