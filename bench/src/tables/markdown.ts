import { median } from '../steps/statistics.js';

/** What one process measured. */
export interface Figures {
  readonly rowsPerSecond: number;
  readonly megabytes: number;
  /** The share of the time in which steps waited for data. */
  readonly waiting?: number | undefined;
}

/** A task on a file, and its figures in every round. */
export interface Measured {
  readonly data: string;
  readonly title: string;
  readonly rounds: readonly Figures[];
}

export interface Results {
  readonly date: string;
  readonly machine: string;
  readonly megabytes: number;
  readonly rows: readonly Measured[];
}

const percent = (share: number): string => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;

/** The results as Markdown. */
export function markdown({ date, machine, megabytes, rows }: Results): string {
  const line = ({ data, title, rounds }: Measured): string => {
    const middle = (key: keyof Figures): number => median(rounds.map((figures) => figures[key] ?? NaN));
    const waiting = rounds[0]!.waiting === undefined ? '' : percent(middle('waiting'));
    return `| ${data} | ${title} | ${Math.round(middle('rowsPerSecond')).toLocaleString('en')} | ${waiting} | ${middle('megabytes')} |`;
  };
  return `# Reading tables, and training on them

Rows per second, medians of ${rows[0]!.rounds.length} rounds in which the tasks take turns, each in a process of its own. The CSV has ${megabytes} MB and 16 columns
of numbers, counts, words and dates; the Parquet file is the 3 million flights of npm's vega-datasets. DuckDB counts the rows and takes the
sum or the greatest of every column, with all cores. Papa Parse splits text into cells. Ours reads cells as numbers, dates and words, on one
thread; makes features of them; and trains the model that the command takes for a table, batch 128, with a loss for each column. Waiting
is the share of the second epoch in which steps waited for data. MNIST trains 784-128-32. Memory is the peak of the process. "BLAS" and "WASM"
are the backends. Measured on ${machine}, ${date}, by \`npm run bench:tables\`.

| data | task | rows/s | waiting | MB |
| --- | --- | ---: | ---: | ---: |
${rows.map(line).join('\n')}

A step waits for data where reading is slower than training: compare "ours: features" with the training that holds its data in memory. A
thread of its own then reads at its own speed. It needs a free core.
`;
}
