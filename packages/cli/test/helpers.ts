import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toIdx } from '@autoencoders/datasets';
import picocolors from 'picocolors';
import { afterAll } from 'vitest';
import { run } from '../src/index.js';

/** Whether all is tried, however long it takes: `npm run test:long`. */
export const long: boolean = process.env['LONG_TESTS'] === '1';

/** A folder for the tests of a file, taken away after them; gives paths in it. */
export function temporaryFolder(): (...names: string[]) => string {
  const folder = mkdtempSync(join(tmpdir(), 'autoencoders-cli-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return (...names) => join(folder, ...names);
}

/** What a command line printed, and its exit code. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line. */
export async function cli(...args: string[]): Promise<Ran> {
  const printed = { out: '', err: '' };
  const screen = (name: 'out' | 'err') => ({ write: (text: string) => void (printed[name] += text) });
  const code = await run(args, { out: screen('out'), err: screen('err'), colors: picocolors.createColors(false) });
  return { code, ...printed };
}

/** What a folder of IDX files holds: images of a shape, each in the shade of its label, and perhaps a test part. */
export interface Made {
  readonly shape: readonly number[];
  readonly labels: readonly number[];
  readonly test?: readonly number[];
  /** The brightness of the pixels; different for each by default. */
  readonly pixel?: (example: number, pixel: number) => number;
}

/** Fills a folder, which must be there, with such files. */
export function writeImages(
  folder: string,
  { shape, labels, test, pixel = (i, p) => (i * 53 + p * 31 + ((i * p) % 7) * 20) % 256 }: Made,
): void {
  const size = shape.reduce((a, b) => a * b, 1);
  for (const [prefix, own] of [['train', labels] as const, ...(test ? [['t10k', test] as const] : [])]) {
    const data = Uint8Array.from({ length: own.length * size }, (_, i) => pixel(Math.floor(i / size), i % size));
    writeFileSync(join(folder, `${prefix}-images-idx3-ubyte`), toIdx({ shape: [own.length, ...shape], data }));
    writeFileSync(join(folder, `${prefix}-labels-idx1-ubyte`), toIdx({ shape: [own.length], data: Int32Array.from(own) }));
  }
}
