import { figure } from '@autoencoders/app-kit/format';
import { choice, slider } from '@autoencoders/app-kit/settings';
import type { Choice, NumberControl } from '@autoencoders/app-kit';
import type { Noise } from './model.js';

const STRENGTH = 'Gaussian: how far a number typically moves (standard deviation). The others: the share of the numbers that change.';

/** A choice of the kind of noise. */
export const kindControl = (label: string, hint?: string): Choice<Noise> =>
  choice({
    label,
    options: [
      ['gaussian', 'Gaussian'],
      ['masking', 'Masking (to 0, black)'],
      ['saltAndPepper', 'Salt and pepper (to 0 or 1, black or white)'],
    ],
    value: 'gaussian',
    ...(hint && { hint }),
  });

/** The strength of noise: its standard deviation, or the share of the numbers. */
export const strengthControl = (label: string, value: number, more: string = ''): NumberControl =>
  slider({ label, min: 0, max: 1, step: 0.1, value, show: (at) => figure(at), hint: `${STRENGTH}${more}` });
