// Writes kernels/thread.js: the text of worker/thread.js, for workers that are not started from a file.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const text = readFileSync(join(root, 'worker', 'thread.js'), 'utf8').replace(/^\/\*.*?\*\/\n/ms, '');

mkdirSync(join(root, 'kernels'), { recursive: true });
writeFileSync(join(root, 'kernels', 'thread.js'), `export default ${JSON.stringify(text)};\n`);
writeFileSync(join(root, 'kernels', 'thread.d.ts'), 'declare const source: string;\nexport default source;\n');
