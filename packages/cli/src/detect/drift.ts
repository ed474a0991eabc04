import type { Detector, Drift, DriftedColumn } from '@autoencoders/anomaly';
import { pickRows, rowCount } from '@autoencoders/core/internal';
import { html } from '@autoencoders/report';
import type { Html, Section } from '@autoencoders/report';
import { counted, figure } from '../format.js';
import type { Examples } from './examples.js';
import { ANOMALY } from './labels.js';

/** Whether rows are still like those of the calibration set. */
export interface DriftFound {
  /** What was found, in plain English. */
  readonly sentence: string;
  /** The tests. Undefined where there was no row to test. */
  readonly drift?: Drift | undefined;
}

/** Compares the rows that are not labelled as anomalies, and their scores, with the calibration set. */
export async function driftIn(
  detector: Detector,
  { data, kinds, noun, rows }: Pick<Examples, 'data' | 'kinds' | 'noun' | 'rows'>,
): Promise<DriftFound> {
  const count = rowCount(data);
  const places = Int32Array.from({ length: count }, (_, row) => row).filter((row) => kinds?.[row] !== ANOMALY);
  if (places.length === 0)
    return {
      sentence: `Drift was not tested: there are no ${noun}s, or all are labelled as anomalies, and usual ${noun}s are compared.`,
    };
  const drift = await detector.drift(places.length === count ? data : pickRows(data, places));
  const left = count - places.length;
  const without =
    left > 0 ? ` ${counted(left, noun)} labelled as ${left === 1 ? 'an anomaly was' : 'anomalies were'} left out of this test.` : '';
  return { sentence: `${rows ? drift.sentence : pictureSentence(drift)}${without}`, drift };
}

/** What was found of pictures, whose columns are pixels without names. */
function pictureSentence({ columns, scores, whole, found, sentence }: Drift): string {
  if (!found) return sentence.replace(/\b(rows?)\b/g, (row) => row.replace('row', 'picture'));
  const pixels = columns.filter(({ drifted }) => drifted).length;
  return [
    pixels > 0 && `${pixels} of ${counted(columns.length, 'number')} of a picture have drifted.`,
    whole?.drifted && pixels === 0 && 'The pictures have drifted as a whole, though none of their numbers has alone.',
    scores?.sentence,
  ]
    .filter(Boolean)
    .join(' ');
}

/** The most columns in the table. */
const SHOWN = 20;

const TESTS = { KS: 'Kolmogorov–Smirnov distance', 'χ²': 'χ²' } as const;

/** The section about drift: a sentence, the columns that drifted, and what to do. */
export function driftSection({ sentence, drift }: DriftFound, { noun }: Pick<Examples, 'noun'>): Section {
  const drifted = (noun === 'row' ? (drift?.columns ?? []) : [])
    .filter((column) => column.drifted)
    .sort((a, b) => a.pValue - b.pValue || b.statistic - a.statistic);
  const line = (name: string, { sentence: told, test, statistic, pValue }: Omit<DriftedColumn, 'name'>): Html =>
    html`<tr><th scope="row">${name}</th><td>${TESTS[test]} ${figure(statistic)}</td><td>${pText(pValue)}</td><td class="told">${told ?? ''}</td></tr>`;
  const lines = [
    ...drifted.slice(0, SHOWN).map((column) => line(column.name, column)),
    ...(drift?.scores?.drifted ? [line('the scores', drift.scores)] : []),
  ];
  const table = html`<div class="wide" tabindex="0" role="region" aria-label="Drift"><table class="comparison findings">
<thead><tr><th scope="col">column</th><th scope="col">effect</th><th scope="col">p-value</th><th scope="col">what changed</th></tr></thead><tbody>${lines}</tbody></table></div>`;
  return {
    title: 'Drift',
    caption: `Are these ${noun}s and their scores still like those that the threshold was made from? ${noun === 'row' && lines.length > 0 ? answer(drift!, drifted.length) : sentence}`,
    body: html`${lines.length > 0 && table}<p>${drift?.found ? adviceFor(drift, noun) : ''}</p>`,
  };
}

/** How many columns have drifted, and how to read the table. */
function answer({ columns, scores, rows }: Drift, drifted: number): string {
  const what =
    drifted === 0
      ? 'No column has drifted, but the scores have.'
      : `${drifted} of ${counted(columns.length, 'column')} ${drifted === 1 ? 'has' : 'have'} drifted, and the scores have${scores?.drifted ? ', too' : ' not'}.`;
  const cut = drifted > SHOWN ? ` The ${SHOWN} clearest are shown.` : '';
  return `${what}${cut} ${counted(rows, 'row')} were compared with held-out usual ones. A p-value is the chance of such a difference without a drift, adjusted for the number of tests. A distance of 0 is none, and 1 is the greatest.`;
}

const pText = (p: number): string => (p < 0.001 ? '< 0.001' : figure(Number(p.toPrecision(2))));

/** What to do about a drift. */
function adviceFor({ columns, scores }: Drift, noun: string): string {
  const units = (noun === 'row' ? columns : []).filter(({ drifted, change }) => drifted && change.kind === 'units').map(({ name }) => name);
  const convert =
    units.length > 0 ? `Check the units of ${units.join(', ')}. If they changed, convert the numbers, and score the rows again. ` : '';
  return `${convert}${
    scores?.drifted
      ? `The stated rate of false alarms may not hold for these ${noun}s. If they are usual, learn again from ${noun}s like them. If many of them are anomalies, this is what the test found.`
      : `The scores have not drifted, so that the threshold still holds. Learn again from newer ${noun}s if the change is here to stay.`
  }`;
}
