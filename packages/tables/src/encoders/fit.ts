import { InputError } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { Column } from '../columns/column.js';
import { isNumeric } from '../columns/column.js';
import type { ColumnValues } from '../table.js';
import { cyclicFeatures } from './cyclic.js';
import type { CyclicPart } from './cyclic.js';
import type { CategoryEncoding, FittedColumn } from './fitted.js';
import { scaleFitter } from './scale.js';
import type { NumberEncoding } from './scale.js';
import { moments } from './statistics.js';

/** How columns are encoded, by kind and by name. */
export interface EncodingOptions {
  /** The encoding of numbers, counts and date-times. Default `standard`. */
  readonly numbers?: NumberEncoding | undefined;
  /** The encoding of categories. Default `oneHot`. */
  readonly categories?: CategoryEncoding | undefined;
  /** Encodings of single columns by name. */
  readonly encodings?: Readonly<Record<string, NumberEncoding | CategoryEncoding>> | undefined;
  /** The parts of date-times that become features besides the time itself: `hour`, `weekday`, `month`. Default: none. */
  readonly cyclic?: readonly CyclicPart[] | undefined;
  /** The most levels of a category; rarer words are `(other)`. Default 100. */
  readonly maxLevels?: number | undefined;
  /** The seed of the samples that quantiles are taken from. Default 0. */
  readonly seed?: number | undefined;
}

/** Fits one column, some cells at a time. */
export interface ColumnFitter {
  readonly add: (cells: ColumnValues) => void;
  readonly fit: () => FittedColumn;
  readonly hasMissing: () => boolean;
}

/** The most different words of a category. */
const MAX_WORDS = 100_000;
/** Numbers are not rounded to more decimals. */
const MAX_DECIMALS = 9;

/** A fitter for a column of the schema. `seed` is a seed of its own. */
export function columnFitter(column: Column, options: EncodingOptions, seed: number): ColumnFitter {
  const given = options.encodings && Object.hasOwn(options.encodings, column.name) ? options.encodings[column.name] : undefined;
  if (isNumeric(column)) return numbersFitter(column, (given ?? options.numbers ?? 'standard') as NumberEncoding, options, seed);
  return wordsFitter(column, (given ?? options.categories ?? 'oneHot') as CategoryEncoding, options.maxLevels ?? 100);
}

function numbersFitter(column: Column, encoding: NumberEncoding, { cyclic = [] }: EncodingOptions, seed: number): ColumnFitter {
  const { name, date, format = {} } = column;
  const kind = column.kind as 'number' | 'count' | 'dateTime';
  const fitter = scaleFitter(encoding, seed);
  const parts = kind === 'dateTime' ? cyclic : [];
  const cycles = parts.flatMap(() => [moments(), moments()]);
  let [missing, isWhole] = [false, true];
  return {
    add(cells) {
      check(
        cells instanceof Float64Array,
        () => `fitEncoder: column ${show(name)} is of kind ${kind}, so that its cells must be a Float64Array`,
      );
      for (const x of cells) {
        if (Number.isNaN(x)) {
          missing = true;
          continue;
        }
        fitter.add(x);
        isWhole &&= Number.isInteger(x);
        if (cycles.length > 0) for (const [i, feature] of cyclicFeatures(x, parts).entries()) cycles[i]!.add(feature);
      }
    },
    hasMissing: () => missing,
    fit() {
      const scale = fitter.fit();
      const isFinite = [scale.shift, scale.scale, scale.variance].every(Number.isFinite);
      if (!isFinite) throw new InputError(`fitEncoder: the numbers of column ${show(name)} are too large to scale; leave it out`);
      // What began as whole numbers may have gone on with others.
      const decimals = kind === 'count' && isWhole ? 0 : format.decimals;
      return {
        name,
        kind,
        encoding,
        scale,
        ...(decimals !== undefined && decimals <= MAX_DECIMALS && (isWhole || decimals > 0) && { decimals }),
        ...(date !== undefined && { date }),
        ...(parts.length > 0 && { cyclic: parts }),
        variances: [scale.variance, ...cycles.map((cycle) => cycle.variance())],
      };
    },
  };
}

function wordsFitter(column: Column, encoding: CategoryEncoding, maxLevels: number): ColumnFitter {
  const { name, kind, levels: stated = [] } = column;
  const counts = new Map<string, number>(stated.map((level) => [level, 0]));
  let [known, missing] = [0, false];
  return {
    add(cells) {
      check(Array.isArray(cells), () => `fitEncoder: column ${show(name)} is of kind ${kind}, so that its cells must be an array of words`);
      for (const cell of cells as readonly (string | null)[]) {
        if (cell === null) missing = true;
        else {
          known += 1;
          counts.set(cell, (counts.get(cell) ?? 0) + 1);
        }
      }
      check(counts.size <= MAX_WORDS, () => `fitEncoder: column ${show(name)} has more than ${MAX_WORDS} different words; leave it out`);
    },
    hasMissing: () => missing,
    fit() {
      const found = [...counts].slice(stated.length).map(([word]) => word);
      const all = kind === 'yesNo' ? stated : [...stated, ...found.sort()];
      const common = new Set([...all].sort((a, b) => counts.get(b)! - counts.get(a)!).slice(0, maxLevels));
      const levels = all.filter((level) => common.has(level));
      const shares = levels.map((level) => (known === 0 ? 1 / levels.length : counts.get(level)! / known));
      const rest = kind === 'yesNo' ? [] : [Math.max(0, 1 - shares.reduce((sum, share) => sum + share, 0))];
      return {
        name,
        kind: kind as 'category' | 'yesNo',
        encoding: kind === 'yesNo' ? 'sign' : encoding,
        levels,
        shares: [...shares, ...rest],
      };
    },
  };
}
