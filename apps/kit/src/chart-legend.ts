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

/** A line, its value, and the place of the value: the last place before the one that is asked for where the line has none there. */
type Reading = readonly [line: Line, value: number, place: number];

const readingAt = (line: Line, values: Values, place: number): readonly Reading[] => {
  const last = values.slice(0, place + 1).findLastIndex((value) => typeof value === 'number');
  return last < 0 ? [] : [[line, values[last]!, last]];
};

const styleOf = ({ dashed = false, dots = false }: Line): string => (dots ? 'dots' : dashed ? 'dashed' : 'solid');

export function chartLegend(x: string): ChartLegend {
  const element = h('p', { class: 'chart-legend' });
  let lines: readonly Line[] = [];
  let places: readonly number[] = [];
  let values: readonly Values[] = [];
  let pointed: number | undefined;
  const at = (place: number): readonly Reading[] => lines.flatMap((line, i): readonly Reading[] => readingAt(line, values[i]!, place));
  /** Whether the lines have values of different places: then each value says of which. */
  const isMixed = (): boolean => pointed === undefined && lines.some(({ dots }) => dots);
  /** A value. Dots are measurements of single places: one of another place says which. */
  const words = ([{ dots }, value, from]: Reading, place: number): string =>
    figure(value, 4) + (isMixed() || (dots && from !== place) ? ` at ${figure(places[from]!, 3)}` : '');
  const show = (): void => {
    const place = Math.min(pointed ?? Infinity, places.length - 1);
    if (place < 0) return element.replaceChildren();
    element.replaceChildren(
      h('span', {}, isMixed() ? `by ${x}:` : `${x} ${figure(places[place]!, 3)}`),
      ...at(place).map((reading) => {
        const [line] = reading;
        const sample = h('i', { class: styleOf(line) });
        sample.style.borderColor = `var(${line.colour})`;
        return h('span', {}, sample, `${line.name} `, h('b', {}, words(reading, place)));
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
        .map((reading) => `${reading[0].name} ${words(reading, places.length - 1)}`)
        .join(', '),
  };
}
