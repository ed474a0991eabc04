import type { DriftReference } from '@autoencoders/anomaly';
import { html } from '@autoencoders/report';
import type { Html, Section } from '@autoencoders/report';
import { toCsv } from '@autoencoders/tables';
import type { ColumnValues, Table, TableEncoder } from '@autoencoders/tables';
import { figure, whole } from '../format.js';
import type { Examples } from './examples.js';
import { oddest } from './found.js';
import type { Found } from './found.js';
import { kindText } from './labels.js';
import { percent } from './sections.js';

type Rows = NonNullable<Examples['rows']>;

/** The most rows in the table of the oddest. */
const ODDEST = 20;

/** The most columns whose values are shown for each row. */
const SHOWN = 12;

/** The oddest rows, with the columns to blame as bars, and their values. `reference` are usual rows to compare with. */
export function oddestRows({ kinds }: Pick<Examples, 'kinds'>, { table, encoder }: Rows, found: Found, reference: DriftReference): Section {
  const rows = oddest(found, ODDEST);
  const cellOf = cellWriter(table, encoder);
  const others = encoder.columns.map(({ name }) => name).slice(0, SHOWN);
  const line = (row: number): Html => {
    const bars = found.blame[row]!.map(
      ({ column, share }) =>
        html`<div class="blame"><span>${column}</span><meter min="0" max="1" value="${Math.max(0, share).toFixed(4)}"></meter><b>${percent(share)}</b><small>${cellOf(column, row)} (usual: ${usualOf(reference, encoder, column)})</small></div>`,
    );
    const label = kinds && html`<td>${kindText(kinds[row])}</td>`;
    return html`<tr><th scope="row">${whole(row + 1)}</th><td>${figure(found.scores[row]!)}${found.alarms[row] === 1 && html` <strong>alarm</strong>`}</td><td class="blamed">${bars}</td><td>${figure(found.pValues[row]!)}</td>${label}${others.map((name) => html`<td>${cellOf(name, row)}</td>`)}</tr>`;
  };
  const heads = ['score', 'columns to blame', 'p-value', ...(kinds ? ['label'] : []), ...others];
  return {
    title: 'The oddest rows',
    caption: `The ${rows.length} rows with the largest scores. Rows are counted from 1, without the heading. The p-value is the share of usual rows that score at least as much. A bar is the share of the score that a column adds. Usual values are those of 9 of 10 held-out rows, or the most frequent words.${encoder.columns.length > SHOWN ? ` The first ${SHOWN} of ${encoder.columns.length} columns are shown.` : ''}`,
    body: html`<div class="wide" tabindex="0" role="region" aria-label="The oddest rows"><table class="comparison findings oddest">
<thead><tr><th scope="col">row</th>${heads.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead><tbody>${rows.map(line)}</tbody></table></div>`,
  };
}

/** Gives a cell as the file has it: a year stays 1951. */
function cellWriter({ columns }: Table, { schema }: TableEncoder): (column: string, row: number) => string {
  return (column, row) => {
    const cells: ColumnValues = columns[column]!;
    const cell = cells[row]!;
    if (cell === null || Number.isNaN(cell)) return 'missing';
    if (typeof cell === 'string') return cell;
    const kind = schema.columns.find(({ name }) => name === column)?.kind;
    if (kind === 'dateTime') return toCsv({ rows: 1, columns: { [column]: Float64Array.of(cell) } }, schema, { heading: false }).trim();
    return String(Number.isInteger(cell) ? cell : Number(cell.toPrecision(7)));
  };
}

/** What is usual in a column: a range of numbers, or a few words. */
function usualOf({ columns, values }: DriftReference, encoder: TableEncoder, column: string): string {
  const place = columns.findIndex(({ name }) => name === column);
  const { levels } = columns[place]!;
  const cells = Float64Array.from({ length: values.length / columns.length }, (_, row) => values[row * columns.length + place]!);
  const known = cells.filter((cell) => !Number.isNaN(cell)).sort();
  if (known.length === 0) return 'unknown';
  if (levels) {
    const counts = levels.map((level, i) => ({ level, count: known.filter((cell) => cell === i).length }));
    const frequent = counts.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count);
    return frequent
      .slice(0, 3)
      .map(({ level }) => level)
      .join(', ');
  }
  const range = Float64Array.of(known[Math.floor(0.05 * known.length)]!, known[Math.floor(0.95 * (known.length - 1))]!);
  const cellOf = cellWriter({ rows: 2, columns: { [column]: range } }, encoder);
  return `${cellOf(column, 0)} to ${cellOf(column, 1)}`;
}
