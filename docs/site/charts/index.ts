// The chart of each page of results that has one, from the JSON that the page is made from.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../scripts/packages.mjs';
import * as quality from './quality.js';
import { rowChart } from './row-chart.js';
import type { RowChart } from './row-chart.js';
import * as speed from './speed.js';

// The other pages hold counts that are all the same, or too few figures for a chart.
const charts: Readonly<Record<string, (results: never) => RowChart>> = {
  steps: speed.steps,
  pca: speed.pca,
  noise: speed.noise,
  onnx: speed.onnx,
  tables: speed.tables,
  apps: speed.apps,
  quality: quality.quality,
  'quality-blas': quality.quality,
  codes: quality.codes,
  anomaly: quality.anomaly,
  'anomaly-series': quality.series,
  impute: quality.impute,
};

/** The chart of a page of results as HTML; undefined if it has none. */
export function chartOf(page: string): string | undefined {
  const chart = charts[page];
  return chart && rowChart(chart(JSON.parse(readFileSync(join(root, 'bench', 'results', `${page}.json`), 'utf8')) as never));
}

/** A page of results with its chart before the first table, which has the same figures as text. */
export function withChart(page: string, text: string): string {
  const chart = chartOf(page);
  return chart ? text.replace(/^\|/m, () => `${chart}\n\n|`) : text;
}
