import type { AllLabels } from './all-labels.js';
import type { Deep } from './deep.js';
import type { LabelsRow } from './labels.js';
import type { TopKResults } from './top-k.js';
import type { Variational } from './variational.js';

/** What has been measured so far, each by itself. */
export interface Results {
  readonly machine?: string;
  readonly labels?: {
    readonly rows: readonly LabelsRow[];
    readonly seconds: Readonly<Record<string, number>>;
    readonly epochs: number;
    /** What is to be known of this measurement, added by hand. */
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

784-500-500-500, sigmoid, each level pre-trained ${epochs} epochs on the 60,000 images without labels by Adam at 1e-3 (cross-entropy; sparse: with the KL divergence to ρ = 0.05, weighed by 1; denoising: a quarter masked; plain and sparse with the rate going to 0 along a cosine), then fine-tuned in all weights by Adam 1e-3, batch 100, 600 steps (1,500 with 10,000 labels). Test error in percent, mean ± standard deviation of five draws of labels and heads; in brackets PyTorch 1.13, which pre-trained at 1e-3 throughout and weighed the KL by 3. Random is Glorot × 4. One pre-training of each kind.

| start | 100 labels | 1,000 | 10,000 | pre-training |
| --- | ---: | ---: | ---: | ---: |
${lines.join('\n')}${note ? `\n\n${note}` : ''}`;
}

const allText = ({ error, pretraining, fineTuning, epochs }: AllLabels): string => `## All labels

Three denoising levels of 1,000, ${epochs[0]} epochs each (${minutes(pretraining)}), then ${epochs[1]} epochs with all 60,000 labels, a quarter of the pixels masked (${minutes(fineTuning)}): test error **${error.toFixed(2)} %** (at most 1.6; published for three stacked denoising layers: 1.3).`;

const deepText = ({ errors, pretraining, joint, epochs }: Deep): string => `## A deep autoencoder

784-1000-500-250-30, pre-trained ${epochs[0]} epochs a level (${minutes(pretraining)}): ${errors[0]!.toFixed(2)} per test image. Unrolled and trained jointly ${epochs[1]} epochs (${minutes(joint)}): **${errors.at(-1)!.toFixed(2)}**; half of PCA's error at 30 components, 6.94, was reached after ${errors.findIndex((error) => error <= 13.87 / 2)} of them. Hinton & Salakhutdinov 2006 reached 3.00: ${(errors.at(-1)! / 3).toFixed(2)} times as little as here, by RBMs and long training with conjugate gradients.`;

const variationalText = (v: Variational): string => `## A variational autoencoder

784-400-40 on MNIST binarised once, ${v.epochs} epochs, Adam 1e-3 and 2e-4 in the last quarter, ${minutes(v.seconds)}: negative ELBO **${v.negativeElbo.toFixed(1)}** (likelihood ${v.likelihood.toFixed(1)}, KL ${v.kl.toFixed(1)}; at most 97.5; PyTorch 97.2), importance-sampled NLL with 200 samples on 2,000 test images **${v.negativeLogLikelihood.toFixed(1)}** nats (at most 92.2; PyTorch 92.0; published after 500 epochs: 89.8). ${v.active} of 40 latents are active.`;

const topKText = ({ rows, units, k, epochs, pca }: TopKResults): string => {
  const line = ({ bottleneck, auxiliary, dead, error, firing }: TopKResults['rows'][number]): string =>
    `| ${bottleneck}(${k}) | ${auxiliary ? '1/16' : 'none'} | ${dead.map((share) => `${share.toFixed(2)} %`).join(' | ')} | ${error.toFixed(2)} | ${firing.toFixed(1)} |`;
  return `## Dead units

784-${units}-784 on the 60,000 images of Fashion-MNIST, linear, ${k} units firing, ${epochs} epochs of Adam from 1e-3 to 0 by a cosine, batch 128, squared error. A dead unit fires for no image. PCA with ${k} components has an error of ${pca.toFixed(2)}. At most 1 % dead with the auxiliary loss.

| bottleneck | auxiliary loss | dead, of 60,000 training images | dead, of 10,000 test images | test error | units firing |
| --- | --- | ---: | ---: | ---: | ---: |
${rows.map(line).join('\n')}`;
};

/** The report in Markdown; what has not been measured is left out. */
export function markdown({ machine, labels, all, deep, variational, topk }: Results): string {
  const sections = [
    `# What codes are for\n\n\`npm run bench:codes\` on ${machine ?? 'a machine'}.`,
    labels && labelsText(labels),
    all && allText(all),
    deep && deepText(deep),
    variational && variationalText(variational),
    topk && topKText(topk),
  ];
  return `${sections.filter(Boolean).join('\n\n')}\n`;
}
