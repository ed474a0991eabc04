import { thresholdSentence } from '@autoencoders/anomaly';
import type { Detector } from '@autoencoders/anomaly';
import { precisionRecallCurve, rocCurve } from '@autoencoders/metrics';
import { detectionCurves, html, scoreDistribution } from '@autoencoders/report';
import type { Section } from '@autoencoders/report';
import { figure, whole } from '../format.js';
import { labelledOf } from './controls.js';
import type { Compared, Outcome } from './controls.js';
import type { Examples } from './examples.js';
import type { Found } from './found.js';
import { ANOMALY, UNKNOWN } from './labels.js';
import { bothKinds } from './examples.js';

/** A share as a text: `2.5 %`. */
export const percent = (share: number): string =>
  share > 0 && share < 0.001 ? 'under 0.1 %' : `${figure(Number((100 * share).toPrecision(3)))} %`;

/** The distribution of scores, with the threshold and what it buys. `own`: the examples are those that were learned from. */
export function distributionSection(
  detector: Detector,
  { kinds, noun }: Pick<Examples, 'kinds' | 'noun'>,
  { scores }: Found,
  own: boolean,
): Section {
  const rows = (is: (kind: number) => boolean): Float64Array => scores.filter((_, row) => is(kinds?.[row] ?? UNKNOWN));
  const groups = [
    { name: `held-out usual ${noun}s`, scores: detector.calibration },
    ...(own ? [] : [{ name: `new ${noun}s${kinds ? ', not labelled as anomalies' : ''}`, scores: rows((kind) => kind !== ANOMALY) }]),
    ...(kinds ? [{ name: `${noun}s labelled as anomalies`, scores: rows((kind) => kind === ANOMALY) }] : []),
  ].filter((group) => group.scores.length > 0);
  return scoreDistribution({
    groups,
    threshold: detector.threshold.value,
    caption: `${thresholdSentence(detector.threshold, { newRows: scores.length })} Each bar is the share of the ${noun}s whose score is in that range.`,
  });
}

/** The most points of a curve. */
const POINTS = 300;

/** The curves of the detector and its controls, where there are labels of both kinds. */
export function curvesSection(kinds: Uint8Array | undefined, outcomes: readonly Outcome[]): readonly Section[] {
  const both = bothKinds(kinds);
  if (!both) return [];
  const { rows, labels } = labelledOf(both);
  const detectors = outcomes.map(({ name, scores }) => {
    const own = Float64Array.from(rows, (row) => scores[row]!);
    const roc = rocCurve(labels, own, { points: POINTS });
    const { recall, precision } = precisionRecallCurve(labels, own, { points: POINTS });
    return { name, roc: { x: roc.fpr, y: roc.tpr }, precisionRecall: { x: recall, y: precision } };
  });
  return [detectionCurves({ detectors })];
}

const leadText = ({ difference, error }: NonNullable<Compared['lead']>): string =>
  Number.isFinite(error) ? `${difference.toFixed(3)} ± ${(1.96 * error).toFixed(3)}` : difference.toFixed(3);

/** The detector beside simple methods that learned from the same examples. */
export function controlsSection(methods: readonly Compared[], advice: string, noun: string): readonly Section[] {
  if (methods.length < 2) return [];
  const labelled = methods[0]!.auroc !== undefined;
  const inTime = methods[0]!.vusPr !== undefined;
  const heads = [
    ...(inTime ? ['VUS-PR'] : []),
    ...(labelled ? ['AUROC', 'average precision', 'the detector leads by'] : []),
    'alarms',
    'rank correlation',
    'common alarms',
    'seconds',
  ];
  const lines = methods.map((method, i) => {
    const { lead } = method;
    const cells = [
      ...(inTime ? [figure(method.vusPr!)] : []),
      ...(labelled ? [figure(method.auroc!), figure(method.averagePrecision!), i === 0 ? '–' : leadText(lead!)] : []),
      whole(method.alarms),
      i === 0 ? '–' : figure(method.rankCorrelation),
      i === 0 || Number.isNaN(method.commonAlarms) ? '–' : percent(method.commonAlarms),
      figure(Number(method.seconds.toPrecision(2))),
    ];
    return html`<tr><th scope="row">${method.name}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`;
  });
  return [
    {
      title: 'Controls',
      caption: `${advice} All methods learned from the same ${noun}s, and each has its own threshold for the same false-alarm rate.${labelled ? ' The lead is in AUROC, with its 95 % interval if there are several labelled anomalies.' : ''} Rank correlation and common alarms are with the detector.`,
      body: html`<div class="wide" tabindex="0" role="region" aria-label="Controls"><table class="comparison">
<thead><tr><th scope="col">method</th>${heads.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead><tbody>${lines}</tbody></table></div>`,
    },
  ];
}

/** Sentences that a reader should know. */
export const notesSection = (notes: readonly string[]): readonly Section[] =>
  notes.length === 0
    ? []
    : [
        {
          title: 'Notes',
          caption: 'What to know of these data.',
          body: html`<ul class="notes">${notes.map((note) => html`<li>${note}</li>`)}</ul>`,
        },
      ];
