// tfjs's CPU backend computes what its WASM backend gets wrong. Node cannot import its kernels one by one (their imports
// carry no extensions), and its own entry registers a backend. This bundles the kernels alone into kernels/cpu.js.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { coreFromFiles } from './core-from-files.mjs';

const CPU = '@tensorflow/tfjs-backend-cpu';
const require = createRequire(import.meta.url);
const dist = join(dirname(require.resolve(`${CPU}/package.json`)), 'dist');
const { version } = require(`${CPU}/package.json`);
const out = join(dirname(fileURLToPath(import.meta.url)), '..', 'kernels');

// Complex numbers have no place in the heap, and `Draw` needs a canvas.
const left = new Set(['Complex', 'ComplexAbs', 'Draw', 'FFT', 'IFFT', 'Imag', 'Real']);
const imports = readFileSync(join(dist, 'register_all_kernels.js'), 'utf8').matchAll(/import \{ (\w+) \} from '\.\/kernels\/(\w+)'/g);
const configs = [...imports].filter(([, , kernel]) => !left.has(kernel));
const from = (module) => JSON.stringify(join(dist, `${module}.js`));
const entry = [
  `export { MathBackendCPU } from ${from('backend_cpu')};`,
  ...configs.map(([, config, kernel]) => `import { ${config} } from ${from(`kernels/${kernel}`)};`),
  `export const configs = [${configs.map(([, config]) => config).join()}];`,
].join('\n');

const bundle = await rolldown({
  input: 'entry',
  plugins: [
    { name: 'entry', resolveId: (id) => (id === 'entry' ? '\0entry' : undefined), load: (id) => (id === '\0entry' ? entry : undefined) },
    coreFromFiles,
  ],
});
mkdirSync(out, { recursive: true });
await bundle.write({
  file: join(out, 'cpu.js'),
  format: 'esm',
  minify: true,
  comments: false,
  postBanner: `/*! Kernels of the CPU backend of TensorFlow.js ${version}. Copyright Google LLC. Apache License 2.0, http://www.apache.org/licenses/LICENSE-2.0 */`,
});
writeFileSync(
  join(out, 'cpu.d.ts'),
  `import type { KernelBackend, KernelConfig } from '@tensorflow/tfjs-core';
export declare class MathBackendCPU extends KernelBackend {
  firstUse: boolean;
}
export declare const configs: readonly KernelConfig[];
`,
);
