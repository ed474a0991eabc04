import type { Row, RowChart } from './row-chart.js';
import { deviation, mean } from './statistics.js';

interface Quality {
  readonly rows: readonly {
    readonly name: string;
    readonly reached: number;
    readonly pytorch: number | null;
    readonly pca: number | null;
  }[];
}

export const quality = ({ rows }: Quality): RowChart => ({
  title: 'The test error of each model beside the same model in PyTorch: further left is better.',
  label: 'times the error of PyTorch',
  rows: rows.flatMap(({ name, reached, pytorch, pca }) =>
    pytorch === null
      ? []
      : [
          { group: name, name: 'ours', value: reached / pytorch, ours: true },
          ...(pca === null ? [] : [{ group: name, name: 'PCA', value: pca / pytorch }]),
        ],
  ),
  mark: 'stem',
  reference: { value: 1, name: 'PyTorch' },
});

interface Codes {
  readonly labels: {
    readonly rows: readonly {
      readonly start: string;
      readonly labels: number;
      readonly mean: number;
      readonly spread: number;
      readonly errors: readonly number[];
    }[];
  };
}

export const codes = ({ labels }: Codes): RowChart => ({
  title: 'What pre-training is worth with few labels: the test error by how the classifier starts, over five draws of labels.',
  label: 'test error, %',
  rows: labels.rows
    .toSorted((a, b) => a.labels - b.labels)
    .map(({ start, labels: count, mean: value, spread, errors }) => ({
      group: `${count.toLocaleString('en')} labels`,
      name: start,
      value,
      spread,
      values: errors,
      ours: start !== 'random',
    })),
  mark: 'dot',
});

interface Anomaly {
  readonly methods: readonly { readonly name: string; readonly title: string }[];
  readonly sets: readonly { readonly published: Readonly<Record<string, number>> }[];
  readonly runs: readonly { readonly protocol: string; readonly method: string; readonly seed: number; readonly auroc: number }[];
}

export function anomaly({ methods, sets, runs }: Anomaly): RowChart {
  const measured = methods.flatMap(({ name, title }): Row[] => {
    const own = runs.filter(({ protocol, method }) => protocol === 'published' && method === name);
    const seeds = [...new Set(own.map(({ seed }) => seed))];
    // A method counts when it has seen all tables.
    if (own.length === 0 || own.length !== seeds.length * sets.length) return [];
    const values = seeds.map((each) => 100 * mean(own.filter(({ seed }) => seed === each).map(({ auroc }) => auroc)));
    return [{ name: title, value: mean(values), spread: deviation(values), values, ours: !title.startsWith('scikit-learn') }];
  });
  const published = Object.keys(sets[0]!.published).map((name): Row => ({
    name: `published: ${name}`,
    value: mean(sets.map((set) => set.published[name]!)),
  }));
  return {
    title: 'The mean AUROC of each method over 22 tables, with its spread over the seeds: further right is better.',
    label: 'AUROC, %',
    rows: [...measured, ...published].toSorted((a, b) => b.value - a.value),
    mark: 'dot',
    format: (value) => value.toFixed(1),
  };
}

interface Series {
  readonly methods: readonly { readonly name: string; readonly title: string }[];
  readonly runs: readonly { readonly method: string; readonly vusPr?: number }[];
}

export const series = ({ methods, runs }: Series): RowChart => ({
  title: 'How well each method finds odd stretches: the mean over the series, and each series as a small dot. Further right is better.',
  label: 'VUS-PR',
  rows: methods
    .map(({ name, title }, i): Row => {
      // "the same, centred" is said of the method before.
      const method = title.replace(/^the same/, methods[i - 1]?.title ?? '').replace(/^the default: /, 'default: ');
      const values = runs.flatMap((run) => (run.method === name && run.vusPr !== undefined ? [run.vusPr] : []));
      return { name: method, value: mean(values), values, ours: !title.startsWith('nearest') };
    })
    .toSorted((a, b) => b.value - a.value),
  mark: 'dot',
});

interface Impute {
  readonly rows: readonly { readonly set: string; readonly method: string; readonly scores: readonly { readonly accuracy: number }[] }[];
}

export const impute = ({ rows }: Impute): RowChart => ({
  title: 'The share of hidden words that each method fills in correctly, over five draws: further right is better.',
  label: 'share of words',
  rows: rows.map(({ set, method, scores }) => {
    const values = scores.map(({ accuracy }) => accuracy);
    return { group: set, name: method, value: mean(values), spread: deviation(values), values, ours: method.includes('autoencoder') };
  }),
  mark: 'dot',
});
