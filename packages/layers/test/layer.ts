import { add, mul, sum, tensor, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { leaves, mapLeaves, normal, seeded, trainable } from '@autoencoders/core';
import type { Initialized, Context, Layer, Leaves, Shape } from '@autoencoders/core';
import { checkGradients, expectNoLeaks } from '@autoencoders/testing';
import { expect, test } from 'vitest';
import { layerTypes } from '../src/index.js';

type AnyLayer = Layer<any, any>;

export const inference: Context = { training: false };

/** A training pass; every call draws the same random numbers. */
export const training = (): Context => ({ training: true, seeds: seeded(5) });

export const numbers = (x: Tensor): number[] => [...x.dataSync<'float32'>()];

/** Nested numbers in, `apply` with the given weights, nested numbers out. */
export function applied(layer: AnyLayer, weights: Readonly<Record<string, unknown>>, x: unknown, context: Context = inference): any {
  const tensors = Object.fromEntries(Object.entries(weights).map(([name, values]) => [name, tensor(values as number[])]));
  const input = tensor(x as number[]);
  const output = tidy(() => layer.apply(tensors, input, context));
  const values = output.arraySync();
  [...Object.values(tensors), input, output].forEach((each) => each.dispose());
  return values;
}

/** Builds with fresh seeds, hands the result to `f`, and frees everything. */
export function built<T>(layer: AnyLayer, shape: Shape, f: (made: Initialized<any>) => T, seed: number = 1): T {
  let result: T;
  tidy(() => void (result = f(layer.init(shape, { seeds: seeded(seed) }))));
  return result!;
}

interface Behaviour {
  /** Values to differentiate at; normal numbers by default. */
  readonly at?: (shape: Shape) => Tensor;
  /** Inference by default. */
  readonly context?: () => Context;
}

/** What holds for every layer; each call adds tests to the `describe` around it. */
export function behaves(
  layer: AnyLayer,
  shape: Shape,
  { at = (full) => normal(full, 7), context = () => inference }: Behaviour = {},
): void {
  const batch = [2, ...shape];

  test(`gives the shape that init names, for ${JSON.stringify(batch)}`, () => {
    built(layer, shape, (made) => {
      expect(layer.apply(made.weights, normal(batch, 7), context()).shape).toEqual([2, ...made.shape]);
    });
  });

  test(`has gradients equal to central differences, for ${JSON.stringify(batch)}`, () => {
    built(layer, shape, ({ weights: start }) => {
      // away from zeros and ones, which could hide a factor
      const weights = mapLeaves(start, (leaf, path) => (path in trainable(start) ? add(leaf, normal(leaf.shape, 8, 0, 0.5)) : leaf));
      const x = at(batch);
      const direction = normal(layer.apply(weights, x, context()).shape, 9);
      const cost = (moved: Leaves) => {
        const own = mapLeaves(weights, (leaf, path) => moved[path] ?? leaf);
        return sum(mul(layer.apply(own, moved.input ?? x, context()), direction));
      };
      for (const [path, leaf] of Object.entries({ input: x, ...trainable(weights) })) {
        expect(() => checkGradients(cost as never, { [path]: leaf }), path).not.toThrow();
      }
    });
  });

  test(`starts from the same weights for the same seed, for ${JSON.stringify(batch)}`, () => {
    const start = (seed: number) =>
      built(layer, shape, ({ weights }) => Object.entries(leaves(weights)).map(([path, leaf]) => [path, numbers(leaf)] as const), seed);
    expect(start(1)).toEqual(start(1));
    const random = start(1).filter(([path]) => path.endsWith('kernel'));
    if (random.length > 0) expect(start(2)).not.toEqual(start(1));
  });

  test(`leaves its weights and its results, nothing else, for ${JSON.stringify(batch)}`, async () => {
    const before = tidy(() => Object.keys(leaves(layer.init(shape, { seeds: seeded(1) }).weights)).length);
    const { weights } = await expectNoLeaks(() => layer.init(shape, { seeds: seeded(1) }), { kept: before });
    const x = normal(batch, 7);
    const values = numbers(x);
    await expectNoLeaks(() => tidy(() => void layer.apply(weights, x, context())));
    expect(numbers(x)).toEqual(values);
    [...Object.values(leaves(weights)), x].forEach((each) => each.dispose());
  });

  test(`is made again by its config, for ${JSON.stringify(batch)}`, () => {
    const { name, args } = layer.config!;
    const made = args ? (layerTypes[name] as (...given: readonly unknown[]) => AnyLayer)(...args) : (layerTypes[name] as AnyLayer);
    expect(made.config).toEqual(layer.config);
    expect(built(made, shape, (again) => again.shape)).toEqual(built(layer, shape, (first) => first.shape));
  });
}
