import { table } from '../steps/markdown.js';
import { programs } from './jobs.js';
import type { Program, Task } from './jobs.js';

/** What `npm run bench:inference` measures. */
export interface Results {
  readonly machine: string;
  readonly date: string;
  /** Pictures for each program in all rounds together, and those that go through a model at a time. */
  readonly pictures: number;
  readonly batch: number;
  readonly rows: readonly Row[];
}

/** A model and a task. */
export interface Row {
  readonly model: string;
  readonly task: Task;
  /** Pictures per second, the median of all chunks. */
  readonly rates: Readonly<Record<Program, number>>;
  /** The largest relative difference of a chunk's mean from that of ours. */
  readonly difference: number;
}

const rate = (value: number): string => Number(value.toPrecision(3)).toLocaleString('en-US');
const times = (value: number): string => value.toFixed(2);

/** The page of results. */
export const markdown = ({ machine, date, pictures, batch, rows }: Results): string => `# Codes and reconstructions

Pictures of 28×28 per second through \`encode\` and \`reconstruct\`, on one thread, ${batch} at a time, from plain arrays to plain arrays. onnxruntime runs the
files of \`toOnnx\`; onnxruntime-web has WebAssembly, onnxruntime-node has the instructions of the processor, as a BLAS has. Each program runs in its own process,
and they take turns. A figure is the median over ${pictures.toLocaleString('en-US')} pictures; a million take 1,000,000 divided by it, in seconds. The difference is the largest of the
mean of all outputs, relative to ours. Measured on ${machine}, ${date}, by \`npm run bench:inference\`.

${table(
  [
    'model',
    'task',
    ...programs.map((program) => `${program}, /s`),
    'ours over onnxruntime-web',
    'BLAS over onnxruntime-node',
    'difference',
  ],
  rows.map(({ model, task, rates, difference }) => [
    model,
    task,
    ...programs.map((program) => rate(rates[program])),
    times(rates.ours / rates['onnxruntime-web']),
    times(rates['ours, BLAS'] / rates['onnxruntime-node']),
    difference.toExponential(0),
  ]),
)}
`;
