/** The cost of one corruption. */
export interface NoiseRow {
  readonly call: string;
  /** Milliseconds for a batch, the median of all rounds. */
  readonly ms: number;
  /** The median over the rounds of its time over the time of a training step. */
  readonly share: number;
}

export interface NoiseReport {
  readonly machine: string;
  readonly date: string;
  readonly rounds: number;
  /** Milliseconds of a training step. */
  readonly step: number;
  readonly rows: readonly NoiseRow[];
  readonly augmentations: readonly NoiseRow[];
}

const table = (name: string, rows: readonly NoiseRow[]): string => `| ${name} | milliseconds | share of a step |
| --- | ---: | ---: |
${rows.map(({ call, ms, share }) => `| \`${call}\` | ${ms.toFixed(2)} | ${(100 * share).toFixed(1)} % |`).join('\n')}`;

/** The results as Markdown. */
export function markdown({ machine, date, rounds, step, rows, augmentations }: NoiseReport): string {
  return `# The cost of noise

Each corruption changes a batch of 128 images of MNIST, as \`[128, 784]\` or \`[128, 28, 28, 1]\`, on the WASM backend with one thread. The
share is its time over that of the training step before it, of the dense autoencoder 784-128-32-128-784 with batch 128, Adam and no noise. Steps
and corruptions take turns, eight of a corruption in a row; the figures are medians of ${rounds} rounds. A step takes ${step.toFixed(2)} ms.
Measured on ${machine}, ${date}, by \`npm run bench:noise\`.

${table('corruption', rows)}

Augmentations, which are not part of every training:

${table('augmentation', augmentations)}
`;
}
