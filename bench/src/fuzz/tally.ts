import type { Outcome } from './try-files.js';

/** What became of the files of one format. */
export interface Counts {
  readonly opened: number;
  readonly refused: number;
  readonly crashed: number;
  readonly hung: number;
  /** The longest time of one file. */
  readonly slowest: number;
}

/** Counts by format, and the first file of each kind of crash. */
export interface Tally {
  readonly formats: Readonly<Record<string, Counts>>;
  readonly crashes: Readonly<Record<string, number>>;
}

export const emptyTally = (): Tally => ({ formats: {}, crashes: {} });
const none: Counts = { opened: 0, refused: 0, crashed: 0, hung: 0, slowest: 0 };

/** A tally with one more file. */
export function tallied({ formats, crashes }: Tally, index: number, { format, kind, error = '', ms }: Outcome): Tally {
  const counts = formats[format] ?? none;
  const column = kind === 'crash' ? 'crashed' : kind === 'hang' ? 'hung' : kind;
  const after = { ...counts, [column]: counts[column] + 1, slowest: Math.max(counts.slowest, ms) };
  const bad = kind === 'crash' || kind === 'hang';
  return { formats: { ...formats, [format]: after }, crashes: bad ? { [`${format}: ${error}`]: index, ...crashes } : crashes };
}

/** Two tallies together. */
export function together(a: Tally, b: Tally): Tally {
  const names = [...new Set([...Object.keys(a.formats), ...Object.keys(b.formats)])];
  const sum = (name: string): Counts => {
    const [x, y] = [a.formats[name] ?? none, b.formats[name] ?? none];
    return {
      opened: x.opened + y.opened,
      refused: x.refused + y.refused,
      crashed: x.crashed + y.crashed,
      hung: x.hung + y.hung,
      slowest: Math.max(x.slowest, y.slowest),
    };
  };
  return { formats: Object.fromEntries(names.map((name) => [name, sum(name)])), crashes: { ...a.crashes, ...b.crashes } };
}

/** The results of a run. */
export interface Results extends Tally {
  readonly machine: string;
  readonly date: string;
  readonly seconds: number;
  /** The largest memory of a process, in MB. */
  readonly peak: number;
}

const thousands = (n: number): string => Math.round(n).toLocaleString('en-US');

/** The results as a page. */
export function markdown({ formats, crashes, machine, date, seconds, peak }: Results): string {
  const rows = Object.entries(formats).sort(([a], [b]) => a.localeCompare(b));
  const total = rows.reduce((sum, [, { opened, refused, crashed, hung }]) => sum + opened + refused + crashed + hung, 0);
  const failures = Object.entries(crashes).map(([error, index]) => `- file ${index}, ${error}`);
  return [
    '# Mutated files',
    '',
    'Valid files of each format are changed at random: bits, pieces, lengths, headers that stay JSON, numbers in configs. Each must open and',
    'then survive a first use, or be refused by an `InputError` in one sentence. A `config` is built with weights that fit it, so that more',
    'of its mutations come to a first use than among the `model` files, whose weights seldom fit.',
    '',
    `Made by \`npm run fuzz\` on ${machine}, ${date}: ${thousands(total)} files in ${thousands(seconds)} s. The largest process took ${thousands(peak)} MB.`,
    '',
    '| format | opened | refused | crashes | hangs | slowest, ms |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...rows.map(
      ([name, { opened, refused, crashed, hung, slowest }]) =>
        `| ${name} | ${thousands(opened)} | ${thousands(refused)} | ${crashed} | ${hung} | ${thousands(slowest)} |`,
    ),
    ...(failures.length > 0 ? ['', ...failures] : []),
    '',
  ].join('\n');
}
