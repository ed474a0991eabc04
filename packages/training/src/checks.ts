import { dispose, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { InputError } from '@autoencoders/core';
import { check, showShape } from '@autoencoders/core/operations';
import { checkTensor, sizeOf } from '@autoencoders/core/internal';
import type { Loss, Model, Range, Shape } from '@autoencoders/core';
import { boundsOf } from './losses.js';
import type { Bounds } from './losses.js';
import type { ArgumentNames } from './pairs.js';
import { rowsAtOnce } from './source.js';
import type { Batch, Source } from './source.js';

/** Throws unless `data` has at least one example, if it must, and of the shape that the model takes. */
export function checkShape(call: string, argument: string, model: Model<any, any, any>, data: Tensor, mayBeEmpty: boolean = false): void {
  checkTensor(call, argument, data, `[examples, ${model.input.join(', ')}]`);
  const [count, ...shape] = data.shape;
  check(
    String(shape) === String(model.input) && data.rank === model.input.length + 1,
    () => `${call}: ${argument} has shape ${showShape(data.shape)}, the model takes [examples, ${model.input.join(', ')}]`,
  );
  check(mayBeEmpty || count! > 0, () => `${call}: ${argument} has no examples, its shape is ${showShape(data.shape)}`);
}

/** What data must be for a model and its losses, and what errors call them. */
export interface DataChecks {
  readonly call: string;
  readonly names: ArgumentNames;
  readonly model: Model<any, any, Tensor>;
  readonly terms: readonly (readonly [string, Loss<any>])[];
  /** Whether labels must be of two classes at least. */
  readonly several?: boolean;
  /** Whether numbers may be NaN or infinite, since training leaves out their batches. Default false. */
  readonly mayBeNonFinite?: boolean;
}

/** Reads all examples and their targets. Throws for values that the model or a loss cannot work with. */
export async function checkSource(checks: DataChecks, source: Source): Promise<void> {
  const checker = batchChecker(checks, source.shape);
  for await (const batch of source.batches({ size: rowsAtOnce(source) })) await checker.add(batch);
  checker.finish();
}

/**
 * Checks batches in their order: each number by itself when it is added, ranges and classes in the end. `from` (default 0) examples came
 * before the first batch.
 */
export function batchChecker(
  { call, names, model, terms, several = false, mayBeNonFinite = false }: DataChecks,
  shape: Shape,
  from: number = 0,
) {
  const bounds = model.classes === undefined ? boundsOf(model, terms) : [];
  const data = valueChecker(call, names.data, shape, mayBeNonFinite);
  const target = valueChecker(call, names.target, model.output ?? model.input, mayBeNonFinite);
  const labels = labelChecker(call, names.target, model.classes ?? 0);
  let [at, paired] = [from, false];
  return {
    async add({ size, load, plain, shard }: Batch): Promise<void> {
      if (shard?.share === 0) return;
      const numbers = plain ? numbersOf(plain, model) : await readTensors(() => load(shard));
      data.add(at, numbers.values);
      if (numbers.target) {
        paired = true;
        if (model.classes === undefined) target.add(at, numbers.target);
        else labels.add(at, numbers.target);
      }
      at += shard?.rows ?? size;
    },
    finish(): void {
      if (!paired) data.checkRange(bounds);
      else if (model.classes === undefined) target.checkRange(bounds);
      else if (several) labels.checkSeveral(at);
    },
  };
}

interface Numbers {
  readonly values: ArrayLike<number>;
  readonly target?: ArrayLike<number> | undefined;
}

const numbersOf = ({ values, targets, labels }: NonNullable<Batch['plain']>, { classes }: Model<any, any, any>): Numbers => ({
  values,
  target: classes === undefined ? targets : labels,
});

/** The numbers of the tensors of a batch, which are freed. */
async function readTensors(load: Batch['load']): Promise<Numbers> {
  const tensors = tidy(() => load());
  const { x, target } = tensors;
  try {
    return { values: await x.data(), target: target === x ? undefined : await target.data() };
  } finally {
    dispose(tensors);
  }
}

/** Checks that numbers are finite, unless they may be others, and which range they have. */
function valueChecker(call: string, argument: string, shape: Shape, mayBeNonFinite: boolean) {
  const features = sizeOf(shape);
  let least = Infinity;
  let greatest = -Infinity;
  return {
    add(at: number, values: ArrayLike<number>): void {
      for (let i = 0; i < values.length; i++) {
        const value = values[i]!;
        if (!Number.isFinite(value)) {
          if (mayBeNonFinite) continue;
          throw new InputError(
            `${call}: ${argument} holds ${value} in example ${at + Math.floor(i / features)}, feature ${i % features}; every number must be finite`,
          );
        }
        if (value < least) least = value;
        if (value > greatest) greatest = value;
      }
    },
    checkRange(bounds: readonly Bounds[]): void {
      const slack = 1e-6;
      for (const { range, who } of bounds) {
        check(
          least >= range[0] - slack && greatest <= range[1] + slack,
          () =>
            `${call}: ${argument} ranges from ${round(least)} to ${round(greatest)}, but ${who} ranges from ${range[0]} to ${range[1]}; ${remedy(argument, least, greatest, range)}`,
        );
      }
    },
  };
}

/** Checks that labels are whole numbers from 0 to `classes` − 1, and that there are several. */
function labelChecker(call: string, argument: string, classes: number) {
  const found = new Set<number>();
  return {
    add(at: number, labels: ArrayLike<number>): void {
      for (let i = 0; i < labels.length; i++) {
        const label = labels[i]!;
        check(
          Number.isInteger(label) && label >= 0 && label < classes,
          () => `${call}: ${argument} holds ${label} as the label of example ${at + i}; labels are whole numbers from 0 to ${classes - 1}`,
        );
        found.add(label);
      }
    },
    checkSeveral(count: number): void {
      check(
        found.size > 1,
        () => `${call}: ${argument} holds ${[...found]} for all ${count} examples to train on; a classifier needs two classes at least`,
      );
    },
  };
}

const round = (value: number): number => Number(value.toPrecision(4));

function remedy(argument: string, least: number, greatest: number, range: Range): string {
  const isData = argument === 'data' || argument === 'validation';
  if (isData && least >= 0 && greatest > 1 && greatest <= 255 && range[1] === 1)
    return `divide the data by ${greatest <= 16 ? round(greatest) : 255}`;
  return 'scale the data, or use an output activation and a loss of that range';
}
