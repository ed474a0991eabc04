import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';

/** One row of a chart: a figure with its name. */
export interface Row {
  /** Rows of a group stand together, under its name. */
  readonly group?: string;
  readonly name: string;
  readonly value: number;
  /** The spread of the value: a line from `value − spread` to `value + spread`. */
  readonly spread?: number;
  /** Single values, as small dots. */
  readonly values?: readonly number[];
  /** Whether the row is about this project. */
  readonly ours?: boolean;
}

/** What a chart shows. */
export interface RowChart {
  /** What a reader sees in it, in one sentence: it stands for the picture where that cannot be seen. */
  readonly title: string;
  /** What the axis shows, with its unit. */
  readonly label: string;
  readonly rows: readonly Row[];
  /** `bar`: from zero. `dot`: with its spread. `stem`: a dot with a line from the reference. */
  readonly mark: 'bar' | 'dot' | 'stem';
  readonly logarithmic?: boolean;
  /** A line to compare with. */
  readonly reference?: { readonly value: number; readonly name: string };
  /** The text of a value. Default: three significant digits. */
  readonly format?: (value: number) => string;
}

/** A row with its place: the headings of groups have places of their own. */
interface Placed extends Row {
  readonly place: number;
}

const WIDTH = 640;
const ROW = 22;
/** The longest name, in characters, and about the width of one. */
const LONGEST = 42;
const CHARACTER = 7;
const OURS = 'var(--vp-c-brand-1)';
const OTHERS = 'var(--vp-c-text-3)';

const threeDigits = (value: number): string =>
  value >= 1000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });
const shortened = ({ name }: Row): string => (name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name);

/** Round values for a logarithmic axis. */
function decades(values: readonly number[]): number[] {
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  const steps = greatest / least > 100 ? [1] : [1, 2, 5];
  const powers = Array.from({ length: 25 }, (_, i) => 10 ** (i - 12));
  return powers.flatMap((power) => steps.map((step) => step * power)).filter((tick) => tick >= least && tick <= greatest);
}

function place(rows: readonly Row[]): {
  readonly placed: readonly Placed[];
  readonly headings: readonly { group: string; place: number }[];
} {
  const headings: { group: string; place: number }[] = [];
  const placed: Placed[] = [];
  let next = 0;
  for (const [i, row] of rows.entries()) {
    if (row.group !== undefined && row.group !== rows[i - 1]?.group) headings.push({ group: row.group, place: next++ });
    placed.push({ ...row, place: next++ });
  }
  return { placed, headings };
}

function marksOf({ mark, reference, format = threeDigits }: RowChart, placed: readonly Placed[]): Plot.Markish[] {
  const colour = ({ ours }: Placed): string => (ours ? OURS : OTHERS);
  const end = ({ value, spread = 0, values = [] }: Placed): number => Math.max(value + spread, ...values);
  // Beside the mark, where no line runs.
  const isLeft = ({ value }: Placed): boolean => mark === 'stem' && value < reference!.value;
  const text = { y: 'place', text: (row: Placed) => format(row.value), fill: 'var(--vp-c-text-1)' } as const;
  const figures = [
    Plot.text(placed, { ...text, x: end, textAnchor: 'start', dx: 8, filter: (row: Placed) => !isLeft(row) }),
    Plot.text(placed, { ...text, x: 'value', textAnchor: 'end', dx: -8, filter: isLeft }),
  ];
  if (mark === 'bar') return [Plot.barX(placed, { x: 'value', y: 'place', fill: colour, insetTop: 3, insetBottom: 3 }), ...figures];
  const from = (row: Placed): number => (mark === 'stem' ? reference!.value : row.value - (row.spread ?? 0));
  const to = (row: Placed): number => (mark === 'stem' ? row.value : row.value + (row.spread ?? 0));
  const singles = placed.flatMap(({ values = [], place: y, ours }) => values.map((x) => ({ x, y, colour: ours ? OURS : OTHERS })));
  return [
    Plot.link(placed, { x1: from, x2: to, y1: 'place', y2: 'place', stroke: colour, strokeWidth: 2 }),
    Plot.dot(singles, { x: 'x', y: 'y', r: 2, fill: 'colour', fillOpacity: 0.5 }),
    Plot.dot(placed, { x: 'value', y: 'place', r: 5, fill: colour }),
    ...figures,
  ];
}

/** The drawing of a chart, in a document that is no page. */
function draw(chart: RowChart): Element {
  const { placed, headings } = place(chart.rows);
  const labelsWidth = Math.max(...placed.map((row) => shortened(row).length)) * CHARACTER + 60;
  const values = chart.rows.flatMap(({ value, spread = 0 }) => [value - spread, value + spread]);
  const count = placed.length + headings.length;
  const words = { y: 'place', frameAnchor: 'left', fill: 'var(--vp-c-text-1)' } as const;
  return Plot.plot({
    document: parseHTML('<html><body></body></html>').document as unknown as Document,
    width: WIDTH,
    height: ROW * count + 50,
    marginLeft: labelsWidth,
    marginRight: 70,
    marginBottom: 44,
    x: {
      label: chart.label,
      type: chart.logarithmic ? 'log' : 'linear',
      ticks: chart.logarithmic ? decades(values) : 5,
      tickFormat: (value: number) => compact.format(value),
      grid: true,
      labelAnchor: 'center',
      labelArrow: 'none',
    },
    y: { type: 'band', axis: null, domain: Array.from({ length: count }, (_, i) => i), padding: 0 },
    marks: [
      chart.reference && Plot.ruleX([chart.reference.value], { stroke: 'var(--vp-c-text-1)', strokeDasharray: '4 3' }),
      ...marksOf(chart, placed),
      Plot.text(placed, { ...words, text: shortened, textAnchor: 'end', dx: -50 }),
      Plot.text(headings, { ...words, text: 'group', textAnchor: 'start', dx: -labelsWidth, fontWeight: 600 }),
    ],
  });
}

const STYLE =
  'display: block; width: 100%; min-width: 520px; height: auto; font: 13px var(--vp-font-family-base); color: var(--vp-c-text-2)';

/** A chart as a figure of HTML with an SVG, which follows the colours of the page. It needs no script. */
export function rowChart(chart: RowChart): string {
  const svg = draw(chart);
  svg.querySelector('style')?.remove();
  for (const part of svg.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', chart.title);
  svg.setAttribute('style', STYLE);
  const line = chart.reference ? ` The dashed line is ${chart.reference.name}.` : '';
  const ours = new Set(chart.rows.map((row) => row.ours ?? false)).size > 1 ? ' This project is in colour.' : '';
  // On a phone it can be moved sideways, with the keyboard, too.
  const scrolling = `<div style="overflow-x: auto" tabindex="0">${svg.outerHTML}</div>`;
  return `<figure style="margin: 24px 0">${scrolling}<figcaption>${chart.title}${line}${ours}</figcaption></figure>`;
}
