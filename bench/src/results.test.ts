import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { markdown as anomaly } from './anomaly/markdown.js';
import { seriesMarkdown } from './anomaly/series-markdown.js';
import { markdown as browsers } from './browsers/markdown.js';
import { markdown as capture } from './capture/markdown.js';
import { markdown as codes } from './codes/markdown.js';
import { markdown as conformance } from './conformance/markdown.js';
import { broken, markdown as effects } from './effects/markdown.js';
import type { Results as Effects } from './effects/markdown.js';
import { markdown as fuzz } from './fuzz/tally.js';
import { countsMarkdown, markdown as gpu } from './gpu/markdown.js';
import { markdown as group } from './group/markdown.js';
import { markdown as inference } from './inference/markdown.js';
import { markdown as noise } from './noise/markdown.js';
import { markdown as onnx } from './onnx/markdown.js';
import { markdown as loads } from './pages/markdown.js';
import { markdown as pca } from './pca/report.js';
import { markdown as platforms } from './platforms/markdown.js';
import { markdown as size } from './size/markdown.js';
import { markdown as steps } from './steps/markdown.js';
import { markdown as tables } from './tables/markdown.js';
import { table } from './table.js';

/** The pages of bench/results, made from their JSON. `npx vitest run src/results.test.ts -u` writes them after a change of wording. */
const pages: Readonly<Record<string, (results: any) => string>> = {
  anomaly,
  'anomaly-series': seriesMarkdown,
  browsers,
  capture,
  codes,
  effects,
  conformance: ({ suites, machine }) => conformance(suites, machine),
  fuzz,
  // Whoever has a GPU makes it.
  ...(existsSync(new URL('../results/gpu.json', import.meta.url)) && { gpu }),
  'gpu-counts': countsMarkdown,
  group,
  inference,
  noise,
  onnx,
  pages: loads,
  pca,
  platforms,
  quality: ({ rows, pca, machine, note }) => table(rows, new Map(Object.entries<number>(pca)), machine, note),
  'quality-blas': ({ rows, pca, machine, note }) => table(rows, new Map(Object.entries<number>(pca)), machine, note),
  size,
  steps,
  tables,
};

test.each(Object.entries(pages))('%s.md shows the figures of its JSON', async (name, page) => {
  const path = new URL(`../results/${name}`, import.meta.url);
  const text = page(JSON.parse(readFileSync(`${path.pathname}.json`, 'utf8')));
  await expect(text).toMatchFileSnapshot(`${path.pathname}.md`);
});

test('each seed of each app that was measured keeps what its page claims', () => {
  const { rows } = JSON.parse(readFileSync(new URL('../results/effects.json', import.meta.url), 'utf8')) as Effects;
  expect(rows.length).toBeGreaterThan(10);
  expect(rows.flatMap(broken)).toEqual([]);
});
