/** What came of one training on a platform, or why there was none. */
export interface PlatformRow {
  readonly name: string;
  /** The version of what makes the platform. */
  readonly version?: string;
  /** Where it trained. */
  readonly in: 'process' | 'page' | 'worker';
  /** A browser and its version, for pages. */
  readonly browser?: string;
  readonly browserVersion?: string;
  readonly ok: boolean;
  readonly loss?: number;
  readonly simd?: string;
  readonly threads?: number;
  readonly error?: string;
}

/** What `npm run platforms` writes. */
export interface PlatformResults {
  readonly machine: string;
  readonly date: string;
  /** The numbers that the trainings ended with, in order. */
  readonly losses: readonly number[];
  readonly rows: readonly PlatformRow[];
  readonly untried: readonly { readonly name: string; readonly why: string }[];
}

const places = { process: 'process', page: 'page', worker: 'worker' } as const;

/** The results as Markdown. */
export function markdown({ machine, date, losses, rows, untried }: PlatformResults): string {
  const lines = rows.map(({ name, version = '', in: place, browserVersion = '', ok, loss, simd = '', threads = '', error = '' }) =>
    [name, version, browserVersion, places[place], ok ? '✓' : `✗ ${error}`, loss?.toFixed(6) ?? '', simd, threads].join(' | '),
  );
  const [least = 0] = losses;
  const most = losses.at(-1) ?? least;
  return `# Platforms

\`npm run platforms\` publishes the packages to a registry on its own machine and installs them from there into fresh folders. Each platform
then trains the same small model on 512 digits for five epochs, from the same seed. Pages are built and served by the platform's own commands,
and train twice: in the page, and in a worker. None of them has a configuration for these packages; [bundlers](../../docs/how-to/bundlers.md)
has their lines.

All losses are ${losses.length === 1 ? 'the same number' : `one of ${losses.length} numbers, which differ by ${(most - least).toExponential(1)}`}. Relaxed SIMD may round a product and a sum together, and plain SIMD
rounds each. Bun has relaxed SIMD and rounds each, too.

| platform | version | browser | trains in | works | last loss | SIMD | threads |
| --- | --- | --- | --- | --- | ---: | --- | ---: |
${lines.map((line) => `| ${line} |`).join('\n')}
${untried.map(({ name, why }) => `\n${name} was not tried: ${why}.`).join('')}

Made by \`npm run platforms\` on ${machine}, ${date}.
`;
}
