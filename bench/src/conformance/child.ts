// Runs tfjs-core's tests on one contender, bundled by bundle.ts with everything that shares its tfjs-core.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { contenders } from './contenders.js';
import type { ContenderName } from './contenders.js';
import type { Job, Message } from './protocol.js';

const jasmineRequire = require('jasmine-core/lib/jasmine-core/jasmine.js');

const say = (message: Message): void => void process.send!(message);

/** Makes what the tests call, as Jasmine's own runner does. */
function jasmineOf(): any {
  const jasmine = jasmineRequire.core(jasmineRequire);
  const env = jasmine.getEnv({ suppressLoadErrors: true });
  Object.assign(globalThis, jasmineRequire.interface(jasmine, env), { jasmine });
  env.configure({ random: false, failSpecWithNoExpectations: false });
  return env;
}

/** Starts the backend; false where there is none of its kind on this machine. */
async function start(name: ContenderName, wasmFolder: string): Promise<boolean> {
  const { backend, start: how, options = {} } = contenders[name];
  if (how === 'useWasm') await (await import('@autoencoders/backend-wasm')).useWasm({ ...options, paths: wasmFolder });
  else if (how === 'useNode') {
    const { blas } = await (await import('@autoencoders/backend-node')).useNode({ threads: options.threads!, paths: wasmFolder, onNotice: () => {} });
    if (!blas) return false;
  } else {
    setWasmPaths(wasmFolder);
    await tf.setBackend(backend);
  }
  return true;
}

interface Spec {
  readonly id: string;
  readonly getFullName: () => string;
}
interface Result {
  readonly id: string;
  readonly status: string;
  readonly failedExpectations: readonly { readonly message: string }[];
}

/** Names by the numbers that Jasmine gives; a name that is given again gets its count, and none has the flags of a contender. */
function namer(): { add: (spec: Spec) => string; of: (result: Result) => string } {
  const counts = new Map<string, number>();
  const names = new Map<string, string>();
  return {
    add(spec) {
      const name = spec.getFullName().replace(/ test-wasm \{.*?\}/, ' test-wasm');
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      names.set(spec.id, count === 1 ? name : `${name} #${count}`);
      return names.get(spec.id)!;
    },
    of: ({ id }) => names.get(id)!,
  };
}

async function run({ contender, only = '', skip, wasmFolder }: Job): Promise<void> {
  const name = contender as ContenderName;
  if (!(await start(name, wasmFolder))) return say({ kind: 'cannot', why: 'there is no BLAS' });
  const env = jasmineOf();
  const { setTestEnvs } = await import('@tensorflow/tfjs-core/dist/jasmine_util.js');
  const plain = contenders[name].start === 'stock' && contenders[name].options?.simd === false;
  setTestEnvs([
    { name: 'test-wasm', backendName: contenders[name].backend, isDataSync: true, flags: plain ? { WASM_HAS_SIMD_SUPPORT: false } : {} },
  ]);
  await import('@tensorflow/tfjs-core/dist/tests.js');
  const names = namer();
  const wanted = new RegExp(only);
  const skipped = new Set(skip);
  env.configure({
    specFilter: (spec: Spec) => {
      const id = names.add(spec);
      return wanted.test(id) && !skipped.has(id);
    },
  });
  env.addReporter({
    specStarted: (result: Result) => say({ kind: 'begins', id: names.of(result) }),
    specDone(result: Result) {
      if (result.status !== 'passed' && result.status !== 'failed') return;
      const why = result.failedExpectations[0]?.message.split('\n')[0];
      say({ kind: 'ended', id: names.of(result), outcome: result.status, ...(why && { why }) });
    },
  });
  await env.execute();
  say({ kind: 'done' });
}

process.on('message', (job: Job) => {
  run(job)
    .catch((error: unknown) => say({ kind: 'cannot', why: error instanceof Error ? (error.stack ?? error.message) : String(error) }))
    .finally(() => process.disconnect());
});
