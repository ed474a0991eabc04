import { tensor } from '@tensorflow/tfjs-core';
import type { NamedDataset } from '@autoencoders/datasets';
import type { AnyModel } from '../../definition.js';
import { readValues } from '../../examples.js';
import { plural } from '../../format.js';
import { sizeOf } from '../../measures.js';
import type { LayerPictures } from './weight-pictures.js';
import { strongest } from './weight-pictures.js';

/**
 * What the largest numbers of a code add to the reconstruction: x̂ of the code, minus x̂ of the code with 0 in place of the number. `shape` is
 * that of an example. Undefined where all numbers are 0.
 */
export function codePictures(
  model: Pick<AnyModel, 'decode'>,
  code: Float32Array,
  { shape }: Pick<NamedDataset, 'shape'>,
): LayerPictures | undefined {
  const units = strongest(code).filter((unit) => code[unit] !== 0);
  const count = units.length;
  if (count === 0) return undefined;
  const codes = new Float32Array((count + 1) * code.length);
  for (let row = 0; row <= count; row++) codes.set(code, row * code.length);
  units.forEach((unit, row) => (codes[row * code.length + unit] = 0));
  const decoded = readValues(() => model.decode(tensor(codes, [count + 1, code.length])));
  const size = sizeOf(shape);
  const whole = decoded.subarray(count * size);
  const numbers = plural(count, count < code.length ? 'largest number' : 'number');
  return {
    shape,
    values: decoded.subarray(0, count * size).map((value, i) => whole[i % size]! - value),
    count,
    caption: `What ${count === 1 ? 'the' : 'each of the'} ${numbers} of the code does to the reconstruction. We set the number to 0 and decode again. Red pixels were brighter with the number, blue ones darker.`,
    forRows:
      'What the largest number of the code does to the reconstruction, by column. We set the number to 0 and decode again: this much less or more comes out.',
  };
}
