import { concat, exp, log, max, mul, neg, reshape, slice, softplus, square, sub, sum, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { FeatureLayout } from '@autoencoders/tables';

/** What each number of a batch adds to the error of its reconstruction: `(logits, target) → [batch, …shape]`. */
export type ElementError = (logits: Tensor, target: Tensor) => Tensor;

/** (x − x̂)² of each number. */
export const squaredErrors: ElementError = (logits, target) => square(sub(target, logits));

/** Whether a value, such as one from a file, is a layout of `width` features. */
export function isLayout(value: unknown, width: number): value is FeatureLayout {
  const isList = (list: unknown): list is number[] => Array.isArray(list) && list.every((each) => Number.isFinite(each));
  const { numbers, yesNo, categories } = Object(value) as FeatureLayout;
  const fits =
    isList(numbers) &&
    isList(yesNo) &&
    Array.isArray(categories) &&
    categories.every((each) => Number.isInteger(Object(each).levels) && each.levels > 0 && isList(each.weights));
  return fits && width === categories.reduce((sum, { levels, weights }) => sum + levels * weights.length, numbers.length + yesNo.length);
}

/** Features of one kind, which are side by side, and their errors. */
interface Part {
  readonly size: number;
  readonly errors: (logits: Tensor2D, target: Tensor2D) => Tensor2D;
}

/**
 * The terms of `mixedLoss`, one for each feature: w·(x − x̂)² of a number, −w·ln σ(y·l) of yes/no, and −w·ln p of the level that a category
 * has, which stands at the feature of that level. Their sum over the features of a row is the loss of the row.
 */
export function mixedErrors({ numbers, yesNo, categories }: FeatureLayout): ElementError {
  const [ofNumbers, ofYesNo] = [weighedBy(numbers), weighedBy(yesNo)];
  const all: readonly Part[] = [
    { size: numbers.length, errors: (l, x) => ofNumbers(square(sub(x, l))) },
    { size: yesNo.length, errors: (l, x) => ofYesNo(softplus(neg(mul(x, l)))) },
    ...categories.map(({ levels, weights }) => ({ size: levels * weights.length, errors: categoryErrors(levels, weights) })),
  ];
  const parts = all.filter(({ size }) => size > 0);
  return (logits, target) =>
    tidy(() => {
      let start = 0;
      const errors = parts.map(({ size, errors: of }) => {
        const part = (x: Tensor): Tensor2D => slice(x as Tensor2D, [0, start], [x.shape[0]!, size]);
        const found = of(part(logits), part(target));
        start += size;
        return found;
      });
      return errors.length === 1 ? errors[0]! : concat(errors, 1);
    });
}

/** Multiplies each column by its weight. */
function weighedBy(weights: readonly number[]): (errors: Tensor2D) => Tensor2D {
  const row = Float32Array.from(weights);
  return (errors) => mul(errors, tensor2d(row, [1, row.length]));
}

/** −w·t·ln softmax(l) over the levels of each category, with t = 1 at the level of the row. */
function categoryErrors(levels: number, weights: readonly number[]): Part['errors'] {
  const weighed = weighedBy(weights.flatMap((weight) => Array<number>(levels).fill(weight)));
  return (logits, target) => {
    const l = reshape(logits, [-1, levels]);
    const shifted = sub(l, max(l, 1, true));
    const logShares = sub(shifted, log(sum(exp(shifted), 1, true)));
    return weighed(reshape(neg(mul(reshape(target, [-1, levels]), logShares)), logits.shape));
  };
}
