import type { ArrayDataset } from '@autoencoders/core';
import { html } from '@autoencoders/report';
import type { Section } from '@autoencoders/report';
import { toRecords } from '@autoencoders/tables';
import type { TableEncoder } from '@autoencoders/tables';
import { counted, figure, whole } from '../format.js';
import { cellErrors, knownRows } from './column-measures.js';

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
    const { errors, constant } = cellErrors(truth.columns[name]!, found.columns[name]!, known);
    const usual = constant / known.length;
    for (const [i, row] of known.entries()) {
      const error = usual > 0 ? errors[i]! / usual : 0;
      rows[row]!.push({ name, cell: written(cells![row]![name]!), reconstruction: written(guesses![row]![name]!), error });
    }
  }
  return rows
    .map((some) => ({ error: some.reduce((sum, { error }) => sum + error, 0), cells: some.sort((a, b) => b.error - a.error) }))
    .sort((a, b) => b.error - a.error)
    .slice(0, ROWS);
}

const written = (cell: string | number | null): string => (typeof cell === 'number' ? figure(cell) : String(cell));

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
