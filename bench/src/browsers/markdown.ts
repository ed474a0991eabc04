import { table } from '../steps/markdown.js';

/** What came of one app in one browser. */
export interface BrowserRow {
  /** Its name and version. */
  readonly browser: string;
  readonly app: string;
  /** Whether the page was isolated from other origins. */
  readonly isolated: boolean;
  /** What did not work; undefined if all did. */
  readonly problem?: string;
}

/** What `npm run browsers` writes. */
export interface BrowserResults {
  readonly date: string;
  readonly machine: string;
  /** What else a reader must know. */
  readonly note?: string;
  readonly rows: readonly BrowserRow[];
}

/** The results as Markdown: a line for each app, a column for each browser. */
export function markdown({ date, machine, note, rows }: BrowserResults): string {
  const [apps, browsers] = [[...new Set(rows.map(({ app }) => app))], [...new Set(rows.map(({ browser }) => browser))]];
  const cell = (app: string, browser: string): string =>
    rows
      .filter((row) => row.app === app && row.browser === browser)
      .map(({ isolated, problem }) => `${problem === undefined ? '✓' : '✗'} ${isolated ? 'isolated' : 'not isolated'}`)
      .join(', ') || 'not tried';
  const problems = rows.filter(({ problem }) => problem !== undefined);
  return (
    `# The sample apps in browsers

Each app is built, served on the same machine, and used in a fresh browser: it trains on the digits for three epochs, then on 10,000 pictures of
MNIST until it tells a loss. The anomaly app trains on its own table. ✓ means that all of this works and that the page tells no error. An isolated
page may use threads. WebKitGTK and Firefox are those of Debian. Made by \`npm run browsers\` on ${machine}, ${date}.${note ? ` ${note}` : ''}

${table(
  ['app', ...browsers],
  apps.map((app) => [app, ...browsers.map((browser) => cell(app, browser))]),
)}
${problems.map(({ browser, app, isolated, problem }) => `\n- ${browser}, ${app}, ${isolated ? 'isolated' : 'not isolated'}: ${problem}`).join('')}
`.trimEnd() + '\n'
  );
}
