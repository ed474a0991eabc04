import { h } from '../../dom.js';
import { plural } from '../../format.js';
import { themeOfPage } from './canvas.js';
import { drawBundles } from './draw-links.js';
import type { Bundle, Edge } from './draw-links.js';
import { drawStation, firing } from './draw-station.js';
import { layoutsOf, placeOf } from './layout.js';
import type { Layout } from './layout.js';
import { areMaps, strikingCells, strongestLinks } from './links.js';
import type { Link } from './links.js';
import { sizeWords } from './stations.js';
import type { Station } from './stations.js';

/** Milliseconds that an example takes to flow through the network. */
const FLOW = 1300;
/** Cells of a station that links lead to, and the links into one of them. */
const TARGETS = 14;
const EACH = 3;
/** Pixels between the heights of two such cells. */
const APART = 7;

/** What the board shows. */
export interface Shown {
  readonly stations: readonly Station[];
  /** The names of the columns, where the examples are rows of a table. */
  readonly names: readonly string[] | undefined;
  /** Units of the code fire above it; undefined where nothing fires. */
  readonly threshold: number | undefined;
}

/** The picture of the network: a button for each station, and the links between them. */
export interface Board {
  readonly element: HTMLElement;
  /** Draws stations. With `flows`, the example is seen to flow through them. */
  readonly draw: (shown: Shown, flows: boolean) => void;
  readonly choose: (key: string) => void;
}

interface Place {
  readonly button: HTMLButtonElement;
  readonly canvas: HTMLCanvasElement;
  readonly name: HTMLElement;
  readonly size: HTMLElement;
  readonly after: HTMLElement;
}

/** `onChoose` is called with the key of a station that is chosen. `controls` is the id of what then changes. */
export function board(controls: string, onChoose: (key: string) => void): Board {
  const links = h('canvas', { class: 'network-links', 'aria-hidden': true });
  const row = h('div', { class: 'stations', role: 'group', 'aria-label': 'The layers, from the input to the reconstruction' });
  let places: readonly Place[] = [];
  let shown: Shown | undefined;
  let layouts: readonly Layout[] = [];
  let found: readonly (readonly Link[])[] = [];
  let chosen = '';

  const flow = flowing((pulse) => {
    drawBundles(links, [row.scrollWidth, row.offsetHeight], bundlesOf(places, row, layouts, found), themeOfPage(), pulse);
    places.forEach(({ button }, i) => button.classList.toggle('lit', pulse < 1 && Math.abs(pulse * places.length - i) < 0.9));
  });
  const press = (): void => places.forEach(({ button }) => button.setAttribute('aria-pressed', String(button.value === chosen)));
  const drawStations = ({ stations, threshold }: Shown): void => {
    const theme = themeOfPage();
    stations.forEach((station, i) => {
      const limit = station.role === 'code' ? threshold : undefined;
      speak(places[i]!, station, limit);
      drawStation(places[i]!.canvas, station, layouts[i]!, theme, limit);
    });
  };
  new ResizeObserver(() => shown && flow.still()).observe(row);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    if (shown) drawStations(shown);
    flow.still();
  });

  return {
    element: h('div', { class: 'network-board' }, links, row),
    draw(next, flows) {
      const isNew = !shown || keysOf(next) !== keysOf(shown);
      shown = next;
      layouts = layoutsOf(next.stations, next.names);
      found = linksOf(next, layouts);
      if (isNew) {
        places = next.stations.map((station) => placeFor(station, controls, onChoose));
        row.replaceChildren(...places.map(({ button }) => button));
        press();
      }
      drawStations(next);
      if (flows) flow.start();
      else flow.still();
    },
    choose(key) {
      chosen = key;
      press();
    },
  };
}

/** Draws a flow: `draw` is called with how far it has come, up to 1. `still` draws the end, unless it flows. */
function flowing(draw: (pulse: number) => void): { readonly start: () => void; readonly still: () => void } {
  let frame = 0;
  const still = (): void => {
    if (!frame) draw(1);
  };
  return {
    still,
    start() {
      if (frame || matchMedia('(prefers-reduced-motion: reduce)').matches) return still();
      const began = performance.now();
      const step = (): void => {
        const pulse = Math.min(1, (performance.now() - began) / FLOW);
        frame = pulse < 1 ? requestAnimationFrame(step) : 0;
        draw(pulse);
      };
      step();
    },
  };
}

const keysOf = ({ stations }: Shown): string => stations.map(({ key, role }) => `${role} ${key}`).join();

function placeFor({ key, role }: Station, controls: string, onChoose: (key: string) => void): Place {
  const canvas = h('canvas', { 'aria-hidden': true });
  const [size, after] = [h('span', { class: 'station-size' }), h('span', { class: 'station-size' })];
  const name = h('span', { class: 'station-name' });
  const button = h(
    'button',
    { type: 'button', class: `station ${role}`, value: key, 'aria-controls': controls, onclick: () => onChoose(key) },
    h('span', { class: 'station-figure' }, canvas),
    name,
    size,
    after,
  );
  return { button, canvas, name, size, after };
}

/** Writes the name and the size of a station. */
function speak({ name, size, after }: Place, station: Station, threshold: number | undefined): void {
  name.textContent = station.title;
  size.textContent =
    threshold === undefined ? sizeWords(station) : `${firing(station, threshold)} of ${plural(station.shown.values.length, 'unit')} fire`;
  after.textContent = station.main?.posterior ? 'μ, σ → z' : station.after.join(', ');
}

/** The strongest links into each station, by cell. */
function linksOf({ stations, threshold }: Shown, layouts: readonly Layout[]): readonly (readonly Link[])[] {
  return stations.slice(1).map((station, i) => {
    const layout = layouts[i + 1]!;
    const maps = areMaps(station);
    const cells = strikingCells(station, {
      most: maps ? Infinity : TARGETS,
      apart: maps ? 0 : APART,
      heightOf: (cell) => heightIn(layout, cell),
      above: station.role === 'code' ? threshold : undefined,
    });
    return strongestLinks(stations[i]!, station, cells, maps ? 2 : EACH);
  });
}

const heightIn = (layout: Layout, cell: number): number => placeOf(layout, cell)[1];

/** Where the links stand on the board now. */
function bundlesOf(
  places: readonly Place[],
  row: HTMLElement,
  layouts: readonly Layout[],
  found: readonly (readonly Link[])[],
): readonly Bundle[] {
  const origin = row.getBoundingClientRect();
  const boxes = places.map(({ canvas }) => {
    const box = canvas.getBoundingClientRect();
    return { left: box.left - origin.left, right: box.right - origin.left, top: box.top - origin.top, bottom: box.bottom - origin.top };
  });
  return found.map((links, i): Bundle => {
    const [before, after] = [boxes[i]!, boxes[i + 1]!];
    const most = links.reduce((largest, { strength }) => Math.max(largest, Math.abs(strength)), 1e-9);
    const [left, right]: readonly [Edge, Edge] = [
      [before.right + 3, before.top, before.bottom],
      [after.left - 3, after.top, after.bottom],
    ];
    return {
      band: [left, right],
      links: links.map(({ from, to, strength }) => ({
        from: [left[0], before.top + heightIn(layouts[i]!, from)],
        to: [right[0], after.top + heightIn(layouts[i + 1]!, to)],
        strength: strength / most,
      })),
    };
  });
}
