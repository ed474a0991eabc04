import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { InputError } from '@autoencoders/core';
import { reasonOf } from '@autoencoders/core/node';
import { check, showShape } from '@autoencoders/core/operations';
import { pickRows, rowCount } from '@autoencoders/core/internal';
import type { IndexedDataset, Shape } from '@autoencoders/core';
import { fromNpy, parseNpy, parseNpz } from '@autoencoders/files';
import type { NpyArray } from '@autoencoders/files';
import { fromColumns } from '@autoencoders/tables';
import type { TableSource } from '@autoencoders/tables';
import type { Reading } from './reading.js';

/** The array of examples in a file, and that of their labels. */
export interface Arrays {
  readonly examples: NpyArray;
  readonly labels: NpyArray | undefined;
}

/** Which arrays of a file to read. */
interface ArrayNames extends Pick<Reading, 'array' | 'label'> {
  /** Whether the file may lack the labels, as new data for a model may. */
  readonly unlabelled?: boolean | undefined;
}

/** The arrays that a command reads of an NPY or NPZ file. Throws where there are several and none is named. */
export async function readArrays(path: string, { array, label, unlabelled = false }: ArrayNames): Promise<Arrays> {
  const [bytes, file] = [await bytesOf(path), basename(path)];
  if (/\.npy$/i.test(path)) {
    check(label === undefined || unlabelled, () => `--label ${label}: ${path} has one array; labels are read from an NPZ file`);
    return { examples: parseNpy(bytes, file), labels: undefined };
  }
  const arrays = parseNpz(bytes, file);
  const names = Object.keys(arrays);
  const listed = names.map((name) => `${name} ${showShape(arrays[name]!.shape)}`).join(', ');
  const named = (option: string, name: string): NpyArray => {
    check(Object.hasOwn(arrays, name), () => `${option} ${name}: ${path} has no such array; it has ${listed}`);
    return arrays[name]!;
  };
  check(array !== undefined || names.length === 1, () =>
    names.length === 0 ? `${path} has no arrays` : `${path} has ${names.length} arrays: ${listed}; choose one with --array`,
  );
  const isLabelled = label !== undefined && (!unlabelled || names.includes(label));
  return { examples: named('--array', array ?? names[0]!), labels: isLabelled ? named('--label', label) : undefined };
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new InputError(`--data ${path} cannot be read (${reasonOf(cause)})`, { cause });
  }
}

/** The least and the greatest value of an array. */
function extremes({ data }: NpyArray): readonly [least: number, greatest: number] {
  let [least, greatest] = [Infinity, -Infinity];
  for (const value of data) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return [least, greatest];
}

const isShare = ([least, greatest]: readonly [number, number]): boolean => least >= 0 && greatest <= 1;

/** The values that become 0 and 1: 0 and 255 of bytes; 0 and 1 where all values lie between; otherwise the least and the greatest. */
export function rangeOf(array: NpyArray): readonly [number, number] {
  const found = extremes(array);
  return isShare(found) ? [0, 1] : array.data instanceof Uint8Array ? [0, 255] : found;
}

/** Whether an array is a table: rows of numbers of which each column has a unit of its own. Bytes and numbers from 0 to 1 are not. */
export const isTableArray = (array: NpyArray): boolean =>
  array.shape.length < 3 && !(array.data instanceof Uint8Array) && !isShare(extremes(array));

/** The shape of an example: pictures without an axis of channels get one. */
const exampleShape = ([, ...rest]: Shape): Shape => (rest.length === 2 ? [...rest, 1] : rest);

/** Arrays as examples whose numbers lie from 0 to 1; `range` says what becomes 0 and 1. */
export function arrayDataset(
  { examples, labels }: Arrays,
  path: string,
  range: readonly [number, number],
): IndexedDataset & { readonly labels?: Int32Array | undefined } {
  const whole = fromNpy(examples, labels, { name: basename(path), shape: exampleShape(examples.shape) });
  const [least, greatest] = range;
  const scale = 1 / (greatest - least || 1);
  return {
    name: whole.name,
    shape: whole.shape,
    count: rowCount(whole),
    labels: whole.labels as Int32Array | undefined,
    rows(places) {
      const { values, ...rest } = pickRows(whole, places);
      return { ...rest, values: Float32Array.from(values, (value) => (value - least) * scale) };
    },
  };
}

/** An array of rows `[rows, columns]`, or of one column, as a table: x1, x2, …, and the labels under their own name. */
export function arrayTable({ examples, labels }: Arrays, path: string, label: string | undefined): TableSource {
  const { shape, data } = examples;
  check(
    shape.length === 1 || shape.length === 2,
    () => `${path} has an array of shape ${showShape(shape)}; a table has [rows] or [rows, columns]`,
  );
  const [rows = 0, width = 1] = shape;
  const columns = Array.from({ length: width }, (_, c) => [
    `x${c + 1}`,
    Float64Array.from({ length: rows }, (_, r) => data[r * width + c]!),
  ]) as [string, Float64Array][];
  if (labels) {
    check(labels.data.length === rows, () => `--label ${label}: ${path} has ${rows} rows and ${labels.data.length} labels`);
    columns.push([label!, Float64Array.from(labels.data)]);
  }
  return fromColumns({
    name: basename(path),
    columns: columns.map(([name]) => ({ name, type: 'number' as const })),
    count: rows,
    async *[Symbol.asyncIterator]() {
      yield { rows, columns: Object.fromEntries(columns) };
    },
  });
}
