import type { Data } from '../../data/index.js';
import type { AnyModel, Scene } from '../../definition.js';
import { h } from '../../dom.js';
import { figure } from '../../format.js';
import { pictureGrid } from '../../picture-grid.js';
import { themeOfPage } from './canvas.js';
import { drawStation } from './draw-station.js';
import { explain } from './formula.js';
import { layoutOf } from './layout.js';
import { layerName, shapeWords } from './stations.js';
import type { Station } from './stations.js';
import { codePictures } from './code-pictures.js';
import { weightPictures } from './weight-pictures.js';
import type { LayerPictures } from './weight-pictures.js';

/** What one layer reads and makes, its weights, its formula and its size. */
export interface Detail {
  readonly element: HTMLElement;
  /** Shows the station at a place of the network. */
  readonly show: (
    stations: readonly Station[],
    at: number,
    scene: Pick<Scene, 'model' | 'data' | 'epoch'>,
    threshold: number | undefined,
  ) => void;
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
    show(stations, at, { model, data, epoch }, threshold) {
      const station = stations[at]!;
      const before = stations[at - 1];
      const isRow = data.rows !== undefined;
      title.textContent = titleOf(station);
      const { formula, words: text } = explain(station, isRow ? 'row' : 'picture');
      words.textContent = text;
      facts.replaceChildren(...factsOf(station, formula));
      reads.show(before, data.rows?.features, before?.role === 'code' ? threshold : undefined);
      makes.show(station, data.rows?.features, station.role === 'code' ? threshold : undefined);
      // Before training, there is nothing to see in them.
      weights.replaceChildren(...(epoch > 0 ? picturesOf(learned(model, before, station, data), data) : []));
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

/** What a layer has learned: of a code that is a list of numbers, what these add to the reconstruction; of other layers, their weights. */
function learned(model: AnyModel, before: Station | undefined, station: Station, data: Data): LayerPictures | undefined {
  if (station.role === 'code' && station.shown.shape.length === 1) return codePictures(model, station.shown.values, data.test);
  return before && weightPictures(before, station);
}

function picturesOf(found: LayerPictures | undefined, { rows }: Data): readonly HTMLElement[] {
  if (!found) return [];
  const { caption, shape, values, count, forRows } = found;
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
  grid.draw({ shape, values, rows: forRows ? rows : undefined }, caption);
  return [h('p', { class: 'hint' }, (rows && forRows) ?? caption), box];
}
