import type { Progress } from '@autoencoders/training';
import { epochOf } from '../measures.js';

const [WIDTH, HEIGHT] = [120, 28];
const MOST = 60;
/** Milliseconds between two drawings. */
const PACE = 120;
const SVG = 'http://www.w3.org/2000/svg';

/** The loss of a training so far, as a small line. The bar says its last value, and the chart below has axes. */
export function sparkline(): { readonly element: Element; readonly draw: (history: readonly Progress[]) => void } {
  const element = document.createElementNS(SVG, 'svg');
  const line = document.createElementNS(SVG, 'polyline');
  element.setAttribute('class', 'sparkline');
  element.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
  element.setAttribute('aria-hidden', 'true');
  element.append(line);
  let drawn: readonly Progress[] | undefined;
  let due = 0;
  return {
    element,
    draw(history) {
      if (history === drawn) return;
      drawn = history;
      due ||= window.setTimeout(() => {
        due = 0;
        line.setAttribute('points', pointsOf(drawn!));
      }, PACE);
    },
  };
}

/** The points of the line: the loss on a logarithmic axis over the epochs, at most sixty. */
export function pointsOf(history: readonly Progress[]): string {
  const finite = history.filter(({ loss }) => Number.isFinite(loss) && loss > 0);
  if (finite.length < 2) return '';
  const every = Math.max(1, Math.ceil(finite.length / MOST));
  const some = finite.filter((_, i) => i % every === 0 || i === finite.length - 1);
  const [x, y] = [some.map(epochOf), some.map(({ loss }) => Math.log(loss))];
  return some.map((_, i) => `${(scaled(x, i) * WIDTH).toFixed(1)},${((1 - scaled(y, i)) * (HEIGHT - 4) + 2).toFixed(1)}`).join(' ');
}

function scaled(values: readonly number[], i: number): number {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return most > least ? (values[i]! - least) / (most - least) : 0.5;
}
