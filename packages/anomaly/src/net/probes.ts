import { add, mul, sub, tensor } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { normalFromBits, sizeOf, bits } from '@autoencoders/core/internal';
import { permutation, seeded } from '@autoencoders/core';
import type { Shape } from '@autoencoders/core';
import type { TableEncoder } from '@autoencoders/tables';

/** One way in which an example is shown to a net: what it sees, and which of its errors count. */
export interface Probe {
  /** 1 for each number that is shown, 0 for each that is hidden. Default: all are shown. */
  readonly shown?: Float32Array | undefined;
  /** What is added to each number. Default: nothing. */
  readonly noise?: Float32Array | undefined;
  /** How much the error of each number counts. */
  readonly weights: Float32Array;
}

/** Which errors make the score: those of the example as it is, under noise, or of numbers that are hidden. */
export type ProbeKind = 'plain' | 'noise' | 'hidden';

/** Levels of noise, and draws of each. */
const LEVELS = [0.1, 0.2, 0.3];
const DRAWS = 2;
/** How many groups the numbers are divided into, each of which is hidden once, and how often. */
const GROUPS = 4;
const ROUNDS = 2;

/** The probes of a kind for examples of a shape. They are the same for all examples, so that a score depends on the example alone. */
export function probesOf(kind: ProbeKind, shape: Shape, seed: number, encoder: TableEncoder | undefined): readonly Probe[] {
  const size = sizeOf(shape);
  const all = (value: number): Float32Array => new Float32Array(size).fill(value);
  if (kind === 'plain') return [{ weights: all(1) }];
  const seeds = seeded(seed);
  if (kind === 'noise')
    return LEVELS.flatMap((level) =>
      Array.from({ length: DRAWS }, () => ({
        noise: Float32Array.from(bits(size, seeds()), (word) => level * normalFromBits(word)),
        weights: all(1 / (LEVELS.length * DRAWS)),
      })),
    );
  const cells = encoder?.columns ?? Array.from({ length: size }, (_, start) => ({ start, width: 1 }));
  const groups = Math.min(GROUPS, cells.length);
  return Array.from({ length: ROUNDS }, () => permutation(cells.length, seeds())).flatMap((order) =>
    Array.from({ length: groups }, (_, group) => {
      const shown = all(1);
      for (let i = group; i < order.length; i += groups) {
        const { start, width } = cells[order[i]!]!;
        shown.fill(0, start, start + width);
      }
      return { shown, weights: shown.map((one) => (1 - one) / ROUNDS) };
    }),
  );
}

/** What the net sees of a batch: x with the noise, and `fill` where numbers are hidden. */
export function probed(x: Tensor, { shown, noise }: Probe, fill: Tensor): Tensor {
  const row = (values: Float32Array): Tensor => tensor(values, [1, ...x.shape.slice(1)]);
  const noisy = noise ? add(x, row(noise)) : x;
  return shown ? add(fill, mul(sub(noisy, fill), row(shown))) : noisy;
}
