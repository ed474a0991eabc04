import type { DataId, TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { Capturable } from '@autoencoders/core/internal';
import type { Journal, KernelGiven, Observer } from '../kernels/leftovers.js';
import { bytesOf } from './bytes.js';
import type { Memory } from './memory.js';
import { entriesOf } from './recording.js';
import type { Call, Source, Use, WasmRecording } from './recording.js';
import type { Tools } from './tools.js';

/** Whether the numbers of a source may be others in the next run. */
const varies = (source: Source): boolean => source.kind === 'given' || (source.kind === 'made' && source.varies);

/** Runs a function and notes its kernels. `memory`, if there is one, has places for what the kernels make, and keeps constants. */
export function record<T>(
  backend: BackendWasm,
  { journal }: Pick<Tools, 'journal'>,
  what: Capturable<T>,
  memory?: Pick<Memory, 'output' | 'hold'>,
): { readonly result: T; readonly recording: WasmRecording } {
  const notes = notesOf(backend, journal, what, memory);
  const stopWatching = watchReads(backend, () => {
    // What kernels read is read again with them.
    if (journal.depth === 0) notes.refuse('it reads the numbers of a tensor while it computes');
  });
  const before = journal.observer;
  journal.observer = notes.observer;
  try {
    const result = what.f();
    const results = what.results(result).map(notes.useOf);
    if (results.some(({ source }) => source.kind === 'given')) notes.refuse('a result is one of the tensors that it was given');
    return { result, recording: { flaw: notes.flaw(), calls: notes.calls, seeds: what.seeds(), results } };
  } finally {
    journal.observer = before;
    stopWatching();
  }
}

/** Calls `onRead` when numbers of a tensor are read, until what it returns is called. */
function watchReads(backend: BackendWasm, onRead: () => void): () => void {
  const { readSync, read } = backend;
  const watched =
    <F extends (...given: never[]) => unknown>(f: F) =>
    (...given: Parameters<F>): unknown => {
      onRead();
      return f.apply(backend, given);
    };
  Object.assign(backend, { readSync: watched(readSync), read: watched(read) });
  return () => void Object.assign(backend, { readSync, read });
}

/** Notes of the kernels of a run. */
function notesOf(
  backend: BackendWasm,
  journal: Journal,
  { tensors, seeds }: Pick<Capturable<unknown>, 'tensors' | 'seeds'>,
  memory: Pick<Memory, 'output' | 'hold'> | undefined,
) {
  const { readSync } = backend;
  const sources = new Map<DataId, Source>(tensors.map(({ dataId }, place) => [dataId, { kind: 'given', place }] as const).toReversed());
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
  const useOf = (info: TensorInfo): Use => ({ source: sourceOf(info), shape: info.shape, dtype: info.dtype });
  const draws = ({ attrs }: KernelGiven): boolean => Object.values(attrs ?? {}).some((value) => seeds().includes(value as number));

  /** Notes a call that was made, and what it has made. */
  const note = (call: Omit<Call, 'made'>, infos: readonly TensorInfo[]): void => {
    const { name, given, inputs } = call;
    const varying = inputs.filter(({ source }) => varies(source));
    const fresh = infos.filter(({ dataId }) => !sources.has(dataId));
    const made = fresh.map(({ dataId, shape, dtype }) => {
      const place = journal.made.lastIndexOf(dataId, journal.count - 1);
      if (place < 0 || dtype === 'string') refuse(`${name} makes memory in a way that cannot be repeated`);
      sources.set(dataId, { kind: 'made', call: calls.length, place, varies: varying.length > 0 || draws(given) });
      return { place, bytes: bytesOf(shape, dtype) };
    });
    if (fresh.length < infos.length && fresh.length > 0) refuse(`${name} gives both new memory and that of an input`);
    if (fresh.length === 0 && varying.length > 1) refuse(`${name} gives an input back for the numbers of this step`);
    calls.push({ ...call, made });
  };
  const observer: Observer = {
    output: (place, shape, dtype) => memory?.output(calls.length, place, shape, dtype),
    isFixed: (info) => !varies(sourceOf(info)),
    stranger: () => refuse('it calls a kernel that is not of this backend'),
    kernel(name, kernel, given) {
      // Before it runs, as it may free an input.
      const inputs = entriesOf(given).map(([key, info]) => ({ name: key, ...useOf(info) }));
      const out = kernel(given);
      note({ name, kernel, given, inputs }, Array.isArray(out) ? out : [out]);
      return out;
    },
  };
  return { observer, calls, useOf, refuse, flaw: () => flaw };
}
