import { engine } from '@tensorflow/tfjs-core';
import type { DataId, KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { Capturable, Captured } from '@autoencoders/core/internal';
import type { KernelGiven } from '../kernels/leftovers.js';
import { sizeOf } from './bytes.js';
import { difference, seedAttributes } from './difference.js';
import { stagesOf } from './stages.js';
import { memoryOf } from './memory.js';
import type { Memory } from './memory.js';
import { keyOf, planMemory } from './plan.js';
import { record } from './record.js';
import type { Call, Use, WasmRecording } from './recording.js';
import { together } from './tapes.js';
import type { Tape } from './tapes.js';
import type { Tools } from './tools.js';

/** A tensor whose data may be others in each run. */
type Changing = { dataId: DataId } & Omit<TensorInfo, 'dataId'>;

/** A kernel that runs again: what it gets, and the memory for what it makes, by place. */
interface Repeated {
  readonly kernel: KernelFunc;
  readonly given: KernelGiven;
  readonly outputs: readonly (TensorInfo | undefined)[];
  /** The places of the results that no later kernel makes or reads. */
  readonly completes: number[];
  /** Whether its calls can be played from a tape. Undefined until that is known. */
  isWhole: boolean | undefined;
  tape?: Tape | undefined;
}

/** Kernels that do not depend on each other, and one tape of all, if they can be played from one. */
interface Stage {
  readonly all: Repeated[];
  tape?: Tape | undefined;
}

/** Runs a function in memory that is planned from `before`, and captures it. If this run was another, its result may be wrong. */
export function capture<T>(
  backend: BackendWasm,
  tools: Tools,
  what: Capturable<T>,
  before: WasmRecording,
): { readonly result: T; readonly captured: Captured | string } {
  const memory = memoryOf(backend, tools.journal, planMemory(before));
  const made: Record<string, TensorInfo> = {};
  const output = (...[call, place, shape, dtype]: Parameters<Memory['output']>): TensorInfo | undefined => {
    const info = memory.output(call, place, shape, dtype);
    if (info) made[keyOf(call, place)] = info;
    return info;
  };
  const { result, recording } = (() => {
    try {
      return record(backend, tools, what, { output, hold: memory.hold });
    } catch (error) {
      memory.dispose();
      throw error;
    }
  })();
  const isWhole = recording.calls.every(({ made: places }, call) => places.every(({ place }) => made[keyOf(call, place)]));
  const why = difference(before, recording) ?? (isWhole ? undefined : 'a kernel needs more memory than in the step before');
  if (why === undefined) return { result, captured: repeatable(backend, tools, { before, recording, memory, made }) };
  // What is still in use moves.
  memory.dispose();
  return { result, captured: why };
}

interface Parts {
  readonly before: WasmRecording;
  readonly recording: WasmRecording;
  readonly memory: Memory;
  readonly made: Readonly<Record<string, TensorInfo>>;
}

function repeatable(backend: BackendWasm, tools: Tools, { before, recording, memory, made }: Parts): Captured {
  const { calls, results } = recording;
  const changing: { readonly place: number; readonly info: Changing }[] = [];
  const infoOf = ({ source, shape, dtype }: Use): TensorInfo => {
    if (source.kind === 'made') return { dataId: made[keyOf(source.call, source.place)]!.dataId, shape: [...shape], dtype };
    if (source.kind === 'constant') return { dataId: source.dataId, shape: [...shape], dtype };
    const info: Changing = { dataId: {}, shape: [...shape], dtype };
    changing.push({ place: source.place, info });
    return info;
  };
  const repeatedOf = ({ kernel, given, inputs, made: places }: Call, call: number): Repeated => {
    const infos = Object.fromEntries(inputs.map((input) => [input.name, infoOf(input)]));
    const outputs: (TensorInfo | undefined)[] = [];
    for (const { place } of places) outputs[place] = made[keyOf(call, place)];
    return {
      kernel,
      given: { inputs: (Array.isArray(given.inputs) ? Object.values(infos) : infos) as never, attrs: { ...given.attrs }, backend },
      outputs,
      completes: [],
      isWhole: tools.mayBeTaped(kernel) ? undefined : false,
    };
  };
  const all = calls.map(repeatedOf);
  const seeded = seedAttributes(before, recording).map(({ call, name, seed }) => {
    // Its numbers are others each time.
    all[call]!.isWhole = false;
    return { attrs: all[call]!.given.attrs!, name, seed };
  });
  const stages: Stage[] = [];
  for (const [call, stage] of stagesOf(recording).entries()) {
    stages[stage] ??= { all: [] };
    // Views make nothing: what reads them has their data.
    if (calls[call]!.made.length > 0) stages[stage].all.push(all[call]!);
  }
  const infos = results.map(infoOf);
  for (const [place, call] of completions(recording).entries()) all[call]!.completes.push(place);
  return {
    run(tensors, seeds, onResult) {
      for (const { place, info } of changing) info.dataId = tensors[place]!.dataId;
      for (const { attrs, name, seed } of seeded) attrs[name] = seeds[seed]!;
      runAll(backend, tools, stages, tensors, onResult);
    },
    view: areOwn(recording) ? (place) => backend.typedArrayFromHeap(infos[place]!) as Float32Array : undefined,
    results: () => infos.map((info) => tensorOf(backend, info)),
    areHeld: () => infos.some(({ dataId }) => backend.refCount(dataId) > 1),
    dispose: memory.dispose,
  };
}

/** Runs kernels in the memory that they have: the first time to see whether they can be taped, the second time to tape them, then from tapes. */
function runAll(
  backend: BackendWasm,
  { journal, heap }: Tools,
  stages: readonly Stage[],
  tensors: readonly TensorInfo[],
  onResult?: (place: number) => void,
): void {
  const tapes = heap.tapes!;
  const addresses = tensors.map(({ dataId }) => backend.getMemoryOffset(dataId));
  const places = (): ReadonlyMap<DataId, number> => new Map(tensors.map(({ dataId }, place) => [dataId, place]));
  let outputs: Repeated['outputs'] = [];
  journal.observer = {
    output: (place, shape) => {
      const info = outputs[place];
      if (info && sizeOf(info.shape) !== sizeOf(shape)) throw new Error('a captured kernel gives another shape');
      return info;
    },
    isFixed: () => false,
    stranger: () => undefined,
    kernel: (_, f, given) => f(given),
  };
  journal.depth++;
  const run = (each: Repeated, skipped: number): void => {
    if (each.tape && tapes.play(each.tape, addresses)) return;
    journal.count = 0;
    ({ outputs } = each);
    const kernel = (): void => void each.kernel(each.given);
    if (each.isWhole === false) kernel();
    else if (each.isWhole) each.tape = tapes.record(kernel, places(), addresses, skipped);
    else each.isWhole = tapes.isWhole(kernel);
  };
  try {
    for (const stage of stages) {
      // Who waits for a result gets it before the kernels beside it run.
      if (!onResult && stage.tape && tapes.play(stage.tape, addresses)) continue;
      let skipped = 0;
      for (const each of stage.all) {
        run(each, skipped);
        skipped = each.tape?.used ?? skipped;
        if (onResult) each.completes.forEach(onResult);
      }
      stage.tape = together(stage.all.map(({ tape }) => tape));
    }
  } finally {
    journal.depth--;
    journal.observer = undefined;
  }
}

/** Of each result, the last kernel that makes or reads it. Views run no kernel. */
function completions({ calls, results }: WasmRecording): readonly number[] {
  const last = (uses: (call: Call, at: number) => boolean): number =>
    calls.findLastIndex((call, at) => call.made.length > 0 && uses(call, at));
  return results.map(({ source }) => {
    const isMaker = (at: number): boolean => source.kind === 'made' && source.call === at;
    const found = last(({ inputs }, at) => isMaker(at) || inputs.some((input) => input.source === source));
    return found < 0 ? last(() => true) : found;
  });
}

/** Whether every result is float32 and has memory of its own, which a kernel of each run writes. */
const areOwn = ({ results }: WasmRecording): boolean =>
  new Set(results.map(({ source }) => source)).size === results.length &&
  results.every(({ source, dtype }) => source.kind === 'made' && dtype === 'float32');

/** A tensor of data that it shares. */
function tensorOf(backend: BackendWasm, info: TensorInfo) {
  backend.incRef(info.dataId);
  return engine().makeTensorFromTensorInfo(info, backend);
}
