// Codes and reconstructions per second, beside onnxruntime: `npm run bench:inference`. It takes how many thousand pictures go through each model
// (default 200). Results go to bench/results/inference.json and inference.md.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setWasmBackend } from '@autoencoders/backend-wasm';
import { toOnnx } from '@autoencoders/exchange';
import { save } from '@autoencoders/models';
import { variants } from '@autoencoders/variants';
import type { Variant } from '@autoencoders/variants';
import { BATCH, CHUNK, PICTURES, fileOf, onnxFileOf, programs } from './inference/jobs.js';
import type { InferenceJob, Program, Task } from './inference/jobs.js';
import { markdown } from './inference/markdown.js';
import type { Row } from './inference/markdown.js';
import { dense784 } from './models.js';
import { converse } from './steps/protocol.js';
import { median } from './steps/statistics.js';

const ROUNDS = 5;
/** Chunks of a program in a round. */
const chunks = Math.max(1, Math.round((Number(process.argv[2] ?? 200) * 1000) / CHUNK / ROUNDS));
const shape = [28, 28, 1] as const;
const named = (name: string): Variant => variants.find((variant) => variant.name === name)!;
const models: Readonly<Record<string, Variant>> = {
  'dense 784-128-32-128-784': dense784([128, 32], { codeActivation: 'relu' }),
  'dense 784-512-256-64-256-512-784': dense784([512, 256, 64], { codeActivation: 'relu' }),
  variational: named('variational'),
  convolutional: named('convolutional'),
};
const tasks: readonly Task[] = ['encode', 'reconstruct'];

/** Starts a program in its own process. */
function start(job: InferenceJob) {
  const child = spawn(process.execPath, [fileURLToPath(new URL('inference/child.js', import.meta.url)), JSON.stringify(job)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = new Promise((resolve) => child.once('close', resolve));
  const conversation = converse({ input: child.stdin, output: child.stdout }, async () => `${job.program} ended with code ${await exited}`);
  return {
    ...conversation,
    async end() {
      child.stdin.end();
      child.kill();
      await exited;
    },
  };
}

/** Lets all programs do a task in turns. */
async function measured(folder: string, model: string, input: readonly number[], task: Task): Promise<Row> {
  const running = programs.map((program) => start({ program, folder, model, input, task }));
  try {
    for (const { ready } of running) await ready();
    const ms: number[][] = programs.map(() => []);
    const means: number[] = [];
    for (let round = 0; round < ROUNDS; round++)
      for (const [i, { steps }] of running.entries()) {
        const answer = await steps(chunks);
        ms[i]!.push(...answer.ms);
        means[i] = answer.losses[0]!;
      }
    return {
      model,
      task,
      rates: Object.fromEntries(programs.map((program, i) => [program, (1000 * CHUNK) / median(ms[i]!)])) as Record<Program, number>,
      difference: Math.max(...means.map((mean) => Math.abs(mean / means[0]! - 1))),
    };
  } finally {
    await Promise.all(running.map(({ end }) => end()));
  }
}

await setWasmBackend({ threads: 1 });
const folder = mkdtempSync(join(tmpdir(), 'bench-inference-'));
try {
  // Most of a picture is black, as in MNIST.
  const pictures = Float32Array.from({ length: CHUNK * 784 }, (_, i) => (Math.imul(i, 2654435761) >>> 0) / 2 ** 32).map((x) =>
    Math.max(0, 5 * x - 4),
  );
  writeFileSync(join(folder, PICTURES), pictures);
  const rows: Row[] = [];
  for (const [name, variant] of Object.entries(models)) {
    const model = variant.model(shape, variant.settings(shape));
    writeFileSync(join(folder, fileOf(name)), await save(model as never));
    for (const task of tasks)
      writeFileSync(join(folder, onnxFileOf(name, task)), await toOnnx(model as never, { part: task === 'encode' ? 'encoder' : 'model' }));
    for (const task of tasks) {
      rows.push(await measured(folder, name, model.input, task));
      console.error(JSON.stringify(rows.at(-1)));
    }
  }
  const machine = `${cpus()[0]!.model.trim()}, ${cpus().length} cores, Node ${process.versions.node}`;
  const results = { machine, date: new Date().toISOString().slice(0, 10), pictures: ROUNDS * chunks * CHUNK, batch: BATCH, rows };
  const at = new URL('../results/', import.meta.url);
  writeFileSync(new URL('inference.json', at), `${JSON.stringify(results, null, 2)}\n`);
  writeFileSync(new URL('inference.md', at), markdown(results));
  console.log(markdown(results));
} finally {
  rmSync(folder, { recursive: true });
}
