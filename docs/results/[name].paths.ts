import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { withChart } from '../site/charts/index.js';

const folder = fileURLToPath(new URL('../../bench/results', import.meta.url));

/** A page for each results page of the benchmarks, with a chart where one says something. */
export default {
  watch: ['../../bench/results/*.md'],
  paths: () =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.md'))
      .map((file) => file.slice(0, -3))
      .map((name) => ({ params: { name }, content: withChart(name, readFileSync(`${folder}/${name}.md`, 'utf8')) })),
};
