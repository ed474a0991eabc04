import type { Row, RowChart } from './row-chart.js';
import { median } from './statistics.js';

interface Steps {
  readonly models: readonly {
    readonly title: string;
    readonly entries: readonly { readonly name: string; readonly title: string; readonly ms: number }[];
  }[];
}

export function steps({ models }: Steps): RowChart {
  const rows = models.flatMap(({ title, entries }) => {
    const torch = entries.find(({ name }) => name === 'torch-1')!.ms;
    return entries
      .filter(({ name }) => name !== 'torch-1')
      .map(({ name, title: program, ms }): Row => ({ group: title, name: program, value: ms / torch, ours: name.startsWith('ours') }));
  });
  return {
    title: 'How long a training step takes beside PyTorch with one thread: further left is faster.',
    label: 'times as long as PyTorch, 1 thread',
    rows,
    mark: 'stem',
    logarithmic: true,
    reference: { value: 1, name: 'PyTorch with one thread' },
  };
}

interface Pca {
  readonly rows: readonly {
    readonly task: { readonly title: string; readonly rows: number; readonly features: number; readonly components: number };
    readonly contender: string;
    readonly ratio: number;
  }[];
}

export const pca = ({ rows }: Pca): RowChart => ({
  title: 'How long other programs take for principal components, beside ours on WASM: further left is faster.',
  label: 'times as long as ours, WASM',
  rows: rows
    .filter(({ contender }) => contender !== 'ours, WASM')
    .map(({ task, contender, ratio }) => ({
      group: `${task.title}, ${task.rows.toLocaleString('en')} × ${task.features.toLocaleString('en')}, ${task.components} components`,
      name: contender,
      value: ratio,
      ours: contender.startsWith('ours'),
    })),
  mark: 'stem',
  logarithmic: true,
  reference: { value: 1, name: 'ours on WASM' },
});

interface Corruption {
  readonly call: string;
  readonly share: number;
}

export const noise = ({
  rows,
  augmentations,
}: {
  readonly rows: readonly Corruption[];
  readonly augmentations: readonly Corruption[];
}): RowChart => ({
  title: 'What each corruption costs, as a share of a training step.',
  label: '% of a training step',
  rows: [...rows.map((row) => ({ group: 'Corruptions', ...row })), ...augmentations.map((row) => ({ group: 'Augmentations', ...row }))].map(
    ({ group, call, share }) => ({ group, name: call, value: 100 * share, ours: true }),
  ),
  mark: 'bar',
});

interface Onnx {
  readonly measured: readonly {
    readonly method: string;
    readonly contributions: boolean;
    readonly rates: { readonly ours: readonly number[]; readonly onnx: readonly number[] };
  }[];
}

export const onnx = ({ measured }: Onnx): RowChart => ({
  title: 'How many rows a detector scores in a second, here and as an ONNX file.',
  label: 'rows per second',
  rows: measured.flatMap(({ method, contributions, rates }) =>
    (['ours', 'onnx'] as const).map((side) => ({
      group: contributions ? `${method}, with contributions` : method,
      name: side === 'ours' ? 'ours, WASM' : 'onnxruntime',
      value: median(rates[side]),
      ours: side === 'ours',
    })),
  ),
  mark: 'dot',
  logarithmic: true,
});

interface Tables {
  readonly rows: readonly {
    readonly data: string;
    readonly title: string;
    readonly rounds: readonly { readonly rowsPerSecond: number }[];
  }[];
}

export const tables = ({ rows }: Tables): RowChart => ({
  title: 'How many rows of a table each program reads in a second.',
  label: 'rows per second',
  rows: rows.map(({ data, title, rounds }) => ({
    group: data,
    name: title,
    value: median(rounds.map(({ rowsPerSecond }) => rowsPerSecond)),
    ours: title.startsWith('ours'),
  })),
  mark: 'dot',
  logarithmic: true,
});

interface Apps {
  readonly rows: readonly { readonly app: string; readonly kilobytes: number }[];
}

export const apps = ({ rows }: Apps): RowChart => ({
  title: 'What the first load of each sample app weighs, gzipped.',
  label: 'kB, gzipped',
  rows: rows.map(({ app, kilobytes }) => ({ name: app, value: kilobytes, ours: true })),
  mark: 'bar',
});
