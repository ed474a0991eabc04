import type { DataId, TensorInfo } from '@tensorflow/tfjs-core';
import { bytesPerElement, sizeFromShape } from '#stock';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { Capturable } from '@autoencoders/core/internal';
import { journalOf } from '../kernels/leftovers.js';
import type { KernelGiven, Observer } from '../kernels/leftovers.js';
import type { Memory } from './memory.js';
import { entriesOf } from './recording.js';
import type { Call, Source, Use, WasmRecording } from './recording.js';

/** Kernels whose result has the data of their input, whatever the numbers are. */
const VIEWS: ReadonlySet<string> = new Set(['Identity', 'Reshape', 'ExpandDims', 'StopGradient']);

const varies = (source: Source): boolean => source.kind === 'given' || (source.kind === 'made' && source.varies);

/** Runs a function and notes its kernels. `memory`, if there is one, has places for what the kernels make, and keeps constants. */
export function record<T>(
  backend: BackendWasm,
  { f, tensors, seeds, results }: Capturable<T>,
  memory?: Pick<Memory, 'output' | 'hold'>,
): { readonly result: T; readonly recording: WasmRecording } {
  const journal = journalOf(backend)!;
  const sources = new Map<DataId, Source>();
  for (const [place, { dataId }] of tensors.entries()) if (!sources.has(dataId)) sources.set(dataId, { kind: 'given', place });
  const calls: Call[] = [];
  let flaw: string | undefined;
  const refuse = (why: string): void => void (flaw ??= why);

  const sourceOf = ({ dataId }: TensorInfo): Source => {
    const known = sources.get(dataId);
    if (known) return known;
    const constant: Source = { kind: 'constant', dataId, values: readSync.call(backend, dataId) as ArrayLike<number> };
    sources.set(dataId, constant);
    memory?.hold(dataId);
    return constant;
  };

  const drawsBy = ({ attrs }: KernelGiven): boolean => Object.values(attrs ?? {}).some((value) => seeds().includes(value as number));
  const useOf = (info: TensorInfo): Use => ({ source: sourceOf(info), shape: info.shape, dtype: info.dtype });

  const observer: Observer = {
    output: (place, shape, dtype) => memory?.output(calls.length, place, shape, dtype),
    isFixed: (info) => !varies(sourceOf(info)),
    stranger: () => refuse('it calls a kernel that is not of this backend'),
    kernel(name, kernel, given) {
      const inputs = entriesOf(given).map(([key, info]) => ({ name: key, ...useOf(info) }));
      const varying = inputs.filter(({ source }) => varies(source));
      const out = kernel(given);
      const infos = Array.isArray(out) ? out : [out];
      const fresh = infos.filter(({ dataId }) => !sources.has(dataId));
      const made = fresh.map(({ dataId, shape, dtype }) => {
        const place = journal.made.lastIndexOf(dataId, journal.count - 1);
        if (place < 0 || dtype === 'string') refuse(`${name} makes memory in a way that cannot be repeated`);
        sources.set(dataId, { kind: 'made', call: calls.length, place, varies: varying.length > 0 || drawsBy(given) });
        return { place, bytes: sizeFromShape(shape as number[]) * bytesPerElement(dtype) };
      });
      if (fresh.length < infos.length && fresh.length > 0) refuse(`${name} gives both new memory and that of an input`);
      if (fresh.length === 0 && !VIEWS.has(name) && varying.length > 1) refuse(`${name} gives an input back for the numbers of this step`);
      calls.push({ name, kernel, given, inputs, made });
      return out;
    },
  };

  const { readSync, read } = backend;
  // Reads of kernels are repeated with them. The program would decide by what it reads.
  const watched = <F extends typeof readSync | typeof read>(f: F): F =>
    ((...given: Parameters<F>) => {
      if (journal.depth === 0) refuse('it reads the numbers of a tensor while it computes');
      return (f as (...given: unknown[]) => unknown).apply(backend, given);
    }) as F;
  Object.assign(backend, { readSync: watched(readSync), read: watched(read) });
  const before = journal.observer;
  journal.observer = observer;
  try {
    const result = f();
    const uses = results(result).map(useOf);
    if (uses.some(({ source }) => source.kind === 'given')) refuse('a result is one of the tensors that it was given');
    return { result, recording: { flaw, calls, seeds: seeds(), results: uses } };
  } finally {
    journal.observer = before;
    Object.assign(backend, { readSync, read });
  }
}
