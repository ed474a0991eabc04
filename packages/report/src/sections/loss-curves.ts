import { chart } from '../chart.js';
import type { LinesChart } from '../chart.js';
import { compact, formatNumber, plural } from '../format.js';
import { curvesOf } from '../history.js';
import type { Curve, EpochFigures, LossFigures } from '../history.js';
import { html } from '../html.js';
import type { Html } from '../html.js';
import { axisChoice, legend } from '../legend.js';
import { curveRange } from '../ranges.js';
import type { Baseline, Section, SectionText } from '../types.js';
import { lossTable } from './loss-table.js';

const onValidation =
  ' Validation examples are held out: the model does not train on them. If the validation loss rises while the training loss still ' +
  'falls, the model overfits.';
const onTest =
  ' The test loss is measured after each epoch on test examples, which the model never trains on. If it rises while the training loss ' +
  'still falls, the model overfits.';
const onTerms = ' The loss is the sum of several terms. The smaller charts show each of them.';

type Series = LinesChart['series'][number];

/** Options of `lossCurves`. */
export interface LossCurvesOptions extends SectionText {
  /** The unit of the loss, such as `nats`. */
  readonly unit?: string | undefined;
  /** What another method reaches, as a horizontal line. Default: none. */
  readonly baseline?: Baseline | undefined;
}

/**
 * The training, validation and test loss over the epochs, with each of their terms, as curves and as a table.
 *
 * @param history The progress of each epoch, as `fit` gives it.
 */
export function lossCurves(
  history: readonly EpochFigures[],
  { unit, baseline, title = 'Learning', caption }: LossCurvesOptions = {},
): Section {
  const curves = curvesOf(history);
  const charts = curves.map((curve, i) => lines(history, curve, unit, baselineOf(baseline, curve, i)));
  const [whole, ...terms] = charts as [LinesChart, ...LinesChart[]];
  const has = (part: 'validation' | 'test'): boolean => history.some((epoch) => epoch[part]);
  const explained = `${has('validation') ? onValidation : ''}${has('test') ? onTest : ''}${terms.length > 0 ? onTerms : ''}`;
  return {
    title,
    caption: `${caption ?? `The loss over ${plural(history.length, 'epoch')}. Lower is better.${explained}`}${
      charts.some((one) => one.baseline) ? ` The dotted line is ${baseline!.name}: ${baseline!.about}` : ''
    }`,
    body: html`${axisChoice(charts)}${draw(whole, 320)}${terms.length > 0 && html`<div class="terms">${terms.map((term) => draw(term, 220))}</div>`}
${lossTable(history, curves)}`,
  };
}

/** The baseline, if it is one of this curve. */
const baselineOf = (baseline: Baseline | undefined, { name }: Curve, i: number): Baseline | undefined =>
  baseline && (baseline.term === undefined ? i === 0 : i > 0 && baseline.term === name) ? baseline : undefined;

function lines(history: readonly EpochFigures[], curve: Curve, unit: string | undefined, baseline: Baseline | undefined): LinesChart {
  const all = series(history, curve);
  return {
    kind: 'lines',
    label: unit ? `${curve.name}, ${unit}` : curve.name,
    series: all,
    ...(baseline && { baseline: { name: baseline.name, value: baseline.value } }),
    range: curveRange(
      all.map(({ values }) => values),
      baseline && [baseline.value],
    ),
  };
}

function draw(data: LinesChart, height: number): Html {
  const ends = data.series.map(
    ({ name, values }) => `${name} from ${formatNumber(values[0] ?? NaN)} to ${formatNumber(values.at(-1) ?? NaN)}`,
  );
  const line = data.baseline ? `; ${data.baseline.name} ${formatNumber(data.baseline.value)}` : '';
  return html`<div class="plot"><h3>${data.label}</h3>${legend(data)}${chart(data, height, `Line chart of ${data.label}: ${ends.join(', ')}${line}.`)}</div>`;
}

function series(history: readonly EpochFigures[], { read }: Curve): readonly Series[] {
  const one = (
    { name, colour, style }: Pick<Series, 'name' | 'colour' | 'style'>,
    figuresOf: (epoch: EpochFigures) => LossFigures | undefined,
  ): Series => {
    const points = history.flatMap((epoch) => {
      const figures = figuresOf(epoch);
      const value = figures && read(figures);
      return value === undefined ? [] : [{ epoch: epoch.epoch, value: compact(value) }];
    });
    return { name, colour, style, epochs: points.map(({ epoch }) => epoch), values: points.map(({ value }) => value) };
  };
  return [
    one({ name: 'training', colour: 'var(--training)', style: 'solid' }, (epoch) => epoch),
    one({ name: 'validation', colour: 'var(--validation)', style: 'dashed' }, ({ validation }) => validation),
    one({ name: 'test', colour: 'var(--validation)', style: 'dashed' }, ({ test }) => test),
  ].filter(({ epochs }) => epochs.length > 0);
}
