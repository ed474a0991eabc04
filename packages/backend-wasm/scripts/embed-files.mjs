// Writes tfjs's .wasm files, and the small ones, as modules that hold their bytes, compressed by gzip, in base64: kernels/files/NAME.js. So every bundler
// finds them, without settings.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const dist = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));
const out = join(dirname(fileURLToPath(import.meta.url)), '..', 'kernels', 'files');

mkdirSync(out, { recursive: true });
const simd = ['tfjs-backend-wasm-simd', 'tfjs-backend-wasm-threaded-simd'];
const files = [
  ...['tfjs-backend-wasm', ...simd].map((name) => [name, join(dist, `${name}.wasm`)]),
  ...simd.map((name) => [`${name}-small`, join(out, '..', 'small', `${name}.wasm`)]),
];
for (const [name, path] of files) {
  const base64 = gzipSync(readFileSync(path), { level: 9 }).toString('base64');
  writeFileSync(join(out, `${name}.js`), `export default '${base64}';\n`);
  writeFileSync(join(out, `${name}.d.ts`), 'declare const base64: string;\nexport default base64;\n');
}
