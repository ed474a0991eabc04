import { chart } from '../chart.js';
import type { LinesChart } from '../chart.js';
import { compact, formatNumber, plural } from '../format.js';
import { curvesOf } from '../history.js';
import type { Curve, EpochFigures, LossFigures } from '../history.js';
import { html } from '../html.js';
import type { Html } from '../html.js';
import type { Section, SectionText } from '../types.js';

/** About the most rows of a table. */
const MAX_ROWS = 200;

const onValidation =
  ' Validation examples are held out: the model is not trained on them. Where the validation loss rises while the training loss ' +
  'still falls, the model overfits.';
const onTerms = ' The loss is the sum of several terms, which the smaller charts show.';

type Series = LinesChart['series'][number];

/** Options of `lossCurves`. */
export interface LossCurvesOptions extends SectionText {
  /** The unit of the loss, such as `nats`. */
  readonly unit?: string | undefined;
}

/**
 * The training and the validation loss over the epochs, with each of its terms, as curves and as a table.
 *
 * @param history The progress of each epoch, as `fit` gives it.
 */
export function lossCurves(history: readonly EpochFigures[], { unit, title = 'Learning', caption }: LossCurvesOptions = {}): Section {
  const curves = curvesOf(history);
  const validated = history.some(({ validation }) => validation);
  const [whole, ...terms] = curves.map((curve, i) => draw(history, curve, unit, i === 0 ? 340 : 220));
  const logarithmic = curves.some((curve) => isPositive(series(history, curve)));
  return {
    title,
    caption:
      caption ??
      `The loss over ${plural(history.length, 'epoch')}. Lower is better.${validated ? onValidation : ''}${terms.length > 0 ? onTerms : ''}`,
    body: html`<div class="legend"><span><i class="training"></i>training</span>${validated && html`<span><i class="validation"></i>validation</span>`}
${logarithmic && html`<label class="toggle"><input type="checkbox" data-logarithmic autocomplete="off">logarithmic scale</label>`}</div>
${whole}${terms.length > 0 && html`<div class="terms">${terms}</div>`}
${table(history, curves, validated)}`,
  };
}

function draw(history: readonly EpochFigures[], curve: Curve, unit: string | undefined, height: number): Html {
  const all = series(history, curve);
  const ends = all.map(({ name, values }) => `${name} from ${formatNumber(values[0] ?? NaN)} to ${formatNumber(values.at(-1) ?? NaN)}`);
  const label = unit ? `${curve.name}, ${unit}` : curve.name;
  return chart({ kind: 'lines', label, series: all }, height, `Line chart of ${label}: ${ends.join(', ')}.`);
}

function series(history: readonly EpochFigures[], { read }: Curve): readonly Series[] {
  const one = (name: string, figuresOf: (epoch: EpochFigures) => LossFigures | undefined): Series => {
    const points = history.flatMap((epoch) => {
      const figures = figuresOf(epoch);
      const value = figures && read(figures);
      return value === undefined ? [] : [{ epoch: epoch.epoch, value: compact(value) }];
    });
    return { name, epochs: points.map(({ epoch }) => epoch), values: points.map(({ value }) => value) };
  };
  return [one('training', (epoch) => epoch), one('validation', ({ validation }) => validation)].filter(({ epochs }) => epochs.length > 0);
}

/** Whether all values can be drawn on a logarithmic scale. */
function isPositive(all: readonly Series[]): boolean {
  const finite = all.flatMap(({ values }) => values.filter((value) => value !== null));
  return finite.length > 0 && finite.every((value) => value > 0);
}

function table(history: readonly EpochFigures[], curves: readonly Curve[], validated: boolean): Html {
  const cell = (value: number | undefined): Html => html`<td>${value === undefined ? '–' : formatNumber(value)}</td>`;
  const cells = (figures: LossFigures | undefined): readonly Html[] => curves.map(({ read }) => cell(figures && read(figures)));
  const group = (name: string): Html => html`<th scope="colgroup" colspan="${curves.length}">${name}</th>`;
  const names = curves.map(({ name }) => html`<th scope="col">${name}</th>`);
  const every = Math.ceil(history.length / MAX_ROWS);
  const listed = history.filter((_, i) => i % every === 0 || i === history.length - 1);
  const rows = listed.map(
    (epoch) =>
      html`<tr><th scope="row">${epoch.epoch}</th>${cells(epoch)}${validated && cells(epoch.validation)}${cell(epoch.epochSeconds)}</tr>`,
  );
  return html`<details><summary>Show as a table${every > 1 && `, one epoch in ${every}`}</summary>
<div class="wide" tabindex="0" role="region" aria-label="Figures of each epoch"><table>
<thead><tr><td></td>${group('training')}${validated && group('validation')}<td></td></tr>
<tr><th scope="col">epoch</th>${names}${validated && names}<th scope="col">time, s</th></tr></thead>
<tbody>${rows}</tbody></table></div></details>`;
}
