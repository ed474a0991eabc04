import type { Line, Values } from './chart.js';
import { h } from './dom.js';
import { figure } from './format.js';

/** The legend of a chart: each line as it is drawn, with a value. */
export interface ChartLegend {
  readonly element: HTMLElement;
  readonly draw: (lines: readonly Line[], x: readonly number[], values: readonly Values[]) => void;
  /** Shows the values at a place on the horizontal axis, or the latest ones. */
  readonly showAt: (place: number | undefined) => void;
  /** The latest values in words. */
  readonly latest: () => string;
}

/** The value of a line at a place, or the last one before it where it has none there. */
const valueAt = (values: Values, place: number): number | undefined =>
  values.slice(0, place + 1).findLast((value) => typeof value === 'number') ?? undefined;

const styleOf = ({ dashed = false, dots = false }: Line): string => (dots ? 'dots' : dashed ? 'dashed' : 'solid');

export function chartLegend(x: string): ChartLegend {
  const element = h('p', { class: 'chart-legend' });
  let lines: readonly Line[] = [];
  let places: readonly number[] = [];
  let values: readonly Values[] = [];
  let pointed: number | undefined;
  const at = (place: number): readonly (readonly [line: Line, value: number])[] =>
    lines.flatMap((line, i) => {
      const value = valueAt(values[i]!, place);
      return value === undefined ? [] : [[line, value] as const];
    });
  const show = (): void => {
    const place = Math.min(pointed ?? Infinity, places.length - 1);
    if (place < 0) return element.replaceChildren();
    element.replaceChildren(
      h('span', {}, `${x} ${figure(places[place]!, 3)}`),
      ...at(place).map(([line, value]) => {
        const sample = h('i', { class: styleOf(line) });
        sample.style.borderColor = `var(${line.colour})`;
        return h('span', {}, sample, `${line.name} `, h('b', {}, figure(value, 4)));
      }),
    );
  };
  return {
    element,
    draw(next, x, drawn) {
      [lines, places, values] = [next, x, drawn];
      show();
    },
    showAt(place) {
      pointed = place;
      show();
    },
    latest: () =>
      at(places.length - 1)
        .map(([{ name }, value]) => `${name} ${figure(value, 4)}`)
        .join(', '),
  };
}
