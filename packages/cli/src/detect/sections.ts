import { thresholdSentence } from '@autoencoders/anomaly';
import type { Detector } from '@autoencoders/anomaly';
import { precisionRecallCurve, rocCurve } from '@autoencoders/metrics';
import { detectionCurves, html, scoreDistribution } from '@autoencoders/report';
import type { Html, Section } from '@autoencoders/report';
import { toCsv } from '@autoencoders/tables';
import type { ColumnValues, Table, TableEncoder } from '@autoencoders/tables';
import { figure, whole } from '../format.js';
import { labelledOf } from './controls.js';
import type { Compared, Outcome } from './controls.js';
import type { Examples } from './examples.js';
import { oddest } from './found.js';
import type { Found } from './found.js';
import { ANOMALY, UNKNOWN, USUAL } from './labels.js';
import { bothKinds } from './examples.js';

const percent = (share: number): string =>
  share > 0 && share < 0.001 ? 'under 0.1 %' : `${figure(Number((100 * share).toPrecision(3)))} %`;

/** The distribution of scores, with the threshold and what it buys. `own`: the rows are those that were learned from. */
export function distributionSection(detector: Detector, { kinds }: Pick<Examples, 'kinds'>, { scores }: Found, own: boolean): Section {
  const rows = (is: (kind: number) => boolean): Float64Array => scores.filter((_, row) => is(kinds?.[row] ?? UNKNOWN));
  const groups = [
    { name: 'held-out usual rows', scores: detector.calibration },
    ...(own ? [] : [{ name: kinds ? 'new rows, not labelled as anomalies' : 'new rows', scores: rows((kind) => kind !== ANOMALY) }]),
    ...(kinds ? [{ name: 'rows labelled as anomalies', scores: rows((kind) => kind === ANOMALY) }] : []),
  ].filter((group) => group.scores.length > 0);
  return scoreDistribution({
    groups,
    threshold: detector.threshold.value,
    caption: `${thresholdSentence(detector.threshold, { newRows: scores.length })} Each bar is the share of rows whose score is in that range.`,
  });
}

/** The most rows in the table of the oddest. */
const ODDEST = 20;

/** The most columns whose values are shown for each row. */
const SHOWN = 12;

/** The oddest rows, with the columns to blame as bars, and their values. `reference` are usual rows to compare with. */
export function oddestSection(examples: Examples, found: Found, reference: Table): Section {
  const rows = oddest(found, ODDEST);
  const { table, encoder, kinds } = examples;
  const cellOf = cellWriter(table, encoder);
  const others = encoder.columns.map(({ name }) => name).slice(0, SHOWN);
  const line = (row: number): Html => {
    const bars = found.blame[row]!.map(
      ({ column, share }) =>
        html`<div class="blame"><span>${column}</span><meter min="0" max="1" value="${Math.max(0, share).toFixed(4)}"></meter><b>${percent(share)}</b><small>${cellOf(column, row)} (usual: ${usualOf(reference, encoder, column)})</small></div>`,
    );
    const label = kinds && html`<td>${kinds[row] === ANOMALY ? 'anomaly' : kinds[row] === USUAL ? 'usual' : '–'}</td>`;
    return html`<tr><th scope="row">${whole(row + 1)}</th><td>${figure(found.scores[row]!)}${found.alarms[row] === 1 && html` <strong>alarm</strong>`}</td><td>${figure(found.pValues[row]!)}</td>${label}<td class="blamed">${bars}</td>${others.map((name) => html`<td>${cellOf(name, row)}</td>`)}</tr>`;
  };
  const heads = ['score', 'p-value', ...(kinds ? ['label'] : []), 'columns to blame', ...others];
  return {
    title: 'The oddest rows',
    caption: `The ${rows.length} rows with the largest scores. Rows are counted from 1, without the heading. The p-value is the share of usual rows that score at least as much. A bar is the share of the score that a column adds. Usual values are those of 9 of 10 held-out rows, or the most frequent words.${encoder.columns.length > SHOWN ? ` The first ${SHOWN} of ${encoder.columns.length} columns are shown.` : ''}`,
    body: html`<div class="wide" tabindex="0" role="region" aria-label="The oddest rows"><table class="comparison oddest">
<thead><tr><th scope="col">row</th>${heads.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead><tbody>${rows.map(line)}</tbody></table></div>`,
  };
}

/** Gives a cell as its column writes it. */
function cellWriter({ columns }: Table, { schema }: TableEncoder): (column: string, row: number) => string {
  return (column, row) => {
    const cells: ColumnValues = columns[column]!;
    const cell = cells[row]!;
    if (cell === null || Number.isNaN(cell)) return 'missing';
    if (typeof cell === 'string') return cell;
    const one = { rows: 1, columns: { [column]: Float64Array.of(Number(cell.toPrecision(6))) } };
    const kind = schema.columns.find(({ name }) => name === column)?.kind;
    return kind === 'dateTime'
      ? toCsv({ ...one, columns: { [column]: Float64Array.of(cell) } }, schema, { heading: false }).trim()
      : figure(cell);
  };
}

/** What is usual in a column: a range of numbers, or a few words. */
function usualOf(reference: Table, encoder: TableEncoder, column: string): string {
  const cells = reference.columns[column]!;
  if (!(cells instanceof Float64Array)) {
    const counts = new Map<string, number>();
    for (const word of cells) if (word !== null) counts.set(word, (counts.get(word) ?? 0) + 1);
    return [...counts]
      .sort((a, b) => b[1] - a[1])
      .slice(0, 3)
      .map(([word]) => word)
      .join(', ');
  }
  const sorted = cells.filter((cell) => !Number.isNaN(cell)).sort();
  if (sorted.length === 0) return 'unknown';
  const cellOf = cellWriter(
    {
      rows: 2,
      columns: { [column]: Float64Array.of(sorted[Math.floor(0.05 * sorted.length)]!, sorted[Math.floor(0.95 * (sorted.length - 1))]!) },
    },
    encoder,
  );
  return `${cellOf(column, 0)} to ${cellOf(column, 1)}`;
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

/** The detector beside simple methods that learned from the same rows. */
export function controlsSection(methods: readonly Compared[], advice: string): readonly Section[] {
  if (methods.length < 2) return [];
  const labelled = methods[0]!.auroc !== undefined;
  const heads = [
    ...(labelled ? ['AUROC', 'average precision', 'the detector leads by'] : []),
    'alarms',
    'rank correlation',
    'common alarms',
    'seconds',
  ];
  const lines = methods.map((method, i) => {
    const { lead } = method;
    const cells = [
      ...(labelled
        ? [
            figure(method.auroc!),
            figure(method.averagePrecision!),
            i === 0 ? '–' : `${figure(lead!.difference)} ± ${figure(1.96 * lead!.error)}`,
          ]
        : []),
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
      caption: `${advice} All methods learned from the same rows, and each has its own threshold for the same false-alarm rate.${labelled ? ' The lead is in AUROC, with its 95 % interval.' : ''} Rank correlation and common alarms are with the detector.`,
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
