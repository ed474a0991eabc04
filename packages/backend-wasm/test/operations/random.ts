import type { DataType, Tensor } from '@tensorflow/tfjs-core';

/** A tensor to be made on each backend. */
export interface Input {
  readonly shape: readonly number[];
  readonly dtype: DataType;
  readonly values: readonly number[];
}

type Result = Tensor | readonly Tensor[];

/** An operation on small random inputs. */
export interface Case {
  readonly inputs: readonly Input[];
  readonly call: (inputs: any[]) => Result;
  /** What the operation was told, for a failure's message. */
  readonly told?: unknown;
  /** Whether the WASM backend may refuse it where the CPU backend gives something. */
  readonly mayRefuse?: boolean;
}
export type Operations = Readonly<Record<string, (random: Random) => Case>>;

/** Draws that are the same each time. */
export interface Random {
  readonly next: () => number;
  readonly whole: (from: number, to: number) => number;
  readonly pick: <T>(list: readonly T[]) => T;
  readonly chance: (p: number) => boolean;
  readonly size: () => number;
  readonly shape: (least?: number, most?: number) => number[];
  /** Numbers of a type; with `special`, some of them NaN, ±∞ or large. */
  readonly values: (count: number, dtype: DataType, special: boolean) => number[];
  /** A tensor, in a third of all cases with special numbers. */
  readonly tensor: (shape: readonly number[], dtype?: DataType, special?: boolean) => Input;
  /** A tensor of whole numbers from 0 to below a limit for each. */
  readonly indices: (shape: readonly number[], limit: (i: number) => number) => Input;
  readonly dtype: (list?: readonly DataType[]) => DataType;
  /** A shape that broadcasts with another. */
  readonly against: (shape: readonly number[]) => number[];
  readonly axes: (rank: number) => number[] | undefined;
}

export const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

const odd = [NaN, Infinity, -Infinity, 0, -0, 88, -104, 2.5, -0.5];
const wholes = [2 ** 24 + 1, -(2 ** 24) - 3, 100_000, -100_000, 2_147_483_647, -2_147_483_648];

/** `seed` decides all that is drawn. */
export function randomOf(seed: number): Random {
  let state = (Math.imul(seed, 2_654_435_761) + 12_345) >>> 0;
  const next = (): number => {
    state = (state ^ (state << 13)) >>> 0;
    state = (state ^ (state >>> 17)) >>> 0;
    state = (state ^ (state << 5)) >>> 0;
    return state / 2 ** 32;
  };
  for (let i = 0; i < 8; i++) next();
  const whole = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
  const chance = (p: number): boolean => next() < p;
  const size = (): number => (chance(0.06) ? 0 : pick([1, 1, 2, 3, 4, 5]));
  const shape = (least = 0, most = 6): number[] => {
    const rank = whole(least, most);
    return Array.from({ length: rank }, () => (rank > 4 ? pick([1, 2, 2, 3]) : size()));
  };
  const values = (count: number, dtype: DataType, special: boolean): number[] =>
    Array.from({ length: count }, () => {
      if (dtype === 'bool') return Number(chance(0.5));
      if (dtype === 'int32') return special && chance(0.2) ? pick(wholes) : whole(-5, 5);
      return special && chance(0.25) ? pick(odd) : Math.fround((next() * 2 - 1) * pick([1, 1, 3, 20]));
    });
  return {
    next,
    whole,
    pick,
    chance,
    size,
    shape,
    values,
    tensor: (of: readonly number[], dtype: DataType = 'float32', special: boolean = chance(0.3)): Input => ({
      shape: of,
      dtype,
      values: values(sizeOf(of), dtype, special),
    }),
    indices: (of: readonly number[], limit: (i: number) => number): Input => ({
      shape: of,
      dtype: 'int32',
      values: Array.from({ length: sizeOf(of) }, (_, i) => whole(0, Math.max(0, limit(i) - 1))),
    }),
    dtype: (list: readonly DataType[] = ['float32', 'float32', 'int32', 'bool']): DataType => pick(list),
    against: (of: readonly number[]): number[] => of.slice(chance(0.4) ? 0 : whole(0, of.length)).map((n) => (chance(0.3) ? 1 : n)),
    axes: (rank: number): number[] | undefined =>
      chance(0.3)
        ? undefined
        : Array.from({ length: rank }, (_, axis) => axis)
            .filter(() => chance(0.5))
            .map((axis) => (chance(0.3) ? axis - rank : axis)),
  };
}
