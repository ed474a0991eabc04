// The time and the error of principal components, ours and scikit-learn's: `npm run bench:pca`. Results go to bench/results/pca.json and pca.md.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setWasmBackend } from '@autoencoders/backend-wasm';
import { mnist } from '@autoencoders/datasets/node';
import { contendersFor, rowsOf, markdown } from './pca/report.js';
import type { PcaRow } from './pca/report.js';
import { tasks, write } from './pca/tasks.js';
import { findPython, hasBlas } from './steps/contenders.js';
import { measure } from './steps/rounds.js';

const python = findPython('sklearn, numpy');
if (!python) throw new Error('bench:pca needs a Python with scikit-learn');
const contenders = contendersFor(python, await hasBlas());
await setWasmBackend();
const folder = mkdtempSync(join(tmpdir(), 'bench-pca-'));
try {
  const rows: PcaRow[] = [];
  for (const task of tasks(await mnist('train'))) {
    await write(folder, task);
    const effort = { rounds: 5, ms: 4000, warmUp: { steps: 2, ms: 1 } };
    rows.push(
      ...rowsOf(
        task,
        await measure(
          task,
          contenders.filter(({ takes }) => takes(task)),
          folder,
          effort,
          (text) => console.error(text),
        ),
      ),
    );
  }
  const results = new URL('../results/', import.meta.url);
  const machine = `${cpus()[0]!.model.trim()}, ${cpus().length} cores, Node ${process.versions.node}`;
  const report = { machine, date: new Date().toISOString().slice(0, 10), versions: [...new Set(rows.map(({ version }) => version))], rows };
  writeFileSync(new URL('pca.json', results), `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(new URL('pca.md', results), markdown(report));
  console.log(markdown(report));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
