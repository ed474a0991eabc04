import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fixturePath } from '../test/fixture.js';
import { openPictures } from './node.js';

/** The four quarters of the picture: above, then below. */
const quarters: Readonly<Record<string, readonly number[]>> = {
  grey: [1, 0, 0.25, 0.75],
  'one-bit': [1, 0, 0, 1],
  colour: [1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1],
};

/** Pixels at the corners are of one quarter alone. */
const SIDE = 8;
const corners = [0, SIDE - 1, SIDE * (SIDE - 1), SIDE ** 2 - 1];

describe.each(Object.entries(quarters))('%s', async (folder, expected) => {
  const data = await openPictures(fixturePath(`forms/${folder}`), { size: SIDE, grey: folder !== 'colour' });
  test.each(data.files.map((path, i) => [basename(path), i] as const))('%s', async (name, i) => {
    const { values } = await data.rows(Int32Array.of(i));
    // Lossy compression moves them a little.
    const within = /subsampled|lossy/.test(name) ? 0.06 : name.endsWith('jpg') ? 0.02 : 0.006;
    const channels = folder === 'colour' ? 3 : 1;
    const found = corners.flatMap((at) => Array.from(values.slice(at * channels, (at + 1) * channels)));
    // What ink looks like without a profile, every program decides for itself. Red stays the reddest, and white stays white.
    const same = (at: number): boolean =>
      found[at]! > 0.75 * Math.max(...found.slice(at - (at % 3), at - (at % 3) + 3)) === expected[at]! > 0;
    if (name === 'cmyk.jpg') expect(expected.map((_, at) => same(at))).toEqual(expected.map(() => true));
    else
      for (const [at, value] of expected.entries())
        expect(Math.abs(found[at]! - value), `number ${at}: ${found[at]}`).toBeLessThanOrEqual(within);
  });
});
