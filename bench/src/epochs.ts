// The time of a whole epoch of MNIST with data handling, ours on the machine's BLAS and PyTorch's: `npm run bench:epochs`. Results go to
// bench/results/epochs.json and epochs.md.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { mnist } from '@autoencoders/datasets/node';
import { findTorch, hasBlas } from './steps/contenders.js';
import type { Contender } from './steps/contenders.js';
import { writeData } from './steps/data.js';
import { measure } from './steps/rounds.js';
import { median, ratio } from './steps/statistics.js';
import { models } from './steps/tasks.js';

const python = findTorch();
if (!python || !(await hasBlas())) throw new Error('bench:epochs needs a BLAS, and a Python with PyTorch');

const takes = (): boolean => true;
const contenders: readonly Contender[] = [
  { name: 'ours', title: 'ours, BLAS', peer: 'epochs', setting: 'blas', takes },
  ...[1, 2].map((threads) => ({
    name: `torch-${threads}`,
    title: `PyTorch, ${threads} thread${threads > 1 ? 's' : ''}`,
    peer: 'torch-epoch',
    setting: String(threads),
    takes,
    python,
  })),
];
const tasks = models.filter(({ name }) => name === 'dense-small' || name === 'convolutional');
const folder = mkdtempSync(join(tmpdir(), 'bench-epochs-'));
try {
  writeData(folder, (await mnist('train')).values, tasks);
  const rows = [];
  for (const task of tasks) {
    const effort = { rounds: 5, ms: 1, warmUp: { steps: 1, ms: 1 } };
    const measured = await measure(task, contenders, folder, effort, (text) => console.error(text));
    const seconds = measured.map(({ rounds }) => rounds.map(({ ms }) => median(ms) / 1000));
    const best = median(seconds[1]!) <= median(seconds[2]!) ? 1 : 2;
    const pairs = [seconds[0]!, seconds[best]!].map((all) => all.map((one) => [one])) as [number[][], number[][]];
    rows.push({
      model: task.title,
      ours: median(seconds[0]!),
      torch: [median(seconds[1]!), median(seconds[2]!)],
      ratio: ratio(...pairs),
      best,
    });
  }
  const results = join(import.meta.dirname, '..', 'results');
  const machine = `${cpus()[0]!.model.trim()}, ${cpus().length} cores, Node ${process.versions.node}`;
  writeFileSync(
    join(results, 'epochs.json'),
    `${JSON.stringify({ machine, date: new Date().toISOString().slice(0, 10), rows }, null, 2)}\n`,
  );
  const lines = rows.map(
    ({ model, ours, torch, ratio: times }) =>
      `| ${model} | ${ours.toFixed(2)} | ${torch.map((s) => s.toFixed(2)).join(' | ')} | ${times.toFixed(2)} |`,
  );
  const text = `# A whole epoch

Seconds of one epoch over the 60,000 images of MNIST in a new order, with batch 128, Adam 1e-3, and the loss read at each step. The programs take turns; the figures are medians of 5 epochs. The ratio is the median of the rounds' ratios to the faster of PyTorch's two. PyTorch takes each batch from a tensor by a random permutation, without a DataLoader. Measured on ${machine}, by \`npm run bench:epochs\`.

| model | ours, BLAS | PyTorch, 1 thread | PyTorch, 2 threads | ratio |
| --- | ---: | ---: | ---: | ---: |
${lines.join('\n')}
`;
  writeFileSync(join(results, 'epochs.md'), text);
  console.log(text);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
