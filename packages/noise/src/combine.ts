import { reshape, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { configOf, withConfig } from '@autoencoders/core';
import { check, checkInteger, selectRows, showShape, toFloat32 } from '@autoencoders/core/operations';
import { show, sizeOf } from '@autoencoders/core/internal';
import type { Corruption, Shape } from '@autoencoders/core';
import { batchStrength, fromZeroToOne, sharesOf } from './strength.js';
import type { BatchStrength } from './strength.js';

/* Corruptions and augmentations that are made of others. */

function checkCorruptions(call: string, corruptions: readonly unknown[]): void {
  for (const corruption of corruptions)
    check(
      typeof corruption === 'function',
      () => `${call}: every corruption must be a function, such as clip(0, 1), not ${show(corruption)}`,
    );
}

/** Applies corruptions one after the other, c₂(c₁(x)): `compose(gaussianNoise(0.4), clip(0, 1))`. Each draws its own seeds. */
export function compose(...corruptions: readonly Corruption[]): Corruption {
  checkCorruptions('compose', corruptions);
  return withConfig<Corruption>((x, seeds, clock) => tidy(() => corruptions.reduce((y, corrupt) => corrupt(y, seeds, clock), x)), {
    name: 'compose',
    args: corruptions,
  });
}

/** Row i of the result is row i of `candidates[choice[i]]`. */
function chosenRows<X extends Tensor>(call: string, x: X, candidates: readonly X[], choice: readonly number[]): X {
  for (const { shape } of candidates)
    check(
      String(shape) === String(x.shape),
      () => `${call}: a corruption must keep the shape ${showShape(x.shape)}, but one gave ${showShape(shape)}`,
    );
  return candidates.map(toFloat32).reduce((y, candidate, i) =>
    selectRows(
      choice.map((which) => which === i),
      candidate,
      y,
    ),
  );
}

/**
 * One of the corruptions for each example of a batch, each with the same probability. All of them compute the whole batch. torchvision:
 * `RandomChoice`; albumentations: `OneOf`.
 */
export function oneOf(...corruptions: readonly Corruption[]): Corruption {
  check(corruptions.length > 0, 'oneOf: give one or more corruptions');
  checkCorruptions('oneOf', corruptions);
  const choose: Corruption = (x, seeds, clock) =>
    tidy(() => {
      checkBatch('oneOf', x);
      const choice = sharesOf(x.shape[0]!, seeds()).map((share) => Math.floor(share * corruptions.length));
      const candidates = corruptions.map((corrupt) => corrupt(x, seeds, clock));
      return chosenRows('oneOf', x, candidates, choice);
    });
  return withConfig(choose, { name: 'oneOf', args: corruptions });
}

/**
 * A corruption for each example with `probability`, from 0 to 1; other examples stay as they are. torchvision: `RandomApply`;
 * albumentations: the argument `p`.
 */
export function withProbability(probability: BatchStrength, corruption: Corruption): Corruption {
  const chance = batchStrength('withProbability', 'probability', probability, fromZeroToOne);
  checkCorruptions('withProbability', [corruption]);
  const choose: Corruption = (x, seeds, clock) =>
    tidy(() => {
      checkBatch('withProbability', x);
      const threshold = chance(clock);
      const choice = sharesOf(x.shape[0]!, seeds()).map((share) => (share < threshold ? 1 : 0));
      return chosenRows('withProbability', x, [x, corruption(x, seeds, clock)], choice);
    });
  return withConfig(choose, configOf('withProbability', probability, corruption));
}

function checkBatch(call: string, x: Tensor): void {
  check(x.rank > 0, () => `${call}: the input must be a batch of examples, not a single number`);
}

/**
 * A corruption of flat examples `[batch, features]` in the shape that it needs: `withShape([28, 28, 1], gaussianBlur(1))`. The result is
 * flat again. Throws unless an example has as many numbers as `shape`.
 */
export function withShape(shape: Shape, corruption: Corruption): Corruption {
  check(Array.isArray(shape) && shape.length > 0, () => `withShape: shape must be a list such as [28, 28, 1], not ${show(shape)}`);
  for (const size of shape) checkInteger('withShape', 'each size', size, 1);
  checkCorruptions('withShape', [corruption]);
  const reshaped: Corruption = (x, seeds, clock) =>
    tidy(() => {
      const [batch = 0, ...features] = x.shape;
      check(
        x.rank > 0 && sizeOf(features) === sizeOf(shape),
        () =>
          `withShape: examples must have ${sizeOf(shape)} numbers, for the shape ${showShape(shape)}; the batch is ${showShape(x.shape)}`,
      );
      return reshape(corruption(reshape(x, [batch, ...shape]), seeds, clock), x.shape) as typeof x;
    });
  return withConfig(reshaped, configOf('withShape', shape, corruption));
}
