import { engine } from '@tensorflow/tfjs-core';
import type { DataId, KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { sizeFromShape } from '#stock';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { Capturable, Captured } from '@autoencoders/core/internal';
import { journalOf } from '../kernels/leftovers.js';
import type { KernelGiven, Observer } from '../kernels/leftovers.js';
import { difference, seedAttributes } from './difference.js';
import { memoryOf } from './memory.js';
import type { Memory } from './memory.js';
import { planMemory } from './plan.js';
import { record } from './record.js';
import type { Call, Use, WasmRecording } from './recording.js';

/** A tensor whose data may be others in each run. */
type Changing = { dataId: DataId } & Omit<TensorInfo, 'dataId'>;

/** A kernel that runs again: what it gets, and the memory for what it makes, by place. */
interface Repeated {
  readonly kernel: KernelFunc;
  readonly given: KernelGiven;
  readonly outputs: readonly (TensorInfo | undefined)[];
}

/** Runs a function in memory that is planned from `before`, and captures it. */
export function capture<T>(
  backend: BackendWasm,
  what: Capturable<T>,
  before: WasmRecording,
): { readonly result: T; readonly captured?: Captured } {
  const memory = memoryOf(backend, planMemory(before));
  const made: Record<string, TensorInfo> = {};
  const output = (...[call, place, shape, dtype]: Parameters<Memory['output']>): TensorInfo | undefined => {
    const info = memory.output(call, place, shape, dtype);
    if (info) made[`${call} ${place}`] = info;
    return info;
  };
  const { result, recording } = (() => {
    try {
      return record(backend, what, { output, hold: memory.hold });
    } catch (error) {
      memory.dispose();
      throw error;
    }
  })();
  const isWhole = recording.calls.every(({ made: places }, call) => places.every(({ place }) => made[`${call} ${place}`]));
  if (difference(before, recording) === undefined && isWhole)
    return { result, captured: repeatable(backend, { before, recording, memory, made }) };
  // What is still in use moves.
  memory.dispose();
  return { result };
}

interface Parts {
  readonly before: WasmRecording;
  readonly recording: WasmRecording;
  readonly memory: Memory;
  readonly made: Readonly<Record<string, TensorInfo>>;
}

function repeatable(backend: BackendWasm, { before, recording, memory, made }: Parts): Captured {
  const { calls, results } = recording;
  const changing: { readonly place: number; readonly info: Changing }[] = [];
  const infoOf = ({ source, shape, dtype }: Use): TensorInfo => {
    if (source.kind === 'made') return { dataId: made[`${source.call} ${source.place}`]!.dataId, shape: [...shape], dtype };
    if (source.kind === 'constant') return { dataId: source.dataId, shape: [...shape], dtype };
    const info: Changing = { dataId: {}, shape: [...shape], dtype };
    changing.push({ place: source.place, info });
    return info;
  };
  const repeatedOf = ({ kernel, given, inputs, made: places }: Call, call: number): Repeated => {
    const infos = Object.fromEntries(inputs.map((input) => [input.name, infoOf(input)]));
    const outputs: (TensorInfo | undefined)[] = [];
    for (const { place } of places) outputs[place] = made[`${call} ${place}`];
    return {
      kernel,
      given: { inputs: (Array.isArray(given.inputs) ? Object.values(infos) : infos) as never, attrs: { ...given.attrs }, backend },
      outputs,
    };
  };
  const all = calls.map(repeatedOf);
  const seeded = seedAttributes(before, recording).map(({ call, name, seed }) => ({ attrs: all[call]!.given.attrs!, name, seed }));
  // Views make nothing: what reads them has their data.
  const repeated = all.filter((_, call) => calls[call]!.made.length > 0);
  const infos = results.map(infoOf);
  return {
    run(tensors, seeds) {
      for (const { place, info } of changing) info.dataId = tensors[place]!.dataId;
      for (const { attrs, name, seed } of seeded) attrs[name] = seeds[seed]!;
      runAll(backend, repeated);
    },
    results: () => infos.map((info) => tensorOf(backend, info)),
    areHeld: () => infos.some(({ dataId }) => backend.refCount(dataId) > 1),
    dispose: memory.dispose,
  };
}

/** Runs kernels in the memory that they have. */
function runAll(backend: BackendWasm, repeated: readonly Repeated[]): void {
  const journal = journalOf(backend)!;
  let outputs: Repeated['outputs'] = [];
  const observer: Observer = {
    output: (place, shape) => {
      const info = outputs[place];
      if (info && sizeFromShape(info.shape as number[]) !== sizeFromShape(shape)) throw new Error('a captured kernel gives another shape');
      return info;
    },
    isFixed: () => false,
    stranger: () => undefined,
    kernel: (_, f, given) => f(given),
  };
  journal.observer = observer;
  journal.depth++;
  try {
    for (const each of repeated) {
      journal.count = 0;
      ({ outputs } = each);
      each.kernel(each.given);
    }
  } finally {
    journal.depth--;
    journal.observer = undefined;
  }
}

/** A tensor of data that it shares. */
function tensorOf(backend: BackendWasm, info: TensorInfo) {
  backend.incRef(info.dataId);
  return engine().makeTensorFromTensorInfo(info, backend);
}
