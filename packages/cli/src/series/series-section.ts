import { cache, joinWindows } from '@autoencoders/datasets';
import type { Windows } from '@autoencoders/datasets';
import type { AnyAutoencoder } from '@autoencoders/models';
import { html } from '@autoencoders/report';
import type { Html, Section } from '@autoencoders/report';
import type { Table, TableEncoder } from '@autoencoders/tables';
import { reconstruct } from '@autoencoders/training';
import { figure } from '../format.js';
import type { SeriesTable } from './read-series.js';
import type { SeriesForm } from './series-form.js';

/** The series as a model gives it back, in its own units: the mean of the windows at each step, NaN where there is none. */
export async function reconstructedSeries(model: AnyAutoencoder, windows: Windows, encoder: TableEncoder, rows: number): Promise<Table> {
  const { values } = await cache(reconstruct(model, windows));
  return encoder.decode(joinWindows(values, windows, rows));
}

/** Steps that are drawn: the last ones, about half of them for testing. Columns that are drawn. */
const STEPS = 600;
const COLUMNS = 6;
/** The size of a drawing, in units of its own. */
const [WIDTH, HEIGHT] = [900, 160];

/** The end of a series in a report, with what the model makes of it. */
export async function seriesSection(
  model: AnyAutoencoder,
  { table }: SeriesTable,
  windows: Windows,
  encoder: TableEncoder,
  form: SeriesForm,
): Promise<readonly Section[]> {
  const found = await reconstructedSeries(model, windows, encoder, table.rows);
  const from = Math.max(0, table.rows - STEPS);
  const drawn = encoder.columns.slice(0, COLUMNS).map(({ name }) => {
    const [truth, guess] = [table, found].map(({ columns }) => Array.from(columns[name] as Float64Array).slice(from));
    return drawing(name, truth!, guess!);
  });
  return [
    {
      title: 'The series and its reconstruction',
      caption: `The last ${table.rows - from} steps. Where windows overlap, the reconstruction is their mean; a window has ${form.window} steps.`,
      body: html`<div class="legend"><span><i style="background:var(--muted, #888)"></i>series</span><span><i style="background:var(--accent, #c2410c)"></i>reconstruction</span></div>${drawn}`,
    },
  ];
}

/** A column as two lines over the steps. */
function drawing(name: string, truth: readonly number[], guess: readonly number[]): Html {
  const known = [...truth, ...guess].filter(Number.isFinite);
  const [least, greatest] = [Math.min(...known), Math.max(...known)];
  const line = (values: readonly number[], colour: string): Html =>
    html`<path d="${pathOf(values, least, greatest)}" fill="none" stroke="${colour}" stroke-width="1.5" vector-effect="non-scaling-stroke"/>`;
  const alt = `${name} from ${figure(least)} to ${figure(greatest)}, and its reconstruction.`;
  return html`<figure style="margin:1rem 0"><figcaption>${name}, from ${figure(least)} to ${figure(greatest)}</figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" style="width:100%;height:10rem" role="img" aria-label="${alt}">${line(truth, 'var(--muted, #888)')}${line(guess, 'var(--accent, #c2410c)')}</svg></figure>`;
}

/** The commands of a line through values. It is broken where values are missing. */
function pathOf(values: readonly number[], least: number, greatest: number): string {
  const x = (i: number): string => ((i / Math.max(1, values.length - 1)) * WIDTH).toFixed(1);
  const y = (value: number): string => (HEIGHT - ((value - least) / (greatest - least || 1)) * HEIGHT).toFixed(1);
  return values
    .map((value, i) => (Number.isFinite(value) ? `${i > 0 && Number.isFinite(values[i - 1]) ? 'L' : 'M'}${x(i)} ${y(value)}` : ''))
    .join('');
}
