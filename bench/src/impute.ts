// How well hidden cells of real tables are imputed, beside simpler methods: `npm run bench:impute`. It needs the data sets of Debian's package
// weka, in /usr/share/doc/weka/examples or the folder in WEKA. Results go to bench/results/impute.json and impute.md.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setNodeBackend } from '@autoencoders/backend-node';
import { fitEncoder, readTable } from '@autoencoders/tables';
import { openArff } from '@autoencoders/tables/node';
import { mean, scoreOf, withHoles } from './impute/holes.js';
import type { Score } from './impute/holes.js';
import { denoising, meanOrMode, nearest } from './impute/methods.js';
import type { Impute } from './impute/methods.js';

const folder = process.env.WEKA ?? '/usr/share/doc/weka/examples';
const sets = { 'German credit': 'credit-g.arff', soybean: 'soybean.arff' };
const methods: Readonly<Record<string, Impute>> = {
  'mean / mode': meanOrMode,
  '5 nearest neighbours': nearest(5),
  'one denoising autoencoder': denoising(1),
  'three denoising autoencoders': denoising(3),
};
const SEEDS = [0, 1, 2, 3, 4];
const SHARE = 0.1;

if (!existsSync(join(folder, sets.soybean)))
  throw new Error(`bench:impute needs the tables of Weka in ${folder}: apt install weka, or set WEKA`);
await setNodeBackend();
const rows: { readonly set: string; readonly method: string; readonly scores: readonly Score[] }[] = [];
for (const [set, file] of Object.entries(sets)) {
  const { table, schema } = await readTable(openArff(join(folder, file)));
  for (const [method, impute] of Object.entries(methods)) {
    const scores: Score[] = [];
    for (const seed of SEEDS) {
      const { table: holey, hidden } = withHoles(table, SHARE, seed);
      scores.push(scoreOf(table, await impute(await fitEncoder(schema, holey), holey, seed), hidden));
    }
    rows.push({ set, method, scores });
    console.error(set, method, scores.map(({ error, accuracy }) => `${error.toFixed(3)} ${accuracy.toFixed(3)}`).join(', '));
  }
}

const shown = (numbers: readonly number[]): string => {
  const middle = mean(numbers);
  const spread = Math.sqrt(numbers.reduce((sum, each) => sum + (each - middle) ** 2, 0) / (numbers.length - 1));
  return Number.isNaN(middle) ? '–' : `${middle.toFixed(3)} ± ${spread.toFixed(3)}`;
};
const lines = rows.map(
  ({ set, method, scores }) =>
    `| ${set} | ${method} | ${shown(scores.map(({ error }) => error))} | ${shown(scores.map(({ accuracy }) => accuracy))} |`,
);
const markdown = `# Imputation

10 % of the known cells of each column are hidden and filled in. Mean ± standard deviation of ${SEEDS.length} draws. Numbers: root mean square
error over the standard deviation of the column, lower is better; 1 is about the mean. Words: the share that is right, higher is better. Both
are averaged over columns. The tables are read as they are: German credit, 1,000 × 21 mixed columns; soybean, 683 × 36 columns of words,
with missing cells of its own. \`npm run bench:impute\`, ${new Date().toISOString().slice(0, 10)}.

| table | method | numbers | words |
| --- | --- | --- | --- |
${lines.join('\n')}
`;
const results = new URL('../results/', import.meta.url);
writeFileSync(
  new URL('impute.json', results),
  `${JSON.stringify({ date: new Date().toISOString().slice(0, 10), share: SHARE, rows }, null, 2)}\n`,
);
writeFileSync(new URL('impute.md', results), markdown);
console.log(markdown);
