import type { Data } from '../../data/index.js';
import { h } from '../../dom.js';
import { figure } from '../../format.js';
import { pictureGrid } from '../../picture-grid.js';
import { themeOfPage } from './canvas.js';
import { drawStation } from './draw-station.js';
import { explain } from './formula.js';
import { layoutOf } from './layout.js';
import { layerName, shapeWords } from './stations.js';
import type { Station } from './stations.js';
import { weightPictures } from './weight-pictures.js';

/** What one layer reads and makes, its weights, its formula and its size. */
export interface Detail {
  readonly element: HTMLElement;
  /** Shows the station at a place of the network. */
  readonly show: (stations: readonly Station[], at: number, data: Data, threshold: number | undefined) => void;
}

export function detail(id: string): Detail {
  const title = h('h3');
  const words = h('p', { class: 'hint' });
  const facts = h('dl', { class: 'layer-facts' });
  const [reads, makes] = [side('Reads'), side('Makes')];
  const weights = h('div', { class: 'layer-weights' });
  return {
    element: h(
      'section',
      { class: 'layer-detail', id, 'aria-label': 'The chosen layer' },
      h('div', { class: 'layer-text' }, title, words, facts),
      h('div', { class: 'layer-sides' }, reads.element, h('span', { class: 'arrow', 'aria-hidden': true }, '→'), makes.element),
      weights,
    ),
    show(stations, at, data, threshold) {
      const station = stations[at]!;
      const before = stations[at - 1];
      const isRow = data.rows !== undefined;
      title.textContent = titleOf(station);
      const { formula, words: text } = explain(station, isRow ? 'row' : 'picture');
      words.textContent = text;
      facts.replaceChildren(...factsOf(station, formula));
      reads.show(before, data.rows?.features, before?.role === 'code' ? threshold : undefined);
      makes.show(station, data.rows?.features, station.role === 'code' ? threshold : undefined);
      weights.replaceChildren(...weightsOf(before, station, data));
    },
  };
}

function titleOf({ role, title, main, after }: Station): string {
  const layer = main && [layerName(main.config), ...after].join(', ');
  return role === 'layer' || !layer ? (layer ?? title) : `${title}: ${layer}`;
}

function factsOf({ main, reads, shown, parameters }: Station, formula: string): readonly HTMLElement[] {
  const pairs: readonly (readonly [string, string])[] = [
    ['Formula', formula],
    ['Shape', main && reads ? `${shapeWords(reads.shape)} → ${shapeWords(shown.shape)}` : shapeWords(shown.shape)],
    ...(main ? [['Parameters', parameters.toLocaleString('en-US')] as const] : []),
    ...valuesOf(main, shown.values),
  ];
  return pairs.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]);
}

/** How many numbers of a code are written. */
const WRITTEN = 4;

function valuesOf(main: Station['main'], values: Float32Array): readonly (readonly [string, string])[] {
  if (!main?.posterior) return [['Values', `from ${figure(least(values))} to ${figure(greatest(values))}`]];
  const written = (numbers: Float32Array): string =>
    `${Array.from(numbers.subarray(0, WRITTEN), (value) => figure(value)).join(', ')}${numbers.length > WRITTEN ? ', …' : ''}`;
  const { mean, deviation } = main.posterior;
  return [
    ['μ', written(mean)],
    ['σ', written(deviation)],
    ['z', written(values)],
  ];
}

const least = (values: Float32Array): number => values.reduce((found, value) => Math.min(found, value), Infinity);
const greatest = (values: Float32Array): number => values.reduce((found, value) => Math.max(found, value), -Infinity);

/** One side of a layer: what goes in, or what comes out. */
function side(name: string) {
  const canvas = h('canvas', { role: 'img' });
  const element = h('figure', {}, h('figcaption', {}, name), canvas);
  return {
    element,
    show(station: Station | undefined, names: readonly string[] | undefined, threshold: number | undefined): void {
      element.hidden = station === undefined;
      if (!station) return;
      drawStation(canvas, station, layoutOf(station, names), themeOfPage(), threshold);
      canvas.setAttribute('aria-label', `${name}: ${station.title}, ${shapeWords(station.shown.shape)}`);
    },
  };
}

function weightsOf(before: Station | undefined, station: Station, { rows }: Data): readonly HTMLElement[] {
  const features = rows?.features;
  const found = before && weightPictures({ before: [before, layoutOf(before, features)], after: [station, layoutOf(station, features)] });
  if (!found) return [];
  const { caption, shape, values, count, areExamples } = found;
  const columns = Math.min(count, count > 16 ? 8 : 4);
  const grid = pictureGrid({
    columns,
    rows: Math.ceil(count / columns),
    size: count > 16 ? 30 : count > 4 ? 58 : 88,
    gap: 6,
    label: caption,
    palette: 'diverging',
    stretch: true,
  });
  const box = h('div', {}, grid.element);
  grid.draw({ shape, values, rows: areExamples ? rows : undefined }, caption);
  return [h('p', { class: 'hint' }, areExamples && rows ? 'The largest weights of the unit that matters most, by column.' : caption), box];
}
