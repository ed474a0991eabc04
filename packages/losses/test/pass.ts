import { tensor, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { atTheEnd, valueAndGradients } from '@autoencoders/core/operations';
import type { Clock, Gaussian, Leaves, Loss, Pass } from '@autoencoders/core';
import { checkGradients, expectNoLeaks } from '@autoencoders/testing';
import { expect, test } from 'vitest';

type Values = Readonly<Record<string, unknown>>;
type AnyLoss = Loss<Gaussian>;

const tensorsOf = (values: Values): Leaves =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, tensor(value as number[])]));

const passOf = (tensors: Leaves, clock: Clock): Pass<Gaussian> =>
  ({ ...tensors, ...(tensors.output && { output: () => tensors.output }), clock }) as never;

/** The loss of one pass, as a number. */
export function lossOf(loss: AnyLoss, values: Values, clock: Clock = atTheEnd): number {
  return tidy(() => {
    const value = loss(passOf(tensorsOf(values), clock));
    expect(value.shape).toEqual([]);
    return value.dataSync()[0]!;
  });
}

/** The gradient of the loss with respect to one part of the pass, as nested numbers. */
export function slopeOf(loss: AnyLoss, values: Values, name: string): unknown {
  return tidy(() => {
    const tensors = tensorsOf(values);
    return valueAndGradients(() => loss(passOf(tensors, atTheEnd)), { [name]: tensors[name]! }).gradients[name]!.arraySync();
  });
}

/** What holds for every loss; `values` must lie away from kinks, and only what is `read` must matter. */
export function behaves(loss: AnyLoss, values: Values, read: readonly string[]): void {
  test('has gradients equal to central differences', () => {
    tidy(() => {
      const tensors = tensorsOf(values);
      for (const name of read) {
        const f = (moved: Leaves) => loss(passOf({ ...tensors, ...moved }, atTheEnd));
        expect(() => checkGradients(f, { [name]: tensors[name] as Tensor }), name).not.toThrow();
      }
    });
  });

  test('leaves nothing behind in a tidy, and its arguments as they are', async () => {
    const tensors = tensorsOf(values);
    await expectNoLeaks(() => tidy(() => void loss(passOf(tensors, atTheEnd))));
    expect(Object.values(tensors).map((each) => each.arraySync())).toEqual(
      Object.values(tensorsOf(values)).map((each) => each.arraySync()),
    );
  });
}
