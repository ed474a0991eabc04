import { check, checkInteger } from '@autoencoders/core/operations';
import { chart } from '../chart.js';
import type { PointsChart } from '../chart.js';
import { compact, plural } from '../format.js';
import { html } from '../html.js';
import type { Html } from '../html.js';
import { countImages } from '../images.js';
import type { Images } from '../images.js';
import { classColours } from '../palettes.js';
import { sprite } from '../sprite.js';
import type { Section, SectionText } from '../types.js';

type Classes = PointsChart['classes'];

/** Options of `latentMap`. */
export interface LatentMapOptions extends SectionText {
  /** The code of each example: pairs, or `[count, 2]` in one array. */
  readonly points: Float32Array | readonly (readonly [x: number, y: number])[];
  /** The class of each example, an index into `classes`. */
  readonly labels?: ArrayLike<number> | undefined;
  /** The names of the classes (default: their indices). */
  readonly classes?: readonly string[] | undefined;
  readonly axes?: readonly [x: string, y: string] | undefined;
  /** The example of each code, shown when the pointer is on its point. They make the file larger: see the README. */
  readonly images?: Images | undefined;
}

/**
 * Codes as points in a plane, coloured by class, with the same scale on both axes. Throws where the number of labels or pictures is
 * not that of the points, and where a label is not the index of a class.
 */
export function latentMap({
  points,
  labels,
  classes,
  axes = ['latent 1', 'latent 2'],
  images,
  title = 'Map of the codes',
  caption,
}: LatentMapOptions): Section {
  const { x, y } = coordinates(points);
  const named = toClasses(labels, classes, x.length);
  const data: PointsChart = {
    kind: 'points',
    axes,
    x: x.map(compact),
    y: y.map(compact),
    classes: named,
    labels: Array.from(labels ?? []),
    ...(images && { sprite: pictures(images, x.length) }),
  };
  return {
    title,
    caption: caption ?? explain(data),
    body: html`${named.length > 0 && legend(named)}${chart(data, 520, `Scatter plot of ${plural(x.length, 'code')} along ${axes[0]} and ${axes[1]}`)}`,
  };
}

function coordinates(points: LatentMapOptions['points']): { x: number[]; y: number[] } {
  check(points.length > 0, 'latentMap: there are no points');
  if (!(points instanceof Float32Array)) return { x: points.map(([x]) => x), y: points.map(([, y]) => y) };
  check(points.length % 2 === 0, () => `latentMap: ${points.length} numbers are not pairs`);
  const axis = (first: number): number[] => Array.from({ length: points.length / 2 }, (_, i) => points[2 * i + first]!);
  return { x: axis(0), y: axis(1) };
}

function toClasses(labels: ArrayLike<number> | undefined, classes: readonly string[] | undefined, points: number): Classes {
  if (!labels) {
    check(!classes, 'latentMap: classes are given, but no labels');
    return [];
  }
  check(labels.length === points, () => `latentMap: there are ${labels.length} labels for ${points} points`);
  const greatest = Array.from(labels).reduce((most, label) => {
    checkInteger('latentMap', 'every label', label, 0, classes ? classes.length - 1 : undefined);
    return Math.max(most, label);
  }, 0);
  const names = classes ?? Array.from({ length: greatest + 1 }, (_, i) => String(i));
  const colours = classColours(names.length);
  return names.map((name, i) => ({ name, colour: colours[i]! }));
}

function pictures(images: Images, points: number): NonNullable<PointsChart['sprite']> {
  const count = countImages('latentMap', images);
  check(count === points, () => `latentMap: there are ${count} pictures for ${points} points`);
  return sprite(images, { columns: Math.ceil(Math.sqrt(count)) });
}

function legend(classes: Classes): Html {
  const keys = classes.map(
    ({ name, colour }, i) =>
      html`<button type="button" aria-pressed="false" data-class="${i}"><i style="background:${colour}"></i>${name}</button>`,
  );
  return html`<div class="legend" role="group" aria-label="Show one class only">${keys}</div>`;
}

function explain({ x, y, classes, sprite: shown }: PointsChart): string {
  const lost = x.filter((value, i) => value === null || y[i] === null).length;
  return [
    `${plural(x.length, 'point')}, each the code of one example. Examples that the model encodes alike have points close together. Both axes have the same scale.`,
    classes.length > 0 &&
      'Colours are labels. An autoencoder is trained without labels, so clusters of one colour are structure that it found by itself. Press a label to see its points alone.',
    shown && 'Move the pointer to a point to see its example.',
    lost > 0 && `${plural(lost, 'code')} ${lost === 1 ? 'is' : 'are'} not finite and cannot be drawn.`,
  ]
    .filter(Boolean)
    .join(' ');
}
