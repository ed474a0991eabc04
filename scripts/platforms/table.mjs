// The platforms: what each installs, how it is built and started, and where it trains.

const ours = ['backend-wasm', 'core', 'datasets', 'layers', 'losses', 'models', 'training'];

/** Packages of this repository that the programs import. */
export const packagesOf = (version) => ({
  ...Object.fromEntries(ours.map((name) => [`@autoencoders/${name}`, version])),
  '@tensorflow/tfjs-core': '^4.22.0',
});

/** Programs of a server or a command: they print what comes of a training. */
export const programs = [
  ...[20, 22, 24, 26].flatMap((node) => [
    { name: `Node ${node}, ES module`, node, command: ['node', 'node.mjs'] },
    { name: `Node ${node}, CommonJS`, node, command: ['node', 'node.cjs'] },
  ]),
  { name: 'Deno', dependencies: { deno: '2' }, command: ['node_modules/.bin/deno', 'run', '--allow-all', 'node.mjs'] },
  { name: 'Bun', dependencies: { bun: '1' }, command: ['node_modules/.bin/bun', 'node.mjs'] },
];

/** Pages: they train in the page, and in a worker. `script` starts their server; otherwise `dist` is served. */
export const pages = [
  { name: 'Vite 8', template: 'vite', dependencies: { vite: '8' }, script: 'start', browsers: ['chromium', 'firefox', 'webkit'] },
  { name: 'Vite 8, dev server', template: 'vite', dependencies: { vite: '8' }, script: 'dev' },
  { name: 'Vite 7', template: 'vite', dependencies: { vite: '7' }, script: 'start' },
  { name: 'Vite 7, dev server', template: 'vite', dependencies: { vite: '7' }, script: 'dev' },
  { name: 'Vite 6', template: 'vite', dependencies: { vite: '6' }, script: 'start' },
  { name: 'Vite 6, dev server', template: 'vite', dependencies: { vite: '6' }, script: 'dev' },
  { name: 'Vite 8, TypeScript', template: 'vite-typescript', dependencies: { vite: '8', typescript: 'latest' }, script: 'start' },
  { name: 'Vite 7, pnpm', template: 'vite', dependencies: { vite: '7' }, manager: 'pnpm', script: 'start' },
  { name: 'webpack 5', template: 'webpack' },
  { name: 'esbuild', template: 'esbuild' },
  { name: 'Rollup 4', template: 'rollup' },
  { name: 'Next.js 16', template: 'next', script: 'start' },
  { name: 'Next.js 16, dev server', template: 'next', script: 'dev' },
  { name: 'SvelteKit', template: 'sveltekit', package: '@sveltejs/kit', node: 22, script: 'start' },
  { name: 'Astro', template: 'astro', node: 22, script: 'start' },
];

/** What CI tries. */
export const short = ['Node 20, ES module', 'Vite 8', 'esbuild'];

/** What could not be tried, and why. */
export const untried = [{ name: 'Electron', why: 'npm has only its downloader; the program itself is on GitHub' }];
