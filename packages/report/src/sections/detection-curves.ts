import { check } from '@autoencoders/core/operations';
import { chart } from '../chart.js';
import { compact } from '../format.js';
import { html } from '../html.js';
import type { Html } from '../html.js';
import { lineSample } from '../legend.js';
import { classColours } from '../palettes.js';
import type { Section, SectionText } from '../types.js';

/** Points of a curve. */
export interface CurvePoints {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/** Options of `detectionCurves`. */
export interface DetectionCurvesOptions extends SectionText {
  /** The curves of each detector: recall against the false-alarm rate, and precision against recall. The first one is drawn thicker. */
  readonly detectors: readonly { readonly name: string; readonly roc: CurvePoints; readonly precisionRecall: CurvePoints }[];
}

/** ROC curves and precision-recall curves of detectors, side by side. */
export function detectionCurves({ detectors, title = 'Curves', caption }: DetectionCurvesOptions): Section {
  check(detectors.length > 0, 'detectionCurves: there are no detectors');
  const colours = classColours(detectors.length);
  const draw = (axes: readonly [string, string], points: (i: number) => CurvePoints, heading: string): Html => {
    const curves = detectors.map(({ name }, i) => {
      const { x, y } = points(i);
      return { name, colour: colours[i]!, style: styleOf(i), x: Array.from(x, compact), y: Array.from(y, compact) };
    });
    const names = detectors.map(({ name }) => name).join(', ');
    return html`<div><h3>${heading}</h3>${chart({ kind: 'curves', axes, curves }, 300, `${heading} of ${names}.`)}</div>`;
  };
  return {
    title,
    caption:
      caption ??
      'Each point is one threshold. On the left, a curve that rises early finds anomalies with few false alarms; the diagonal is chance. On the right, precision is the share of alarms that are anomalies, and recall is the share of anomalies that are found.',
    body: html`<div class="legend">${detectors.map(({ name }, i) => html`<span>${lineSample(colours[i]!, styleOf(i))}${name}</span>`)}</div>
<div class="terms">${draw(['false-alarm rate', 'recall'], (i) => detectors[i]!.roc, 'ROC')}${draw(
      ['recall', 'precision'],
      (i) => detectors[i]!.precisionRecall,
      'Precision and recall',
    )}</div>`,
  };
}

/** The first detector is the one that the report is about. */
const styleOf = (i: number): 'solid' | 'dashed' => (i === 0 ? 'solid' : 'dashed');
