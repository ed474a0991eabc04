import { html } from '@autoencoders/report';
import type { Section } from '@autoencoders/report';
import type { Dialect, Schema } from '@autoencoders/tables';
import { figure } from '../format.js';
import { text } from '../text.js';
import type { Text } from '../text.js';
import type { ColumnMeasure } from './column-measures.js';

/** How a file is written, in one line. */
export const dialectText = (dialect: Dialect | undefined): Text => (dialect ? text`${dialect.because}\n` : text``);

/** How well each column is reconstructed, as lines of text. */
export function columnsText(measured: readonly ColumnMeasure[]): string {
  const rows = [
    ['column', 'kind', 'measure', 'value', 'best constant'],
    ...measured.map(({ name, kind, measure, value, constant }) => [name, kind, measure, figure(value), figure(constant)]),
  ];
  const widths = rows[0]!.map((_, c) => Math.max(...rows.map((row) => row[c]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, c) => cell.padEnd(widths[c]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The columns of a table in a report: what each holds, why, and how well it is reconstructed. */
export function columnsSection({ columns }: Schema, measured: readonly ColumnMeasure[]): Section {
  const byName = new Map(measured.map((each) => [each.name, each]));
  const cells = columns.map(({ name, kind, because, missing }) => {
    const found = byName.get(name);
    return html`<tr><th scope="row">${name}</th><td>${kind}</td><td>${missing > 0 && `${figure(100 * missing)} %`}</td><td>${
      found ? `${found.measure} ${figure(found.value)}` : '–'
    }</td><td>${found?.measure === 'accuracy' && figure(found.constant)}</td><td style="white-space:normal;text-align:left">${because}</td></tr>`;
  });
  return {
    title: 'The columns',
    caption:
      'What each column holds, why, and how well the model gives it back on test rows: R² of numbers (1 is perfect, 0 is the mean), accuracy of words. The best constant is the share of the most frequent word.',
    body: html`<div class="wide" tabindex="0" role="region" aria-label="The columns"><table class="comparison">
<thead><tr><th scope="col">column</th><th scope="col">kind</th><th scope="col">missing</th><th scope="col">reconstruction</th><th scope="col">best constant</th><th scope="col" style="text-align:left">because</th></tr></thead>
<tbody>${cells}</tbody></table></div>`,
  };
}
