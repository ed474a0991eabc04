import { table } from '../steps/markdown.js';
import { COMPARED } from '../steps/results.js';
import type { CountReport, GpuReport, GpuResult } from './results.js';

const whole = (value: number): string => Math.round(value).toLocaleString('en');
/** Three significant digits, with commas. */
const figure = (value: number): string => (value >= 100 ? whole(value) : value.toFixed(value >= 10 ? 1 : 2));
const percent = (value: number): string => (Number.isFinite(value) ? `${Number((100 * value).toPrecision(1))} %` : '–');

const rowsOf = ({ title, batch, entries }: GpuResult): readonly (readonly string[])[] =>
  entries.map((entry, i) => [
    i === 0 ? title : '',
    i === 0 ? String(batch) : '',
    entry.title,
    figure(entry.stepsPerSecond),
    i === 0 ? '' : figure(entry.speed),
    figure(entry.gflops),
    i === 0 ? '' : percent(entry.difference),
  ]);

/** The page of the times. */
export function markdown({ date, machine, gpus, versions, software, notes, results }: GpuReport): string {
  const warning =
    software && `The GPUs are emulated by the processor, and PyTorch computes on the processor: these times mean nothing.\n\n`;
  return `# Training on a GPU

${warning || ''}Training steps in a second on MNIST, with Adam 1e-3. All programs start from the same weights and see the same batches, which are on the device.
Ours is \`fit\` after \`setWebgpuBackend\` or \`setWebglBackend\`. tfjs-layers is its \`model.fit\`. For the variational and the denoising model,
it is a loop over its optimizer. Both run in a browser without a window. PyTorch has Adam in one kernel where its version can. Losses are read every 16 steps, or as tfjs-layers does it.
Each program runs in its own process. They take turns, and an epoch is timed from its start until the device is done with it. \`steps/s\` is the median of the
epochs. \`times as fast\` compares with the first program of a model: the median of the rounds' ratios. \`GFLOP/s\` counts matrix products and convolutions.
\`losses apart\` is the largest difference from the losses of the first program in the first ${COMPARED} steps. At most 0.2 % is allowed, 2 % with TF32, and
10 % where each program makes noise of its own.

Made by \`npm run bench:gpu\` on ${machine}, ${date}: ${versions.join(', ')}.

${table(['who', 'GPU'], gpus)}

${table(['model', 'batch', 'program', 'steps/s', 'times as fast', 'GFLOP/s', 'losses apart'], results.flatMap(rowsOf))}
${notes.length > 0 ? `\n${notes.map((note) => `- ${note}`).join('\n')}\n` : ''}`;
}

/** The page of the counts. */
export function countsMarkdown({ date, gpus, rows }: CountReport): string {
  const cells = rows.map(({ model, program, programs, written, uploaded }, i) => [
    rows[i - 1]?.model === model ? '' : model,
    program,
    whole(programs),
    whole(written / 1000),
    whole(uploaded / 1000),
  ]);
  return `# Programs of a training step on a GPU

What one training step of batch 128 with Adam takes of a GPU. A GPU starts each program (a dispatch of WebGPU, a draw of WebGL) after some
microseconds, whatever it computes. Written are the results of all programs, and uploaded the tensors that are copied from the processor; each
number has 4 bytes. Uploads as large as a batch are noise that is made on the processor, or ones that tfjs-layers makes for the gradient of a
mean. The figures are differences of epochs of four steps and of two, so that reading the losses every 16 steps is not in them. tfjs chooses some
programs by the GPU; these were counted on ${gpus.map(([who, gpu]) => `${gpu} (${who})`).join(' and ')}. Made by \`npm run bench:gpu -- --counts\`, ${date}.

${table(['model', 'program', 'programs', 'written, kB', 'uploaded, kB'], cells)}
`;
}
