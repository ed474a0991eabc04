// The process of one program that encodes or reconstructs: `node child.js <job as JSON>`. A step is a chunk of pictures, and its "loss" is the
// mean of what comes out. ../steps/protocol.ts has the messages.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from '@autoencoders/models';
import type { AnyAutoencoder } from '@autoencoders/models';
import { encode, reconstruct } from '@autoencoders/training';
import { serve, stepByStep } from '../steps/protocol.js';
import type { Peer } from '../steps/protocol.js';
import { BATCH, CHUNK, PICTURES, fileOf, onnxFileOf } from './jobs.js';
import type { InferenceJob, Program } from './jobs.js';

const job = JSON.parse(process.argv[2]!) as InferenceJob;
const read = (name: string): Uint8Array => new Uint8Array(readFileSync(join(job.folder, name)));
const pictures = new Float32Array(read(PICTURES).buffer);

const mean = (batches: readonly ArrayLike<number>[]): number => {
  let [sum, count] = [0, 0];
  for (const numbers of batches) {
    for (let i = 0; i < numbers.length; i++) sum += numbers[i]!;
    count += numbers.length;
  }
  return sum / count;
};

/** As a user calls them, on one thread. */
async function ours(backend: { readonly blas?: false }): Promise<Peer> {
  const { setNodeBackend } = await import('@autoencoders/backend-node');
  await setNodeBackend({ ...backend, threads: 1 });
  const model = (await load(read(fileOf(job.model)))) as AnyAutoencoder;
  const predict = { encode, reconstruct }[job.task];
  const data = { name: 'pictures', shape: model.input, values: pictures };
  return stepByStep('', async () => {
    const batches: ArrayLike<number>[] = [];
    for await (const { values } of predict(model as never, data, { batch: BATCH }).chunks()) batches.push(values);
    return mean(batches);
  });
}

/** What both packages of onnxruntime have in common. */
interface Runtime {
  readonly InferenceSession: { create: (file: Uint8Array, options: object) => Promise<Session> };
  readonly Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => unknown;
}
interface Session {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run: (feeds: object, outputs: readonly string[]) => Promise<Readonly<Record<string, { readonly data: Float32Array }>>>;
}

async function onnx({ InferenceSession, Tensor }: Runtime, options: object): Promise<Peer> {
  const session = await InferenceSession.create(read(onnxFileOf(job.model, job.task)), options);
  const output = session.outputNames.find((name) => name === { encode: 'codes', reconstruct: 'reconstruction' }[job.task])!;
  const size = pictures.length / CHUNK;
  return stepByStep('', async () => {
    const batches: ArrayLike<number>[] = [];
    for (let from = 0; from < CHUNK; from += BATCH) {
      const some = pictures.subarray(from * size, Math.min(CHUNK, from + BATCH) * size);
      const feeds = { [session.inputNames[0]!]: new Tensor('float32', some, [some.length / size, ...job.input]) };
      batches.push((await session.run(feeds, [output]))[output]!.data);
    }
    return mean(batches);
  });
}

const peers: Readonly<Record<Program, () => Promise<Peer>>> = {
  ours: () => ours({ blas: false }),
  'ours, BLAS': () => ours({}),
  'onnxruntime-node': async () =>
    onnx((await import('onnxruntime-node')) as never, { intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 3 }),
  'onnxruntime-web': async () => {
    const runtime = await import('onnxruntime-web');
    runtime.env.wasm.numThreads = 1;
    return onnx(runtime as never, { executionProviders: ['wasm'], logSeverityLevel: 3 });
  },
};

await serve(peers[job.program], { steps: 2, ms: 10_000 }, { input: process.stdin, output: process.stdout });
