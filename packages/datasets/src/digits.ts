import { digits as embedded } from '../embedded/digits.js';
import type { NamedDataset } from './dataset.js';
import { gunzip } from './gzip.js';

const PIXELS = 64;
const BRIGHTEST = 16;

/** '0' … '9': the classes of handwritten digits. */
export const digitClasses: readonly string[] = Array.from('0123456789');

/**
 * 1,797 handwritten digits of 8×8 pixels, which come with this package, in their published order. Pixels from 0 to 16 are divided by 16.
 * Alpaydin & Kaynak 1998, https://doi.org/10.24432/C50P49 (CC BY 4.0).
 */
export async function digits(): Promise<NamedDataset> {
  const rows = await gunzip(
    Uint8Array.from(atob(embedded), (c) => c.charCodeAt(0)),
    'the embedded digits',
  );
  const count = rows.length / (PIXELS + 1);
  const values = new Float32Array(count * PIXELS);
  const labels = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const row = rows.subarray(i * (PIXELS + 1), (i + 1) * (PIXELS + 1));
    for (let p = 0; p < PIXELS; p++) values[i * PIXELS + p] = row[p]! / BRIGHTEST;
    labels[i] = row[PIXELS]!;
  }
  return { name: 'digits', shape: [8, 8, 1], values, labels, classes: digitClasses };
}
