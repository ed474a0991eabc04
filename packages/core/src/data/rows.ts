import { check, show, showShape } from '../errors.js';
import { sizeOf } from '../shape.js';
import type { Shape } from '../types.js';
import type { ArrayDataset, NumberArray } from './dataset.js';

/** What a dataset has for each example, besides its name and shape. */
export const FIELDS = ['values', 'mask', 'targets', 'labels'] as const;

/** Whether these are numbers one after the other: a typed array, or a list. */
export const isNumberArray = (value: unknown): value is NumberArray =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));

/** The number of examples. Throws, naming `call` and `name`, when values, shape, mask, targets and labels do not fit each other. */
export function countOf(call: string, name: string, dataset: ArrayDataset): number {
  const { shape, values, mask, targets, labels } = dataset;
  checkExampleShape(call, name, shape);
  check(isNumberArray(values), () => `${call}: the values of ${name} must be an array of numbers, not ${show(values)}`);
  const size = sizeOf(shape);
  const count = values.length / size;
  check(
    Number.isInteger(count),
    () => `${call}: the ${values.length} values of ${name} do not divide into examples of shape ${showShape(shape)}, of ${size} numbers`,
  );
  check(
    mask === undefined || mask.length === values.length,
    () => `${call}: ${name} has ${values.length} values, and ${mask!.length} in its mask`,
  );
  check(labels === undefined || labels.length === count, () => `${call}: ${name} has ${count} examples and ${labels!.length} labels`);
  check(
    targets === undefined || count === 0 || targets.length % count === 0,
    () => `${call}: ${name} has ${count} examples, and ${targets!.length} numbers as targets, which do not divide into ${count}`,
  );
  return count;
}

/** Throws unless `shape` is the shape of an example. */
export function checkExampleShape(call: string, name: string, shape: Shape): void {
  check(
    Array.isArray(shape) && shape.every((size) => Number.isInteger(size) && size > 0),
    () => `${call}: the shape of ${name} must be whole numbers of 1 or more, not ${Array.isArray(shape) ? showShape(shape) : show(shape)}`,
  );
}

/** What a dataset has for each example, and in which arrays: `values (Float32Array), labels (Int32Array)`. */
export const kindOf = (dataset: ArrayDataset): string =>
  FIELDS.filter((field) => dataset[field] !== undefined)
    .map((field) => `${field} (${dataset[field]!.constructor.name})`)
    .join(', ');

/** The number of examples, without checks. */
export const rowCount = ({ shape, values }: ArrayDataset): number => values.length / sizeOf(shape);

/** The examples from `start` to before `end`. They share the memory of the dataset where it is in typed arrays. */
export const sliceRows = (dataset: ArrayDataset, start: number, end: number): ArrayDataset =>
  mapFields(dataset, (numbers, width) => part(numbers, start * width, end * width));

/** A copy of the examples at `places`, in that order. */
export const pickRows = (dataset: ArrayDataset, places: ArrayLike<number>): ArrayDataset =>
  mapFields(dataset, (numbers, width) => {
    const picked = likeness(numbers, places.length * width);
    for (let to = 0; to < places.length; to++) copy(numbers, places[to]! * width, picked, to * width, width);
    return picked;
  });

/** The same dataset with `f` of each array of numbers that goes by example; `width` is how many numbers an example has in it. */
function mapFields(dataset: ArrayDataset, f: (numbers: WritableNumbers, width: number) => WritableNumbers): ArrayDataset {
  const count = rowCount(dataset);
  const mapped: Record<string, WritableNumbers> = {};
  for (const field of FIELDS) {
    const numbers = dataset[field] as WritableNumbers | undefined;
    if (numbers !== undefined) mapped[field] = f(numbers, count === 0 ? 0 : numbers.length / count);
  }
  return { ...dataset, ...mapped };
}

/** One dataset with the examples of all parts, in order. The parts have the same shape, and the same arrays by example. */
export function joinRows(parts: readonly ArrayDataset[]): ArrayDataset {
  const [first] = parts as readonly [ArrayDataset];
  if (parts.length === 1) return first;
  const joined: Record<string, WritableNumbers> = {};
  for (const field of FIELDS) {
    if (first[field] === undefined) continue;
    const arrays = parts.map((each) => each[field] as WritableNumbers);
    const all = likeness(
      arrays[0]!,
      arrays.reduce((sum, { length }) => sum + length, 0),
    );
    let at = 0;
    for (const array of arrays) {
      copy(array, 0, all, at, array.length);
      at += array.length;
    }
    joined[field] = all;
  }
  return { ...first, ...joined };
}

/** The same examples with room for `count` of them, to be written over. */
export const roomFor = (dataset: ArrayDataset, count: number): ArrayDataset =>
  mapFields(dataset, (numbers, width) => likeness(numbers, count * width));

/** Copies example `from` of one dataset over example `to` of another. */
export function copyRow(source: ArrayDataset, from: number, target: ArrayDataset, to: number, count: number = 1): void {
  const rows = rowCount(source);
  for (const field of FIELDS) {
    const numbers = source[field] as WritableNumbers | undefined;
    if (numbers === undefined) continue;
    const width = numbers.length / rows;
    copy(numbers, from * width, target[field] as WritableNumbers, to * width, count * width);
  }
}

type TypedNumbers = Exclude<NumberArray, readonly number[]>;
type WritableNumbers = TypedNumbers | number[];

const isTyped = (numbers: WritableNumbers): numbers is TypedNumbers => ArrayBuffer.isView(numbers);

const part = (numbers: WritableNumbers, start: number, end: number): WritableNumbers =>
  isTyped(numbers) ? numbers.subarray(start, end) : Array.prototype.slice.call(numbers, start, end);

/** An array of the same type. */
const likeness = (numbers: WritableNumbers, length: number): WritableNumbers =>
  isTyped(numbers) ? new (numbers.constructor as new (length: number) => TypedNumbers)(length) : new Float64Array(length);

function copy(from: WritableNumbers, start: number, to: WritableNumbers, at: number, length: number): void {
  if (isTyped(from) && isTyped(to) && length > 16) {
    to.set(from.subarray(start, start + length), at);
    return;
  }
  for (let i = 0; i < length; i++) to[at + i] = from[start + i]!;
}
