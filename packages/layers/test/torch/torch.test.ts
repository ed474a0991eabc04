import '@tensorflow/tfjs-backend-cpu';
import { mul, setBackend, sum, tensor, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { leaves, mapLeaves, seeded } from '@autoencoders/core';
import { valueAndGradients } from '@autoencoders/core/operations';
import type { Layer } from '@autoencoders/core';
import { beforeAll, expect, test } from 'vitest';
import { layerTypes } from '../../src/index.js';
import values from './values.json' with { type: 'json' };

beforeAll(() => setBackend('cpu'));

interface Values {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

interface Case {
  readonly layer: string;
  readonly args: readonly unknown[];
  readonly tensors: Readonly<Record<string, Values & { readonly gradient: readonly number[] }>>;
  readonly direction: readonly number[];
  readonly output: Values;
}

function expectClose(found: Tensor, expected: readonly number[], what: string): void {
  const numbers = found.dataSync();
  const scale = Math.max(...expected.map(Math.abs));
  expect(numbers, what).toHaveLength(expected.length);
  expected.forEach((value, i) => expect(Math.abs(numbers[i]! - value) / scale, `${what}, number ${i}`).toBeLessThan(1e-5));
}

test.each(
  (values as unknown as readonly Case[]).map((each) => [`${each.layer}(${JSON.stringify(each.args).slice(1, -1)})`, each] as const),
)('%s gives what PyTorch gives, gradients too', (_, { layer: name, args, tensors, direction, output }) => {
  tidy(() => {
    const layer = (layerTypes[name] as (...given: readonly unknown[]) => Layer<any>)(...args);
    const { input, ...given } = Object.fromEntries(
      Object.entries(tensors).map(([path, { shape, values: own }]) => [path, tensor([...own], [...shape])]),
    );
    const built = layer.init(input!.shape.slice(1), { seeds: seeded(1) });
    expect(built.shape).toEqual(output.shape);
    expect(Object.fromEntries(Object.entries(leaves(built.weights)).map(([path, leaf]) => [path, leaf.shape]))).toEqual(
      Object.fromEntries(Object.entries(given).map(([path, leaf]) => [path, leaf.shape])),
    );
    const weights = mapLeaves(built.weights, (_leaf, path) => given[path]!);
    const apply = (): Tensor => layer.apply(weights, input, { training: true });
    expectClose(apply(), output.values, 'output');
    const along = tensor([...direction], [2, ...output.shape]);
    const { gradients } = valueAndGradients(() => sum(mul(apply(), along)), { input: input!, ...given });
    for (const [path, { gradient }] of Object.entries(tensors)) expectClose(gradients[path]!, gradient, `gradient of ${path}`);
  });
});
