import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../bench/results', import.meta.url));

/** A page for each results page of the benchmarks. */
export default {
  watch: ['../../bench/results/*.md'],
  paths: () =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.md'))
      .map((file) => ({ params: { name: file.slice(0, -3) }, content: readFileSync(`${folder}/${file}`, 'utf8') })),
};
