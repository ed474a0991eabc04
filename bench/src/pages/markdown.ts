import { table } from '../steps/markdown.js';
import type { SlowRow } from './slow.js';

/** What loading one page on one screen gave. */
export interface PageRow {
  readonly page: string;
  readonly screen: string;
  /** Milliseconds of each load until something is painted. */
  readonly firstContent: readonly number[];
  /** The greatest of all loads. */
  readonly layoutShift: number;
  /** What axe finds that is serious or worse. */
  readonly barriers: readonly string[];
}

/** All results of a run. */
export interface PageResults {
  readonly date: string;
  readonly machine: string;
  /** What else a reader must know, such as other work of the machine. */
  readonly note?: string;
  readonly rows: readonly PageRow[];
  /** The sample apps on a slow phone. */
  readonly slow?: readonly SlowRow[];
}

const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

/** The part on a slow phone. */
function onSlowPhone(slow: readonly SlowRow[]): string {
  const cells = slow.map(({ page, controls, start, ready, wasmRequests }) => [
    page,
    middle(controls).toFixed(0),
    middle(start).toFixed(0),
    Math.max(...start).toFixed(0),
    middle(ready).toFixed(0),
    String(wasmRequests),
  ]);
  return `
## Sample apps on a slow phone

Chromium with a network of 1.6 Mbit/s, 150 ms there and back, and a processor that is four times slower. The files are compressed by gzip. The page has its text before its
controls. The aim is that you can press Start after at most 2,500 ms, of ${slow[0]!.start.length} loads. If you press it before the page has loaded, training
begins when it has. It has loaded when its model computes. The last column says how often a \`.wasm\` file of tfjs is requested until
the page trains in its worker, on a page that is not isolated from other origins. The aim is once.

${table(['page', 'controls, ms: median', 'Start, ms: median', 'greatest', 'loaded, ms: median', '.wasm requests'], cells)}
`;
}

/** The page of the results. */
export function markdown({ date, machine, note, rows, slow }: PageResults): string {
  const cells = rows.map(({ page, screen, firstContent, layoutShift, barriers }) => [
    page,
    screen,
    middle(firstContent).toFixed(0),
    Math.max(...firstContent).toFixed(0),
    layoutShift.toFixed(3),
    String(barriers.length),
  ]);
  const found = rows.flatMap(({ page, screen, barriers }) => barriers.map((barrier) => `- ${page}, ${screen}: ${barrier}`));
  return `# How pages load

Pages of the site and sample apps, built and served on the same machine, each in a new browser context with an empty cache. First content is the time
until something of the page is painted (First Contentful Paint), of ${rows[0]!.firstContent.length} loads; the aim is at most 1,500 ms. The shift says how much of the page moved while
it loaded (Cumulative Layout Shift), the greatest of the loads; the aim is at most 0.1. Barriers are what axe finds that is serious or worse.
Made by \`npm run bench:pages\` on ${machine}, without a GPU, ${date}.${note ? ` ${note}` : ''}

${table(['page', 'screen', 'first content, ms: median', 'greatest', 'shift', 'barriers'], cells)}
${found.length > 0 ? `\n${found.join('\n')}\n` : ''}${slow ? onSlowPhone(slow) : ''}`;
}
