import { expect, test } from 'vitest';
import { history, shapes } from '../../test/fixture.js';
import type { Chart, StepsChart } from '../chart.js';
import type { Html } from '../html.js';
import { activationHistogram } from './activation-histogram.js';
import { latentMap } from './latent-map.js';
import { lossCurves } from './loss-curves.js';
import { stepScores } from './step-scores.js';
import { stepValues } from './step-values.js';

const chartsIn = ({ markup }: Html): readonly Chart[] =>
  [...markup.matchAll(/<script type="application\/json">(.*?)<\/script>/g)].map(([, text]) => JSON.parse(text!));

test('lossCurves: the whole loss and each term, with a gap where it is not finite', () => {
  const charts = chartsIn(lossCurves(history(6), { unit: 'nats' }).body);
  expect(charts.map((chart) => chart.kind === 'lines' && chart.label)).toEqual([
    'loss, the sum of all terms, nats',
    'reconstruction, nats',
    'kl, nats',
  ]);
  expect(charts[0]).toMatchObject({ series: [{ name: 'training', epochs: [1, 2, 3, 4, 5, 6] }, { name: 'validation' }] });
  expect(charts[0]).toHaveProperty('series[0].values[4]', null);
});

test('lossCurves: a single term needs no chart of its own, and validation may be rare or absent', () => {
  const epochs = [1, 2, 3].map((epoch) => ({
    epoch,
    loss: 1 / epoch,
    terms: { error: 1 / epoch },
    epochSeconds: 1,
    examplesPerSecond: 10,
    validation: epoch === 2 ? { loss: 4, terms: { error: 4 } } : undefined,
  }));
  expect(chartsIn(lossCurves(epochs).body)).toMatchObject([
    { label: 'loss', series: [{ name: 'training' }, { name: 'validation', epochs: [2], values: [4] }] },
  ]);
  const alone = lossCurves(epochs.slice(0, 1));
  expect(chartsIn(alone.body)).toMatchObject([{ series: [{ name: 'training' }] }]);
  expect(alone.body.markup).not.toContain('validation');
});

test('lossCurves: the logarithmic scale is offered only where a loss is positive throughout', () => {
  const epochs = (loss: number) => [{ epoch: 1, loss, terms: {}, epochSeconds: 1, examplesPerSecond: 10 }];
  expect(lossCurves(epochs(1)).body.markup).toContain('value="logarithmic"');
  for (const loss of [-1, 0, NaN]) expect(lossCurves(epochs(loss)).body.markup).not.toContain('value="logarithmic"');
});

test('lossCurves: the legend has the latest values, and a baseline is a line of the curve that it is for', () => {
  const baseline = { name: 'PCA with 3 numbers', value: 95.5, about: 'the best linear code.' };
  const { body, caption } = lossCurves(history(6), { baseline: { ...baseline, term: 'kl' } });
  expect(chartsIn(body).map((chart) => 'baseline' in chart && chart.baseline)).toEqual([
    false,
    false,
    { name: 'PCA with 3 numbers', value: 95.5 },
  ]);
  expect(body.markup).toMatch(/training <b data-series="0">[\d.]+<\/b>.*validation <b data-series="1">[\d.]+<\/b>/);
  expect(body.markup).toContain('PCA with 3 numbers <b>95.5</b>');
  expect(caption).toContain('The dotted line is PCA with 3 numbers: the best linear code.');
  expect(chartsIn(lossCurves(history(6), { baseline }).body)[0]).toHaveProperty('baseline.value', 95.5);
});

test('lossCurves: the test loss is a curve and a part of the table', () => {
  const epochs = history(3).map(({ validation, ...epoch }) => ({ ...epoch, test: validation }));
  const { body, caption } = lossCurves(epochs);
  expect(chartsIn(body)[0]).toMatchObject({ series: [{ name: 'training' }, { name: 'test', style: 'dashed' }] });
  expect(body.markup).toContain('<th scope="colgroup" colspan="3">test</th>');
  expect(caption).toContain('The test loss is measured after each epoch');
});

test('lossCurves: the table of a long history is thinned out and keeps its ends', () => {
  const { markup } = lossCurves(history(1001)).body;
  expect(markup).toContain('one epoch in 6');
  expect(markup.match(/<th scope="row">/g)!.length).toBeLessThan(170);
  expect(markup).toContain('<th scope="row">1001</th>');
});

test('latentMap: points, classes and pictures', () => {
  const points = Float32Array.from([0, 1, 2, NaN, 1 / 3, 5]);
  const { body, caption } = latentMap({ points, labels: [2, 0, 1], images: shapes(3), axes: ['PC 1', 'PC 2'] });
  expect(chartsIn(body)).toMatchObject([
    {
      kind: 'points',
      x: [0, 2, 0.33333],
      y: [1, null, 5],
      labels: [2, 0, 1],
      classes: [{ name: '0' }, { name: '1' }, { name: '2' }],
      axes: ['PC 1', 'PC 2'],
      sprite: { columns: 2, count: 3 },
    },
  ]);
  expect(caption).toContain('1 code is not finite and cannot be drawn');
  expect(chartsIn(latentMap({ points: [[0, 1]] }).body)).toMatchObject([{ x: [0], y: [1], classes: [], labels: [] }]);
});

