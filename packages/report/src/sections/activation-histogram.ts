import { check, checkNumber } from '@autoencoders/core/operations';
import { chart } from '../chart.js';
import { compact, formatNumber, plural } from '../format.js';
import type { Section, SectionText } from '../types.js';

/** Options of `activationHistogram`. */
export interface ActivationHistogramOptions extends SectionText {
  /** The mean activation of each hidden unit over the data. */
  readonly meanActivations: Float32Array;
  /** The target ρ for the mean activation, drawn as a line. */
  readonly target?: number | undefined;
}

/** A histogram of the hidden units' mean activations. Those that are not finite are left out, and counted in the caption. */
export function activationHistogram({
  meanActivations,
  target,
  title = 'Activity of the hidden units',
  caption,
}: ActivationHistogramOptions): Section {
  check(meanActivations.length > 0, 'activationHistogram: there are no activations');
  if (target !== undefined) checkNumber('activationHistogram', 'target', target);
  const finite = [...meanActivations].filter(Number.isFinite);
  const mean = finite.reduce((sum, value) => sum + value, 0) / finite.length;
  const left = meanActivations.length - finite.length;
  const facts =
    `${plural(meanActivations.length, 'unit')}, with a mean activation of ${formatNumber(mean, 3)}` +
    (target === undefined ? '' : `; the target was ρ = ${formatNumber(target)}`) +
    (left === 0 ? '' : `; ${plural(left, 'unit')} without a finite activation left out`);
  const label = 'mean activation of a unit';
  const data = { kind: 'histogram', label, values: finite.map((value) => compact(value)!) } as const;
  return {
    title,
    caption:
      caption ??
      `${facts}. Each bar counts the units whose activation, averaged over the data, is in that range. Units at 0 are never used.` +
        (target === undefined ? '' : ' Most units of a sparse model should be close to the target.'),
    body: chart(
      target === undefined ? data : { ...data, target: { value: target, name: `target ρ = ${formatNumber(target)}` } },
      300,
      `Histogram: ${facts}.`,
    ),
  };
}
