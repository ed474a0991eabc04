/** What one training of an app's first settings gave. */
export interface Row {
  readonly app: string;
  readonly data: string;
  readonly seed: number;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly figures: Readonly<Record<string, number>>;
}

export interface Results {
  readonly machine: string;
  readonly rows: readonly Row[];
}

/** A claim: a share that each seed must keep to, and how it comes about. */
interface Claim {
  readonly words: string;
  readonly value: (figures: Row['figures']) => number;
  /** The most that it may be, by dataset. */
  readonly atMost: Readonly<Record<string, number>>;
  readonly percent?: boolean;
}

const ratio =
  (a: string, b: string): Claim['value'] =>
  (figures) =>
    figures[a]! / figures[b]!;

/** What each page says, and the limits that every seed keeps. */
export const claims: Readonly<Record<string, readonly Claim[]>> = {
  undercomplete: [
    {
      words: 'squared error beside PCA with as many numbers',
      value: ratio('error', 'pca'),
      atMost: { digits: 0.85, 'mnist-small': 0.9 },
      percent: true,
    },
  ],
  sparse: [
    {
      words: 'mean activation, 5 % aimed at',
      value: ({ activation }) => activation!,
      atMost: { digits: 0.07, 'mnist-small': 0.07 },
      percent: true,
    },
    { words: 'units of 100 that fire', value: ({ firing }) => firing!, atMost: { digits: 10, 'mnist-small': 10 } },
  ],
  stacked: [
    {
      words: 'wrong test examples beside random weights',
      value: ratio('pretrained', 'random'),
      atMost: { digits: 0.9, 'mnist-small': 0.9 },
      percent: true,
    },
  ],
  convolutional: [
    {
      words: 'squared error beside a dense model with as large a code',
      value: ratio('error', 'dense'),
      atMost: { digits: 0.99, 'mnist-small': 0.85 },
      percent: true,
    },
    {
      words: 'weights beside the dense model',
      value: ratio('parameters', 'denseParameters'),
      atMost: { digits: 0.75, 'mnist-small': 0.35 },
      percent: true,
    },
  ],
  denoising: [
    {
      words: 'squared error restored beside noisy',
      value: ratio('restored', 'noisy'),
      atMost: { digits: 0.4, 'mnist-small': 0.3 },
      percent: true,
    },
    {
      words: 'squared error restored beside a plain autoencoder',
      value: ratio('restored', 'plain'),
      atMost: { digits: 0.7, 'mnist-small': 0.6 },
      percent: true,
    },
  ],
  variational: [
    {
      words: 'negative ELBO beside the best without a code',
      value: ratio('loss', 'withoutCode'),
      atMost: { digits: 0.95, 'mnist-small': 0.85 },
      percent: true,
    },
    { words: 'latents that are not active', value: ({ latents, active }) => latents! - active!, atMost: { digits: 0, 'mnist-small': 0 } },
    {
      words: 'from a sample to the nearest example, beside examples to their mean',
      value: ratio('nearest', 'spread'),
      atMost: { digits: 0.5, 'mnist-small': 0.65 },
      percent: true,
    },
  ],
};

/** The claims that a row breaks, as sentences. */
export const broken = ({ app, data, seed, figures }: Row): readonly string[] =>
  claims[app]!.filter(({ value, atMost }) => !(value(figures) <= atMost[data]!)).map(
    ({ words, value, atMost }) =>
      `${app}, ${data}, seed ${seed}: ${words} is ${value(figures).toPrecision(3)}, at most ${atMost[data]} fits`,
  );

const show = (value: number, percent = false): string =>
  percent ? `${(100 * value).toFixed(value < 0.1 ? 1 : 0)} %` : String(Number(value.toPrecision(3)));

function line(app: string, data: string, rows: readonly Row[], claim: Claim): string {
  const values = rows.map(({ figures }) => claim.value(figures));
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const spread = values.length > 1 ? `${show(Math.min(...values), claim.percent)} to ${show(Math.max(...values), claim.percent)}` : '';
  return `| ${app} | ${data} | ${claim.words} | ${show(mean, claim.percent)} | ${spread} | ${show(claim.atMost[data]!, claim.percent)} |`;
}

const names: Readonly<Record<string, string>> = { digits: 'digits', 'mnist-small': 'MNIST, 10,000' };

/** How many seeds a full measurement has. */
const SEEDS = 3;

/** The report in Markdown. */
export function markdown({ machine, rows }: Results): string {
  const of = (app: string, data: string): readonly Row[] => rows.filter((row) => row.app === app && row.data === data);
  const pairs = Object.keys(claims).flatMap((app) => Object.keys(names).map((data) => [app, data, of(app, data)] as const));
  const measured = pairs.filter(([, , found]) => found.length > 0);
  const lines = measured.flatMap(([app, data, found]) =>
    claims[app]!.map((claim) => line(app, data, found, claim).replace(`| ${data} |`, `| ${names[data]} |`)),
  );
  const settings = measured.map(([app, data, found]) => {
    const { seed: _, ...same } = found[0]!.settings;
    const text = Object.entries(same)
      .map(([name, value]) => `${name} ${String(value)}`)
      .join(', ');
    return `| ${app} | ${names[data]} | ${text} | ${found.length} |`;
  });
  const few = pairs
    .filter(([, , found]) => found.length < SEEDS)
    .map(([app, data, { length }]) => `${app} on ${names[data]} (${length} of ${SEEDS} seeds)`);
  const missing = few.length > 0 ? `Not measured in full yet: ${few.join(', ')}.\n\n` : '';
  return `# What the pages of the apps show

Measured on ${machine}, by \`npm run bench:effects\`. Every page is trained with its first settings, from several seeds. The seed decides about the first weights, the order of the examples, the noise, and which labels are used. All figures are of test examples. "At most" is what each seed must keep to. An epoch of 9,000 pictures of MNIST takes about 0.3 s on one thread, and 1.1 s for a convolutional model: see [the apps in a browser](apps.md).

| page | data | figure | mean | from … to | at most |
| --- | --- | --- | ---: | --- | ---: |
${lines.join('\n')}

${missing}## The first settings

| page | data | settings | seeds |
| --- | --- | --- | ---: |
${settings.join('\n')}
`;
}
