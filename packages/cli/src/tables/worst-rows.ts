import type { ArrayDataset } from '@autoencoders/core';
import { html } from '@autoencoders/report';
import type { Section } from '@autoencoders/report';
import { toRecords } from '@autoencoders/tables';
import type { ColumnValues, TableEncoder } from '@autoencoders/tables';
import { counted, figure, whole } from '../format.js';
import { knownRows } from './column-measures.js';

/** How many rows are shown, and how many cells of each. */
const ROWS = 10;
const CELLS = 4;

/** A cell of a row, what the model gave back, and its error. */
export interface CellError {
  readonly name: string;
  readonly cell: string;
  readonly reconstruction: string;
  /** On average 1 for a model that gives the best constant back, 0 for one that gives the cells back. */
  readonly error: number;
}

/** A row and its error, the sum over its cells, the largest first. */
export interface RowError {
  readonly error: number;
  readonly cells: readonly CellError[];
}

/** The rows of `data` with the largest errors, the worst first, of features `[rows, width]` that a model gave back. Missing cells do not count. */
export function worstRows(encoder: TableEncoder, data: ArrayDataset, reconstructed: Float32Array): readonly RowError[] {
  const [truth, found] = [encoder.decode(data.values), encoder.decode(reconstructed)];
  const [cells, guesses] = [truth, found].map((table) => toRecords(table, encoder.schema));
  const rows = Array.from({ length: truth.rows }, (): CellError[] => []);
  for (const column of encoder.columns) {
    const { name } = column;
    const known = knownRows(encoder, data, column);
    const errors = errorsOf(truth.columns[name]!, found.columns[name]!, known);
    for (const [i, row] of known.entries())
      rows[row]!.push({ name, cell: written(cells![row]![name]!), reconstruction: written(guesses![row]![name]!), error: errors[i]! });
  }
  return rows
    .map((some) => ({ error: some.reduce((sum, { error }) => sum + error, 0), cells: some.sort((a, b) => b.error - a.error) }))
    .sort((a, b) => b.error - a.error)
    .slice(0, ROWS);
}

const written = (cell: string | number | null): string => (typeof cell === 'number' ? figure(cell) : String(cell));

/** The errors of a column in these rows, divided by the mean error of the best constant: the mean of numbers, the most frequent word. */
function errorsOf(cells: ColumnValues, guesses: ColumnValues, rows: readonly number[]): readonly number[] {
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const divided = (errors: readonly number[], constant: number): readonly number[] =>
    errors.map((error) => (constant > 0 ? error / constant : 0));
  if (cells instanceof Float64Array) {
    const middle = mean(rows.map((row) => cells[row]!));
    return divided(
      rows.map((row) => (cells[row]! - Number(guesses[row])) ** 2),
      mean(rows.map((row) => (cells[row]! - middle) ** 2)),
    );
  }
  const counts = new Map<string | null, number>();
  for (const row of rows) counts.set(cells[row]!, (counts.get(cells[row]!) ?? 0) + 1);
  return divided(
    rows.map((row) => Number(cells[row] !== guesses[row])),
    1 - Math.max(...counts.values()) / rows.length,
  );
}

/** The rows with the largest errors in a report. `rows`: how many there are in all. */
export function worstRowsSection(worst: readonly RowError[], rows: number): Section {
  const lines = worst.map(({ error, cells }, i) => {
    const shown = cells.slice(0, CELLS).filter((cell) => cell.error > 0);
    return html`<tr><th scope="row">${i + 1}</th><td>${figure(error)}</td><td style="white-space:normal;text-align:left">${shown.map(
      ({ name, cell, reconstruction }, place) => html`${place > 0 && '; '}${name}: ${cell} → ${reconstruction}`,
    )}</td></tr>`;
  });
  return {
    title: `The ${counted(worst.length, 'row')} with the largest errors`,
    caption:
      `Of ${whole(rows)} test rows, the worst first, each with the cells that are furthest off: the cell → what the model gives back. ` +
      'The error of a row is the sum over its cells; a cell of a model that gives the best constant back has an error of 1 on average. ' +
      'Look for what they have in common: rare cases, wrong entries, other units.',
    body: html`<div class="wide" tabindex="0" role="region" aria-label="The rows with the largest errors"><table class="comparison">
<thead><tr><th scope="col">row</th><th scope="col">error</th><th scope="col" style="text-align:left">cells that are furthest off</th></tr></thead>
<tbody>${lines}</tbody></table></div>`,
  };
}
