import { formatNumber } from '../format.js';
import type { Curve, EpochFigures, LossFigures } from '../history.js';
import { html } from '../html.js';
import type { Html } from '../html.js';

/** About the most rows of a table. */
const MAX_ROWS = 200;

/** The losses of each epoch as a table, closed at first. Of very many epochs, every few have a row. */
export function lossTable(history: readonly EpochFigures[], curves: readonly Curve[]): Html {
  const parts = (['validation', 'test'] as const).filter((part) => history.some((epoch) => epoch[part]));
  const cell = (value: number | undefined): Html => html`<td>${value === undefined ? '–' : formatNumber(value)}</td>`;
  const cells = (figures: LossFigures | undefined): readonly Html[] => curves.map(({ read }) => cell(figures && read(figures)));
  const group = (name: string): Html => html`<th scope="colgroup" colspan="${curves.length}">${name}</th>`;
  const names = curves.map(({ name }) => html`<th scope="col">${name}</th>`);
  const every = Math.ceil(history.length / MAX_ROWS);
  const listed = history.filter((_, i) => i % every === 0 || i === history.length - 1);
  const rows = listed.map(
    (epoch) =>
      html`<tr><th scope="row">${epoch.epoch}</th>${cells(epoch)}${parts.map((part) => cells(epoch[part]))}${cell(epoch.epochSeconds)}</tr>`,
  );
  return html`<details><summary>Show as a table${every > 1 && `, one epoch in ${every}`}</summary>
<div class="wide" tabindex="0" role="region" aria-label="Figures of each epoch"><table>
<thead><tr><td></td>${group('training')}${parts.map(group)}<td></td></tr>
<tr><th scope="col">epoch</th>${names}${parts.map(() => names)}<th scope="col">time, s</th></tr></thead>
<tbody>${rows}</tbody></table></div></details>`;
}
