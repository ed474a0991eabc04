import type { FirstLoad } from './apps.js';
import type { Smallest } from './smallest.js';

/** What `npm run bench:size` measures. */
export interface Sizes {
  readonly chromium: string;
  readonly packages: Readonly<Record<string, number>>;
  readonly smallest: Smallest;
  readonly apps: readonly FirstLoad[];
}

const kB = (bytes: number): string => (bytes / 1000).toFixed(1);
const whole = (bytes: number): string => (bytes / 1000).toFixed(0);

const sorted = (sizes: Readonly<Record<string, number>>): readonly (readonly [string, number])[] =>
  Object.entries(sizes).sort(([, a], [, b]) => b - a);

/** The table of first loads: a column for each app, a row for each thing that is 1 kB or more somewhere. */
function firstLoads(apps: readonly FirstLoad[]): string {
  const names = [...new Set(apps.flatMap(({ parts }) => Object.keys(parts)))];
  const most = (name: string): number => Math.max(...apps.map(({ parts }) => parts[name] ?? 0));
  const rows = names.filter((name) => most(name) >= 1000).sort((a, b) => most(b) - most(a));
  const rest = names.filter((name) => most(name) < 1000);
  const cells = (of: (app: FirstLoad) => number): string => apps.map((app) => whole(of(app))).join(' | ');
  return [
    `| kB | ${apps.map(({ app }) => app).join(' | ')} |`,
    `| --- |${' ---: |'.repeat(apps.length)}`,
    `| **all** | ${apps.map(({ bytes }) => `**${whole(bytes)}**`).join(' | ')} |`,
    `| before the controls | ${apps.map(({ shown }) => whole(shown)).join(' | ')} |`,
    ...rows.map((name) => `| ${name} | ${cells(({ parts }) => parts[name] ?? 0)} |`),
    `| others | ${cells(({ parts }) => rest.reduce((sum, name) => sum + (parts[name] ?? 0), 0))} |`,
  ].join('\n');
}

/** The page of results. */
export const markdown = ({ chromium, packages, smallest, apps }: Sizes): string => `# What pages load

All sizes are gzipped, in kB of 1,000 bytes. \`npm run bench:size\` measures them. Ceilings with reasons are in \`tests/budgets/ceilings.ts\`.

## The smallest useful app

A program that trains a dense autoencoder with one loss on WASM, bundled and minified by esbuild from the built packages: **${kB(smallest.javascript)} kB** of JavaScript (the goal is 120). A page that is isolated from other origins has threads, and loads ${kB(smallest.isolated)} kB. The program sets \`fallback: false\` and \`capture: false\`. By default it loads ${kB(smallest.fallback)} kB more, kernels of tfjs's CPU backend for calls that tfjs's WASM backend gets wrong, and ${kB(smallest.capture)} kB more, which capture the kernels of training steps.

| JavaScript of | kB |
| --- | ---: |
${sorted(smallest.packages)
  .filter(([, bytes]) => bytes >= 100)
  .map(([name, bytes]) => `| ${name} | ${kB(bytes)} |`)
  .join('\n')}

WebAssembly comes on top. A page loads one of our modules and one of tfjs's files.

| WebAssembly | kB |
| --- | ---: |
${Object.entries(smallest.wasm)
  .map(([name, bytes]) => `| ${name} | ${kB(bytes)} |`)
  .join('\n')}

## What each package adds

A bundle with all exports of a package, without the packages that it depends on. Unused exports fall away.

| package | kB |
| --- | ---: |
${Object.entries(packages)
  .map(([name, bytes]) => `| ${name} | ${kB(bytes)} |`)
  .join('\n')}

## The first load of the sample apps

All files that a page and its workers request before you can use it, built by Vite, measured in Chromium ${chromium}, without the data and the model that comes with it. The page shows its text and controls after the bytes of the second line. The compressed bytes of a file are shared out among its sources by their sizes before compression.

${firstLoads(apps)}
`;
