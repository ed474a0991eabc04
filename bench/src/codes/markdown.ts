import type { AllLabels } from './all-labels.js';
import type { Deep } from './deep.js';
import type { LabelsRow } from './labels.js';
import type { TopKResults } from './top-k.js';
import type { Variational } from './variational.js';

/** The results so far; each part is measured separately. */
export interface Results {
  readonly machine?: string;
  readonly labels?: {
    readonly rows: readonly LabelsRow[];
    readonly seconds: Readonly<Record<string, number>>;
    readonly epochs: number;
    /** A remark on this measurement, added by hand. */
    readonly note?: string;
  };
  readonly all?: AllLabels;
  readonly deep?: Deep;
  readonly variational?: Variational;
  readonly topk?: TopKResults;
}

const minutes = (seconds: number): string => `${(seconds / 60).toFixed(1)} min`;

/** Test errors of the same start with the same labels in PyTorch 1.13, in percent. */
const pytorch: Readonly<Record<string, readonly [string, string, string]>> = {
  random: ['26.2 ± 1.3', '10.0 ± 0.4', '4.6 ± 0.2'],
  plain: ['29.4 ± 1.7', '10.3 ± 0.4', '4.7 ± 0.1'],
  sparse: ['23.0 ± 1.7', '7.6 ± 0.3', '3.1 ± 0.1'],
  denoising: ['23.5 ± 1.7', '8.0 ± 0.3', '3.5 ± 0.1'],
};

function labelsText({ rows, seconds, epochs, note }: NonNullable<Results['labels']>): string {
  const starts = [...new Set(rows.map(({ start }) => start))];
  const cell = (start: string, labels: number, i: number): string => {
    const row = rows.find((one) => one.start === start && one.labels === labels);
    return row ? `${row.mean.toFixed(1)} ± ${row.spread.toFixed(1)} (${pytorch[start]?.[i] ?? ''})` : '';
  };
  const lines = starts.map(
    (start) =>
      `| ${start} | ${[100, 1000, 10_000].map((labels, i) => cell(start, labels, i)).join(' | ')} | ${seconds[start] ? minutes(seconds[start]) : ''} |`,
  );
  return `## Few labels

784-500-500-500 with sigmoid. Each level is pre-trained for ${epochs} epochs on the 60,000 images without labels, with cross-entropy and Adam 1e-3. Sparse adds the KL divergence to ρ = 0.05 with weight 1. Denoising masks a quarter of the pixels. For plain and sparse the learning rate falls to 0 along a cosine. Then all weights are fine-tuned with Adam 1e-3, batch 100, for 600 steps (1,500 with 10,000 labels). "Random" starts without pre-training, from Glorot's rule × 4.

The figures are the test error in percent: mean ± standard deviation over five draws of labels and heads, from one pre-training of each kind. In brackets is PyTorch 1.13, which kept the rate at 1e-3 and gave the KL weight 3.

| start | 100 labels | 1,000 | 10,000 | pre-training |
| --- | ---: | ---: | ---: | ---: |
${lines.join('\n')}${note ? `\n\n${note}` : ''}`;
}

const allText = ({ error, pretraining, fineTuning, epochs }: AllLabels): string => `## All labels

Three denoising levels of 1,000 units, ${epochs[0]} epochs each (${minutes(pretraining)}), then ${epochs[1]} epochs with all 60,000 labels and a quarter of the pixels masked (${minutes(fineTuning)}). The test error is **${error.toFixed(2)} %** (target: at most 1.6; published for three stacked denoising layers: 1.3).`;

const deepText = ({ errors, pretraining, joint, epochs }: Deep): string => `## A deep autoencoder

784-1000-500-250-30. The squared error of a test image is ${errors[0]!.toFixed(2)} after pre-training, ${epochs[0]} epochs a level (${minutes(pretraining)}). After ${epochs[1]} more epochs of all levels together (${minutes(joint)}) it is **${errors.at(-1)!.toFixed(2)}**. It was below 6.94, half of PCA's error with 30 components, after ${errors.findIndex((error) => error <= 13.87 / 2)} of these epochs. Hinton & Salakhutdinov 2006 reached 3.00, with RBMs and long training by conjugate gradients; ours is ${(errors.at(-1)! / 3).toFixed(2)} times that.`;

const variationalText = (v: Variational): string => `## A variational autoencoder

784-400-40 on MNIST, binarised once. ${v.epochs} epochs of Adam, 1e-3 and in the last quarter 2e-4, took ${minutes(v.seconds)}. The negative ELBO is **${v.negativeElbo.toFixed(1)}** nats: likelihood ${v.likelihood.toFixed(1)}, KL ${v.kl.toFixed(1)} (target: at most 97.5; PyTorch 97.2). The importance-sampled NLL, with 200 samples on 2,000 test images, is **${v.negativeLogLikelihood.toFixed(1)}** nats (target: at most 92.2; PyTorch 92.0; published after 500 epochs: 89.8). ${v.active} of 40 latents are active.`;

const topKText = ({ rows, units, k, epochs, pca }: TopKResults): string => {
  const line = ({ bottleneck, auxiliary, dead, error, firing }: TopKResults['rows'][number]): string =>
    `| ${bottleneck}(${k}) | ${auxiliary ? '1/16' : 'none'} | ${dead.map((share) => `${share.toFixed(2)} %`).join(' | ')} | ${error.toFixed(2)} | ${firing.toFixed(1)} |`;
  return `## Dead units

784-${units}-784, linear, with ${k} units firing, on the 60,000 images of Fashion-MNIST. Trained for ${epochs} epochs with squared error and batch 128; Adam's rate falls from 1e-3 to 0 along a cosine. A dead unit fires for no image. The target is at most 1 % dead units with the auxiliary loss. PCA with ${k} components has an error of ${pca.toFixed(2)}.

| bottleneck | auxiliary loss | dead, of 60,000 training images | dead, of 10,000 test images | test error | units firing |
| --- | --- | ---: | ---: | ---: | ---: |
${rows.map(line).join('\n')}`;
};

/** The report in Markdown, without the parts that were not measured. */
export function markdown({ machine, labels, all, deep, variational, topk }: Results): string {
  const sections = [
    `# What codes are good for\n\nMeasured on ${machine ?? 'a machine'}, by \`npm run bench:codes\`.`,
    labels && labelsText(labels),
    all && allText(all),
    deep && deepText(deep),
    variational && variationalText(variational),
    topk && topKText(topk),
  ];
  return `${sections.filter(Boolean).join('\n\n')}\n`;
}
