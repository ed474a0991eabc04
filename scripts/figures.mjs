// Puts the figures of bench/results into the READMEs, between "<!-- figures: NAME -->" and "<!-- /figures -->".
// `npm run figures` writes them, and a test compares them: a figure has one source.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packages, root } from './packages.mjs';

const results = (name) => JSON.parse(readFileSync(join(root, 'bench', 'results', `${name}.json`), 'utf8'));

/** Milliseconds with three digits that matter, as in bench/results/steps.md. */
const ms = (value) => (value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(value >= 10 ? 1 : 2));

function table(head, rows) {
  const rule = head.map((_, i) => (i === 0 ? '---' : '---:'));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The times of the models' steps: each column takes the fastest of some contenders, with a note on what stands in for it. */
function steps(columns) {
  const { models } = results('steps');
  const rows = models.map(({ title, entries }) => {
    const cells = columns.map(([, names, notes = {}]) => {
      const [best] = entries.filter(({ name }) => names.includes(name)).sort((a, b) => a.ms - b.ms);
      return best ? `${ms(best.ms)}${notes[best.name] ?? ''}` : '';
    });
    return [title, ...cells];
  });
  return table(['model', ...columns.map(([title]) => title)], rows);
}

const tfjs = [
  'tfjs-layers, WASM',
  ['tfjs-layers', 'tfjs', 'tfjs-cpu'],
  { tfjs: ' (plain tfjs)', 'tfjs-cpu': ' (CPU backend; WASM cannot train it)' },
];
const tfjsHere = ['tfjs-layers after `setWasmBackend()`', ['tfjs-layers-ours']];

const measuredOn = ({ machine, date }) => `Measured on ${machine}, ${date}.`;
const range = (values) => [...new Set([Math.min(...values), Math.max(...values)].map((value) => value.toFixed(2)))].join(' to ');

const figures = {
  quality() {
    const rows = results('quality').rows.map(({ name, epochs, reached, pytorch, pca, terms }) => {
      const [unit, digits] = 'kl' in terms ? [' nats', 1] : ['', 2];
      return [
        name,
        epochs,
        `${reached.toFixed(digits)}${unit}`,
        pytorch === null ? '' : `${pytorch.toFixed(digits)}${unit}`,
        pca?.toFixed(2) ?? '',
      ];
    });
    return table(['model', 'epochs', 'test', 'PyTorch 1.13', 'PCA'], rows);
  },

  steps() {
    const columns = [
      ['ours, WASM', ['ours']],
      ['ours, BLAS', ['ours-blas']],
      ['PyTorch, the same BLAS', ['torch-1', 'torch-2']],
    ];
    const all = results('steps');
    const shares = all.targets
      .filter(({ what }) => what.includes('ours, BLAS of the time of PyTorch'))
      .map(({ reached }) => Number(reached));
    // PyTorch's times of small models vary from round to round.
    const best = all.models.map(({ entries }) => {
      const of = (name) => entries.find((entry) => entry.name === name);
      const torch = [of('torch-1'), of('torch-2')].flatMap((entry) => entry?.rounds ?? []);
      return of('ours-blas').ms / Math.min(...torch);
    });
    const epochs = results('epochs').rows.map(({ model, ratio }) => `${ratio.toFixed(2)} times for ${model}`);
    const threads = results('threads').rows.map(({ ratio }) => ratio);
    return `${steps([...columns, tfjs, tfjsHere, ['jax-js, WASM', ['jax-js']]])}

${measuredOn(all)}

- With a BLAS, a step takes ${range(shares)} times as long as in PyTorch, and ${range(best)} times as long as in PyTorch's fastest round.
  [A whole epoch](bench/results/epochs.md) of MNIST, with data handling, takes ${epochs.join(' and ')}.
- With a second thread in a page that is cross-origin isolated, steps are ${range(threads)} times as fast ([how](bench/results/threads.md)).`;
  },

  'steps on WASM': () => `${steps([tfjs, tfjsHere, ['layers of `@autoencoders`', ['ours']]])}\n\n${measuredOn(results('steps'))}`,

  products() {
    const { products, limits } = results('steps');
    const gigaflops = (value) => value.toFixed(1);
    const rows = products.map(({ title, stock, ours }) => [title, gigaflops(stock), gigaflops(ours)]);
    const limit = ['multiply-adds in registers alone, the limit', '', gigaflops(Math.max(...Object.values(limits)))];
    return table(['product of matrices', 'stock, GFLOP/s', 'here, GFLOP/s'], [...rows, limit]);
  },

  /** Where the packages work: a row for each platform and browser. */
  platforms() {
    const { rows, untried } = results('platforms');
    const lines = new Map();
    for (const { name, in: place, version = '', browserVersion = '', ok } of rows) {
      const key = `${name} ${browserVersion}`;
      const works = (lines.get(key)?.works ?? true) && ok;
      lines.set(key, {
        works,
        cells: [name, version, browserVersion, works ? `yes${place === 'process' ? '' : ', in the page and in a worker'}` : 'no'],
      });
    }
    const not = untried.map(({ name, why }) => [name, '', '', `not tried: ${why}`]);
    const all = [...[...lines.values()].map(({ cells }) => cells), ...not];
    return table(['platform', 'version', 'browser', 'trains'], all).replaceAll('---:', '---');
  },

  /** Training in a group: two ranks beside one, and what hosts would reach by the model. */
  group() {
    const { models, links, goals, ...about } = results('group');
    const rows = models.flatMap(({ title, batch, bytes, programs }) =>
      programs
        .filter(({ kind, engine }) => kind === 'two' && engine !== 'PyTorch')
        .map(({ engine, faster, ranks }, i) => [
          i === 0 ? title : '',
          i === 0 ? batch.toLocaleString('en') : '',
          i === 0 ? (bytes / 1e6).toFixed(1) : '',
          engine,
          faster.toFixed(2),
          ms(ranks.communication),
        ]),
    );
    const head = ['model', 'batch', 'weights, MB', 'with', '2 ranks, times as fast as 1 rank with 2 threads', 'sums in a step, ms'];
    const said = goals.map(({ engine, hosts, model, longer }) => [`${hosts} hosts, ${engine}`, model.toFixed(1), longer.toFixed(1)]);
    const sums = links.rates.filter(({ gigabits }) => gigabits).map(({ gigabits, sum }) => `${ms(sum)} ms at ${gigabits} Gbit/s`);
    return `${table(head, rows)}

${measuredOn(about)} Two cores cannot show more than twice the speed of one.

A sum of ${(links.bytes / 1e6).toFixed(1)} MB by ${links.hosts} hosts in one computer, with limited links, takes ${sums.join(' and ')}. Computers with more cores were not
measured. A model was checked with these sums. It says how many times as fast as one computer like this several would train ${links.model}. Each has
1,024 examples and a link of 10 Gbit/s:

${table(['hosts', 'model', 'if sums take as much longer as here'], said)}`;
  },

  /** AUROC in %, the mean over the sets: of our methods, in the protocol of published figures, beside these. */
  anomaly() {
    const { sets, runs } = results('anomaly');
    const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const ours = (method) =>
      100 * mean(runs.filter((run) => run.protocol === 'published' && run.method === method).map(({ auroc }) => auroc));
    const published = (method) => mean(sets.map((set) => set.published[method]));
    const rows = [
      ['the default detector', ours('default')],
      ['one plain autoencoder', ours('plain')],
      ['isolation forest', ours('forest')],
      ['k nearest neighbours', ours('knn')],
      ...[['KNN'], ['DTE-NP'], ['ICL'], ['IForest', 'isolation forest'], ['OCSVM', 'one-class SVM'], ['VAE'], ['PCA']].map(
        ([name, title = name]) => [`published: ${title}`, published(name)],
      ),
    ];
    const sorted = rows.toSorted(([, a], [, b]) => b - a).map(([title, value]) => [title, value.toFixed(1)]);
    return table(['method', 'AUROC, %'], sorted);
  },
};

/** The pages that may have figures. */
const pages = ['README.md', 'docs/how-to/several-machines.md', ...packages.map((name) => `packages/${name}/README.md`)];

/** A page with the figures as they are now. */
function embed(page, text) {
  return text.replaceAll(/(<!-- figures: (.+?) -->\n)[^]*?(?=<!-- \/figures -->)/g, (_, start, name) => {
    if (!Object.hasOwn(figures, name))
      throw new Error(`${page}: there are no figures "${name}"; there are ${Object.keys(figures).join(', ')}`);
    return `${start}${figures[name]()}\n`;
  });
}

/**
 * Every page with figures: its path, its text, and what its text should be.
 *
 * @returns {{ path: string, text: string, expected: string }[]}
 */
export function pagesWithFigures() {
  return pages
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
    .filter(({ text }) => text.includes('<!-- figures: '))
    .map(({ path, text }) => ({ path, text, expected: embed(path, text) }));
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const { path, expected } of pagesWithFigures()) writeFileSync(join(root, path), expected);