test('latentMap: twelve classes have twelve colours', () => {
  const labels = Array.from({ length: 12 }, (_, i) => i);
  const [chart] = chartsIn(latentMap({ points: labels.map((i) => [i, i]), labels }).body);
  expect(new Set(chart?.kind === 'points' ? chart.classes.map(({ colour }) => colour) : []).size).toBe(12);
});

test.each([
  [{ points: [] }, 'latentMap: there are no points'],
  [{ points: new Float32Array(3) }, 'latentMap: 3 numbers are not pairs'],
  [{ points: new Float32Array(4), labels: [1] }, 'latentMap: there are 1 labels for 2 points'],
  [
    { points: new Float32Array(4), labels: [0, 2], classes: ['a', 'b'] },
    'latentMap: every label must be a whole number from 0 to 1, not 2',
  ],
  [{ points: new Float32Array(4), labels: [0, 0.5] }, 'latentMap: every label must be a whole number of 0 or more, not 0.5'],
  [{ points: new Float32Array(4), classes: ['a'] }, 'latentMap: classes are given, but no labels'],
  [{ points: new Float32Array(4), images: shapes(3) }, 'latentMap: there are 3 pictures for 2 points'],
])('latentMap: refuses %#', (options, message) => {
  expect(() => latentMap(options)).toThrow(message);
});

test('activationHistogram: values, the target, and what had to be left out', () => {
  const { body, caption } = activationHistogram({ meanActivations: Float32Array.from([0.25, 0.75, NaN]), target: 0.05 });
  expect(chartsIn(body)).toEqual([
    { kind: 'histogram', label: 'mean activation of a unit', values: [0.25, 0.75], target: { value: 0.05, name: 'target ρ = 0.05' } },
  ]);
  expect(caption).toContain('3 units, with a mean activation of 0.5; the target was ρ = 0.05; 1 unit without a finite activation left out');
  expect(() => activationHistogram({ meanActivations: new Float32Array() })).toThrow('activationHistogram: there are no activations');
  expect(() => activationHistogram({ meanActivations: new Float32Array(1), target: NaN })).toThrow(
    'activationHistogram: target must be a finite number, not NaN',
  );
});

/** The charts of steps in a piece of HTML. */
const stepsIn = (body: Html): readonly StepsChart[] => chartsIn(body).filter((chart) => chart.kind === 'steps');

test('stepScores: a point for each step, its threshold and events; gaps where there is no score', () => {
  const { body } = stepScores({ scores: [1, NaN, 5, 2], threshold: 3, events: [{ start: 2, end: 4 }] });
  const drawn = stepsIn(body)[0]!;
  expect(drawn).toMatchObject({ at: [1, 2, 3, 4], values: [1, null, 5, 2], isTime: false, events: [{ start: 3, end: 4 }] });
  expect([drawn.threshold?.value, drawn.labelled]).toEqual([3, undefined]);
  const marked = stepsIn(stepScores({ scores: [1, 2, 5], threshold: 3, events: [], labelled: [{ start: 0, end: 2 }] }).body)[0]!;
  expect(marked.labelled).toEqual([{ start: 1, end: 2 }]);
  const timed = stepsIn(stepScores({ scores: [1, 2], times: [10, 70], threshold: 3, events: [] }).body)[0]!;
  expect([timed.at, timed.isTime]).toEqual([[10_000, 70_000], true]);
  expect(() => stepScores({ scores: [], threshold: 1, events: [] })).toThrow('stepScores: there are no scores');
});

test('stepScores: of very many steps, no high score is lost', () => {
  const scores = Float64Array.from({ length: 100_000 }, (_, i) => (i === 77_777 ? 9 : i % 7 === 0 ? NaN : 1));
  const drawn = stepsIn(stepScores({ scores, threshold: 3, events: [] }).body)[0]!;
  expect(drawn.values.length).toBeLessThanOrEqual(1500);
  expect(drawn.values.filter((value) => value === 9)).toHaveLength(1);
  expect(drawn.at[drawn.values.indexOf(9)]).toBe(77_778);
  expect(drawn.values).not.toContain(null);
});

test('stepValues: a chart for each column, in which neither a peak nor a dip is lost', () => {
  const values = Float64Array.from({ length: 50_000 }, (_, i) => (i === 12_345 ? 8 : i === 40_000 ? -8 : i % 2));
  const charts = stepsIn(
    stepValues({
      columns: [
        { name: 'a <b>', values },
        { name: 'flat', values: new Float64Array(50_000) },
      ],
      events: [],
    }).body,
  );
  expect(charts.map(({ label, threshold }) => [label, threshold])).toEqual([
    ['a <b>', undefined],
    ['flat', undefined],
  ]);
  const [{ values: shown, at }] = charts as readonly [StepsChart];
  expect([Math.max(...shown.map(Number)), Math.min(...shown.map(Number))]).toEqual([8, -8]);
  expect(at).toEqual(at.toSorted((a, b) => a - b));
  expect(() => stepValues({ columns: [], events: [] })).toThrow('stepValues: there are no columns');
});
