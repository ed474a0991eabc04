import { table } from '../steps/markdown.js';

/** What `npm run bench:capture` measures. Times are medians in milliseconds. */
export interface Results {
  readonly machine: string;
  readonly date: string;
  readonly rows: readonly Row[];
}

/** A model on a backend. `ratio` is the median of the ratios of neighbouring steps. */
export interface Row {
  readonly backend: string;
  readonly model: string;
  readonly usual: number;
  readonly captured: number;
  readonly ratio: number;
}

const ms = (value: number): string => value.toFixed(value < 10 ? 2 : 1);

/** The page of results. */
export const markdown = ({ machine, date, rows }: Results): string => `# Captured steps

Milliseconds of a training step on one thread, with batch 128 and Adam, with and without captured kernels. Two trainings of the same model take
turns, step by step; the ratio is the median of those of neighbouring steps. Both give the same losses and weights, to the last bit. The first model has the
layers of the second, with 4 and 2 units, so that it takes hardly more time than its JavaScript. Measured on ${machine}, ${date}, by \`npm run bench:capture\`.

${table(
  ['backend', 'model', 'usual, ms', 'captured, ms', 'ratio'],
  rows.map(({ backend, model, usual, captured, ratio }) => [backend, model, ms(usual), ms(captured), ratio.toFixed(2)]),
)}
`;
