import { InputError } from '@autoencoders/core';
import type { ArrayDataset, Dataset } from '@autoencoders/core';
import { pickRows, sliceRows } from '@autoencoders/core/internal';

/** What the tests ask a worker for. */
export interface Asked {
  readonly kind: 'stream' | 'rows' | 'memory' | 'silent' | 'refused';
  readonly count: number;
  /** The chunk that goes wrong, and how. */
  readonly wrong?: { readonly chunk: number; readonly how: keyof typeof wrongs } | undefined;
  /** Shared memory, where a stream writes how many chunks were taken. */
  readonly made?: Int32Array | undefined;
}

const WIDTH = 3;
const CHUNK = 10;
const never = new Promise<never>(() => undefined);

const wrongs = {
  throws: (): never => {
    throw new InputError('the file: row 31, column "x" is damaged');
  },
  crashes: (): Promise<never> => {
    setTimeout(() => {
      throw new Error('out of order');
    });
    return never;
  },
  exits: (): never => process.exit(0),
  ragged: (): ArrayDataset => ({ shape: [WIDTH], values: new Float32Array(4) }),
};

/** A dataset as a test asked for it. */
export function datasetOf({ kind, count, wrong, made }: Asked): Dataset | Promise<Dataset> {
  if (kind === 'silent') return never;
  if (kind === 'refused') throw new InputError('there is no such file');
  const all: ArrayDataset = {
    name: 'numbers',
    shape: [WIDTH],
    values: Float32Array.from({ length: count * WIDTH }, (_, i) => i),
    mask: Uint8Array.from({ length: count * WIDTH }, (_, i) => Number(i % 5 > 0)),
    labels: Int32Array.from({ length: count }, (_, i) => i % 2),
    classes: ['even', 'odd'],
  };
  const { name, shape, classes } = all;
  if (kind === 'memory') return all;
  if (kind === 'rows') return { name, shape, classes, count, rows: (places) => pickRows(all, places) };
  return {
    name,
    shape,
    classes,
    async *chunks() {
      for (let at = 0; at < count; at += CHUNK) {
        if (at === CHUNK * (wrong?.chunk ?? -1)) yield wrongs[wrong!.how]();
        yield sliceRows(all, at, Math.min(count, at + CHUNK));
        if (made) made[0]! += 1;
      }
    },
  };
}
