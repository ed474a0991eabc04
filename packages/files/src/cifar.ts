import { check, checkInteger, checkOptions } from '@autoencoders/core/operations';
import { checkBytes, printable, show } from '@autoencoders/core/internal';
import type { ArrayDataset, IndexedDataset } from '@autoencoders/core';

/*
 * CIFAR-10 and CIFAR-100, the binary version: for each picture its label (CIFAR-100: the coarse label, then the fine one), and 32 × 32
 * pixels, all red values before all green before all blue. Source: Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009.
 */

const SIDE = 32;
const PLANE = SIDE * SIDE;
const PIXELS = 3 * PLANE;

/** The classes of CIFAR-10, by label. */
export const cifar10Classes: readonly string[] = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'];

/** Options of `fromCifar10`. */
export interface FromCifar10Options {
  /** What messages call the data. Default "CIFAR-10" or "CIFAR-100". */
  readonly name?: string | undefined;
  /** Only the first `limit` pictures. Default: all. 50,000 pictures take 614 MB. */
  readonly limit?: number | undefined;
}

/** Options of `fromCifar100`. */
export interface FromCifar100Options extends FromCifar10Options {
  /** Which labels: the 100 classes (`fine`, the default) or the 20 groups of them (`coarse`). */
  readonly labels?: 'fine' | 'coarse' | undefined;
  /** The name of each class, such as the lines of `fine_label_names.txt`. */
  readonly classes?: readonly string[] | undefined;
}

/**
 * The pictures of one or more files of CIFAR-10's binary version: `[32, 32, 3]`, each value a byte / 255, with labels and classes. Throws
 * when a file is not a whole number of records of 3,073 bytes, and when a label is not from 0 to 9.
 */
export function fromCifar10(files: Uint8Array | readonly Uint8Array[], options: FromCifar10Options = {}): ArrayDataset {
  checkOptions('fromCifar10', options, { name: true, limit: true });
  const { name = 'CIFAR-10', limit } = options;
  return read('fromCifar10', files, { name, limit, labelBytes: 1, label: 0, labels: 10, classes: cifar10Classes });
}

/**
 * The pictures of one or more files of CIFAR-100's binary version: `[32, 32, 3]`, each value a byte / 255, with labels. Throws when a file
 * is not a whole number of records of 3,074 bytes, and when a label is not a class.
 */
export function fromCifar100(files: Uint8Array | readonly Uint8Array[], options: FromCifar100Options = {}): ArrayDataset {
  checkOptions('fromCifar100', options, { name: true, limit: true, labels: true, classes: true });
  const { name = 'CIFAR-100', limit, labels = 'fine', classes } = options;
  check(labels === 'fine' || labels === 'coarse', () => `fromCifar100: labels must be "fine" or "coarse", not ${show(labels)}`);
  const [label, count] = labels === 'fine' ? [1, 100] : [0, 20];
  check(
    classes === undefined || classes.length === count,
    () => `fromCifar100: classes has ${classes!.length} names; there are ${count} ${labels} labels`,
  );
  return read('fromCifar100', files, { name, limit, labelBytes: 2, label, labels: count, classes });
}

interface Layout {
  readonly name: string;
  readonly limit: number | undefined;
  /** How many labels stand before the pixels of a picture, and which of them is wanted. */
  readonly labelBytes: number;
  readonly label: number;
  /** How many labels there are. */
  readonly labels: number;
  readonly classes: readonly string[] | undefined;
}

function read(call: string, files: Uint8Array | readonly Uint8Array[], { name, limit, labels: most, ...layout }: Layout): ArrayDataset {
  const list = files instanceof Uint8Array ? [files] : files;
  check(Array.isArray(list), () => `${call}: files must be a Uint8Array or a list of them, not ${show(list)}`);
  const what = printable(name);
  const record = layout.labelBytes + PIXELS;
  if (limit !== undefined) checkInteger(call, 'limit', limit, 1);
  for (const bytes of list) checkRecords(call, bytes, record, what);
  const count = Math.min(limit ?? Infinity, list.reduce((sum, { length }) => sum + length, 0) / record);
  check(count > 0, () => `${call}: ${what} has no files`);
  const values = new Float32Array(count * PIXELS);
  const labels = new Int32Array(count);
  let at = 0;
  for (const bytes of list) {
    for (let start = 0; start < bytes.length && at < count; start += record, at++) {
      const label = bytes[start + layout.label]!;
      check(label < most, () => `${call}: picture ${at + 1} of ${what} has the label ${label}; labels are from 0 to ${most - 1}`);
      labels[at] = label;
      interleave(bytes.subarray(start + layout.labelBytes, start + record), values, at * PIXELS);
    }
  }
  return { name: what, shape: [SIDE, SIDE, 3], values, labels, classes: layout.classes };
}

function checkRecords(call: string, bytes: Uint8Array, record: number, what: string): void {
  checkBytes(call, bytes);
  check(
    bytes.length > 0 && bytes.length % record === 0,
    () => `${call}: ${what} has a file of ${bytes.length} bytes, which is not a whole number of records of ${record} bytes`,
  );
}

/** Pictures that are read by rows, and the class of each. */
export interface LabelledRows extends IndexedDataset {
  readonly labels: Int32Array;
}

/** The pictures of files of CIFAR-10's binary version, which become numbers when they are asked for. */
export function cifar10Rows(call: string, files: readonly Uint8Array[], name: string): LabelledRows {
  const record = 1 + PIXELS;
  for (const bytes of files) checkRecords(call, bytes, record, printable(name));
  const records = files.flatMap((bytes) =>
    Array.from({ length: bytes.length / record }, (_, i) => bytes.subarray(i * record, (i + 1) * record)),
  );
  return {
    name: printable(name),
    shape: [SIDE, SIDE, 3],
    count: records.length,
    classes: cifar10Classes,
    labels: Int32Array.from(records, (bytes) => bytes[0]!),
    rows(places) {
      const some = new Uint8Array(places.length * record);
      places.forEach((place, i) => some.set(records[place]!, i * record));
      return fromCifar10(some, { name });
    },
  };
}

/** Red, green and blue planes as pixels from 0 to 1. */
function interleave(planes: Uint8Array, values: Float32Array, to: number): void {
  for (let i = 0; i < PLANE; i++)
    for (let channel = 0; channel < 3; channel++) values[to + 3 * i + channel] = planes[channel * PLANE + i]! / 255;
}
