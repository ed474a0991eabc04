import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { beforeBoth, check, expectSame, expectSameValue, expectSameValueOf, size } from '../../test/same.js';
import type { Given, Make } from '../../test/same.js';

beforeBoth();

/** Sizes beside those at which assembly/mat-mul.ts takes another way or another block. */
const around = (...edges: number[]): fc.Arbitrary<number> => fc.constantFrom(...edges.flatMap((n) => [n - 1, n, n + 1]));

/** [rows, columns] of a matrix, or as it lies in memory when it is to be transposed. */
const laid = (rows: number, columns: number, transposed: boolean): number[] => (transposed ? [columns, rows] : [rows, columns]);

const layouts = fc.record({ tA: fc.boolean(), tB: fc.boolean(), seed: size(1e6) });

function expectSameProduct(m: number, k: number, n: number, { tA, tB, seed }: { tA: boolean; tB: boolean; seed: number }): Promise<void> {
  return expectSameValue((x, y) => tf.matMul(x!, y!, tA, tB), [laid(m, k, tA), laid(k, n, tB)], seed);
}

describe('matrix products at the edges of blocks', () => {
  it('of few rows, whatever the layout', () =>
    check(
      fc.asyncProperty(size(5), around(4, 8, 16), around(4, 8, 384), layouts, (m, n, k, layout) => expectSameProduct(m, k, n, layout)),
      60,
    ));

  it('of tiles that are whole or not', () =>
    check(
      fc.asyncProperty(around(4, 8, 12), around(8, 16, 24), around(1, 4, 8, 12), layouts, (m, n, k, layout) =>
        expectSameProduct(m, k, n, layout),
      ),
      60,
    ));

  it.each([
    ['terms', 5, [383, 384, 385, 767, 768, 769, 1153], 9],
    ['rows', 0, [127, 128, 129, 255, 256, 257], 10],
    ['columns', 1, [1023, 1024, 1025, 2049], 7],
  ] as const)('of blocks of %s', async (axis, other, sizes, more) => {
    for (const [i, edge] of sizes.entries()) {
      const layout = { tA: i % 2 === 0, tB: i % 3 === 0, seed: edge };
      if (axis === 'terms') await expectSameProduct(other, edge, more, layout);
      else if (axis === 'rows') await expectSameProduct(edge, 385, more, layout);
      else for (const rows of [1, 4, 9]) await expectSameProduct(rows, more, edge, layout);
    }
  });

  it('of several blocks along each axis', () => expectSameProduct(131, 771, 1030, { tA: true, tB: true, seed: 1 }));

  it('of a column, a row, a number', () =>
    check(
      fc.asyncProperty(
        fc.constantFrom([1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 0, 1], [0, 1, 1], [1, 1, 1]),
        size(70),
        layouts,
        ([m, k, n], most, layout) => expectSameProduct(m ? 1 : most, k ? 1 : most + 3, n ? 1 : most + 6, layout),
      ),
      40,
    ));
});

describe('matrix products in batches', () => {
  /** The CPU backend takes the wrong matrices where both sides are shared out; given all of them, it has nothing to choose. */
  const broadcast = (x: Tensor, batch: number[]): Tensor =>
    tf.getBackend() === 'cpu' ? tf.broadcastTo(x, [...batch, ...x.shape.slice(-2)]) : x;

  it('broadcast along any axis', () => {
    const axes = fc.array(fc.tuple(size(3), fc.constantFrom('both', 'a', 'b')), { maxLength: 3 });
    return check(
      fc.asyncProperty(axes, fc.nat(2), fc.nat(2), layouts, async (batch, offA, offB, { tA, tB, seed }) => {
        // An axis that one side has not, or has once, is the other's.
        const own = (not: string, off: number): number[] => batch.map(([n, owner]) => (owner === not ? 1 : n)).slice(off);
        const [a, b] = [own('b', Math.min(offA, batch.length)), own('a', Math.min(offB, batch.length))];
        const joint = tf.backend_util.assertAndGetBroadcastShape(a, b);
        await expectSameValue(
          (x, y) => tf.matMul(broadcast(x!, joint), broadcast(y!, joint), tA, tB),
          [
            [...a, ...laid(5, 3, tA)],
            [...b, ...laid(3, 9, tB)],
          ],
          seed,
        );
      }),
      60,
    );
  });

  it('of nothing along any axis', () => {
    const most = fc.nat(2);
    return check(
      fc.asyncProperty(most, most, most, most, layouts, async (batch, m, k, n, { tA, tB, seed }) => {
        const f: Make = (x, y) => tf.matMul(x!, y!, tA, tB);
        await expectSameValue(
          f,
          [
            [batch, ...laid(m, k, tA)],
            [batch, ...laid(k, n, tB)],
          ],
          seed,
        );
        const fused: Make = (x, y, bias) => tf.fused.matMul({ a: x!, b: y!, transposeA: tA, transposeB: tB, bias: bias! }) as Tensor;
        await expectSameValue(fused, [laid(m, k, tA), laid(k, n, tB), [n]], seed);
      }),
      60,
    );
  });
});

describe('fused matrix products', () => {
  const biases = (n: number): fc.Arbitrary<number[]> => fc.constantFrom([n], [1, n], [1], []);

  it('take a bias of any shape that tfjs takes, and slopes', () =>
    check(
      fc.asyncProperty(
        size(9).chain((n) => fc.tuple(fc.constant(n), biases(n))),
        fc.constantFrom('linear' as const, 'relu' as const, 'leakyrelu' as const, 'prelu' as const),
        layouts,
        async ([n, bias], activation, { tA, tB, seed }) => {
          const f: Make = (x, y, b, slopes) =>
            tf.fused.matMul({
              a: x!,
              b: y!,
              transposeA: tA,
              transposeB: tB,
              bias: b!,
              activation,
              leakyreluAlpha: 0.3,
              ...(activation === 'prelu' && { preluActivationWeights: slopes! }),
            }) as Tensor;
          await expectSameValue(f, [laid(6, 5, tA), laid(5, n, tB), bias, [n]], seed);
        },
      ),
      40,
    ));

  it('take the same data in another shape for what it is, also where tfjs multiplies', () =>
    expectSame(
      (x, y, slopes) => {
        const fused = (b: Tensor): Tensor =>
          tf.fused.matMul({ a: tf.reshape(x!, [-1, b.shape[0]!]), b, activation: 'prelu', preluActivationWeights: slopes! }) as Tensor;
        return tf.concat([tf.reshape(fused(y!), [-1]), tf.reshape(fused(tf.reshape(y!, [3, 2])), [-1])]);
      },
      [[6, 2], [2, 3], [1]],
      1,
    ));
});

describe('NaN and infinity in matrix products', () => {
  const special = fc.record({ value: fc.constantFrom(NaN, Infinity, -Infinity), at: fc.nat() });

  it('stay in their row and column', () =>
    check(
      fc.asyncProperty(size(9), around(4, 8), around(8, 384), layouts, special, special, async (m, n, k, { tA, tB }, a, b) => {
        const filled = (shape: number[], { value, at }: { value: number; at: number }): Given => {
          const values = Array.from({ length: shape[0]! * shape[1]! }, (_, i) => Math.sin(i ** 2));
          values[at % values.length] = value;
          return { shape, values };
        };
        await expectSameValueOf((x, y) => tf.matMul(x!, y!, tA, tB), [filled(laid(m, k, tA), a), filled(laid(k, n, tB), b)]);
      }),
      60,
    ));
});
