import '@tensorflow/tfjs-backend-cpu';
import { add, memory, mul, scalar, setBackend, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { chain, nameOf } from './chain.js';
import { InputError, check } from './errors.js';
import { seeded } from './random.js';
import type { Context, Layer, ShapePreserving, Shape, Visit } from './types.js';

beforeAll(() => setBackend('cpu'));

const context: Context = { training: false };

/** x·factor, the factor being a weight. */
const times = (factor: number): ShapePreserving<{ factor: Scalar }> => ({
  init: (shape) => ({ weights: { factor: scalar(factor) }, shape }),
  apply: <T extends Tensor>({ factor: f }: { factor: Scalar }, x: T) => mul(x, f) as T,
  config: { name: 'times', args: [factor] },
});

/** x + 1. */
const increment: ShapePreserving<{}> = {
  init: (shape) => ({ weights: {}, shape }),
  apply: <T extends Tensor>(_: {}, x: T) => add(x, 1) as T,
  config: { name: 'increment' },
};

/** Says that its output has shape `to`, and refuses everything but `from`. */
const between = (from: Shape, to: Shape): Layer<Tensor> => ({
  init(shape) {
    check(String(shape) === String(from), `between: takes [${from.join(', ')}], not [${shape.join(', ')}]`);
    return { weights: {}, shape: to };
  },
  apply: (_, x) => x,
  config: { name: 'between', args: [from, to] },
});

/** x·2, and what it was told to apply. */
const noting = (noted: unknown[]): Layer<Tensor> => ({
  init: (shape) => ({ weights: {}, shape }),
  apply: (_, x) => mul(x, 2),
  applyWith: (_, x, __, activation) => (noted.push(activation), mul(x, 2)),
});

describe('chain', () => {
  test('gives an activation after it to its last layer, if that can apply it', () => {
    tidy(() => {
      const noted: unknown[] = [];
      const relu = { ...increment, fusable: { activation: 'relu' } as const };
      const inner = chain(increment, noting(noted));
      const outer = chain(inner, relu, increment);
      const { weights } = outer.init([1], { seeds: seeded(0) });
      expect(outer.apply(weights, tensor1d([3]), context).dataSync()[0]).toBe(9);
      expect(noted).toEqual([{ activation: 'relu' }]);
      // Whoever visits the layers sees each.
      const names: string[] = [];
      const visit: Visit = (where, part, own, x, given) => (names.push(where), part.apply(own, x, given));
      expect(outer.apply(weights, tensor1d([3]), { ...context, visit }).dataSync()[0]).toBe(10);
      expect(names).toEqual(['layer 1', 'layer 1', 'layer 2', 'layer 2', 'layer 3']);
      expect(chain(noting(noted), increment).applyWith).toBeUndefined();
    });
  });

  test('applies its layers in order', () => {
    tidy(() => {
      const layer = chain(times(2), increment, times(10));
      const { weights } = layer.init([2], { seeds: seeded(0) });
      expect([...layer.apply(weights, tensor1d([1, 4]), context).dataSync()]).toEqual([30, 90]); // 10·(2x + 1)
    });
  });

  test('gives every layer its own weights, by position, and the same context', () => {
    const seen: Context[] = [];
    const spy: ShapePreserving<{}> = {
      init: (shape) => ({ weights: {}, shape }),
      apply: (_, x, given) => {
        seen.push(given);
        return x;
      },
    };
    tidy(() => {
      const layer = chain(times(2), spy, times(3), spy);
      const { weights } = layer.init([1], { seeds: seeded(0) });
      expect(Object.keys(weights)).toEqual(['0', '1', '2', '3']);
      expect(Object.entries(weights).map(([i, own]) => [i, Object.keys(own as object)])).toEqual([
        ['0', ['factor']],
        ['1', []],
        ['2', ['factor']],
        ['3', []],
      ]);
      const training: Context = { training: true, seeds: seeded(1) };
      layer.apply(weights, tensor1d([1]), training);
      expect(seen).toEqual([training, training]);
    });
  });

  test('hands each layer the shape that the one before gives', () => {
    expect(chain(between([8], [4]), increment, between([4], [2, 2])).init([8], { seeds: seeded(0) }).shape).toEqual([2, 2]);
  });

  test('lists its layers as parts, with those of chains inside it', () => {
    tidy(() => {
      const { parts } = chain(times(2), chain(increment, between([3], [5])), times(3)).init([3], { seeds: seeded(0) });
      expect(parts!.map(({ name, shape, weights }) => [name, shape, Object.keys(weights)])).toEqual([
        ['times(2)', [3], ['factor']],
        ['increment', [3], []],
        ['between([3], [5])', [5], []],
        ['times(3)', [5], ['factor']],
      ]);
    });
  });

  test('draws seeds layer by layer', () => {
    const drawn: number[] = [];
    const drawing = (count: number): ShapePreserving<{}> => ({
      init(shape, { seeds }) {
        for (let i = 0; i < count; i++) drawn.push(seeds());
        return { weights: {}, shape };
      },
      apply: (_, x) => x,
    });
    let next = 0;
    chain(drawing(2), drawing(0), drawing(1)).init([1], { seeds: () => next++ });
    expect(drawn).toEqual([0, 1, 2]);
  });

  test('of nothing gives its input', () => {
    tidy(() => {
      const { weights, shape, parts } = chain().init([3], { seeds: seeded(0) });
      expect({ weights, shape, parts }).toEqual({ weights: {}, shape: [3], parts: [] });
      const x = tensor1d([1]);
      expect(chain().apply({}, x, context)).toBe(x);
    });
  });

  test('is described by its layers', () => {
    const layers = [times(2), increment] as const;
    const { config } = chain(...layers);
    expect(config).toEqual({ name: 'chain', args: layers });
    expect(config!.args![0]).toBe(layers[0]);
  });

  test('says which layer does not fit, counted from 1', () => {
    const layer = chain(increment, between([8], [4]), between([5], [2]));
    expect(() => layer.init([8], { seeds: seeded(0) })).toThrow(new InputError('layer 3, between: takes [5], not [4]'));
    expect(() => chain(increment, chain(increment, between([5], [2]))).init([8], { seeds: seeded(0) })).toThrow(
      'layer 2, layer 2, between: takes [5], not [8]',
    );
  });

  test('leaves errors that are no InputError as they are', () => {
    const failure = new RangeError('out of memory');
    const failing: ShapePreserving<{}> = {
      init() {
        throw failure;
      },
      apply: (_, x) => x,
    };
    expect(() => chain(failing).init([8], { seeds: seeded(0) })).toThrow(failure);
  });

  test('init leaves the weights, apply within a tidy only its result', () => {
    const before = memory().numTensors;
    const layer = chain(times(2), increment, times(10));
    const { weights } = layer.init([2], { seeds: seeded(0) });
    expect(memory().numTensors - before).toBe(2);
    const x = tensor1d([1, 4]);
    const y = tidy(() => layer.apply(weights, x, context));
    expect(memory().numTensors - before).toBe(4);
    for (const each of [x, y, weights[0].factor, weights[2].factor]) each.dispose();
    expect(memory().numTensors).toBe(before);
  });
});

describe('context.visit', () => {
  const layer = chain(times(2), chain(increment, times(10)));

  test('applies the layers in their stead, and is told where they stand', () => {
    tidy(() => {
      const { weights } = layer.init([1], { seeds: seeded(0) });
      const seen: unknown[] = [];
      const visit: Visit = (where, part, own, x, given) => {
        seen.push([where, nameOf(part), Object.keys(own), [...x.dataSync()], given]);
        return part.apply(own, x, given);
      };
      const visited: Context = { training: true, visit };
      expect([...layer.apply(weights, tensor1d([1]), visited).dataSync()]).toEqual([30]);
      expect(seen).toEqual([
        ['layer 1', 'times(2)', ['factor'], [1], visited],
        ['layer 2', 'chain(increment, times(10))', ['0', '1'], [2], visited],
        ['layer 1', 'increment', [], [2], visited],
        ['layer 2', 'times(10)', ['factor'], [3], visited],
      ]);
    });
  });

  test('decides what comes out, and what the layers within get to see', () => {
    tidy(() => {
      const { weights } = layer.init([1], { seeds: seeded(0) });
      const places: string[] = [];
      const within =
        (path: string): Visit =>
        (where, part, own, x, given) => {
          places.push(path + where);
          const y = part.apply(own, x, { ...given, visit: within(`${path}${where}, `) });
          return (nameOf(part) === 'increment' ? x : y) as typeof y;
        };
      expect([...layer.apply(weights, tensor1d([1]), { training: false, visit: within('') }).dataSync()]).toEqual([20]);
      expect(places).toEqual(['layer 1', 'layer 2', 'layer 2, layer 1', 'layer 2, layer 2']);
    });
  });
});

test.each([
  [{}, 'custom'],
  [{ config: { name: 'relu' } }, 'relu'],
  [{ config: { name: 'flat', args: [] } }, 'flat()'],
  [{ config: { name: 'conv2d', args: [16, { stride: 2 }] } }, 'conv2d(16, {"stride":2})'],
  [{ config: { name: 'reshape', args: [[7, 7, 1]] } }, 'reshape([7,7,1])'],
  [{ config: { name: 'residual', args: [chain(times(2), increment)] } }, 'residual(chain(times(2), increment))'],
  [{ config: { name: 'residual', args: [{ init: () => ({}), apply: () => 0 }] } }, 'residual(custom)'],
])('nameOf names %o %s', (layer, name) => {
  expect(nameOf(layer)).toBe(name);
});
