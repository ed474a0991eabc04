import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { findPython } from '../steps/contenders.js';
import type { Contender } from './contenders.js';

/** What the process says of a job. */
interface Answer {
  readonly version: string;
  readonly fit: number;
  readonly score: number;
}

interface Peer {
  readonly folder: string;
  readonly ask: (job: object) => Promise<Answer>;
  readonly child: ChildProcess;
}

let peer: Peer | undefined;

/** Whether a Python with scikit-learn is there. */
export const hasSklearn = (): boolean => python() !== undefined;

let found: { readonly python: string | undefined } | undefined;
const python = (): string | undefined => (found ??= { python: findPython('sklearn, numpy') }).python;

/** Starts the process; it takes jobs until `stopSklearn`. */
function start(): Peer {
  const folder = mkdtempSync(join(tmpdir(), 'bench-anomaly-'));
  // From src/ as from dist/, the package's root is two folders up.
  const script = fileURLToPath(new URL('../../peers/sklearn_anomaly.py', import.meta.url));
  const child = spawn(python()!, [script, folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (job: object): Promise<Answer> => {
    child.stdin.write(`${JSON.stringify(job)}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error('bench:anomaly: the process of scikit-learn ended; its message is above');
    return JSON.parse(value as string) as Answer;
  };
  return { folder, ask, child };
}

/** Ends the process, if there is one. */
export function stopSklearn(): void {
  peer?.child.stdin?.end();
  if (peer) rmSync(peer.folder, { recursive: true, force: true });
  peer = undefined;
}

/** A method of scikit-learn, on one thread. */
export const sklearn = (name: string, title: string, method: string, published: string): Contender => ({
  name,
  title,
  published,
  available: hasSklearn,
  run: async ({ train, test }, seed) => {
    peer ??= start();
    for (const [part, { values }] of Object.entries({ train, test }))
      writeFileSync(join(peer.folder, `${part}.f32`), Float32Array.from(values));
    const { fit, score } = await peer.ask({ method, seed, width: train.shape[0] });
    const bytes = readFileSync(join(peer.folder, 'scores.f64'));
    return { scores: new Float64Array(new Uint8Array(bytes).buffer), fit, score };
  },
});
