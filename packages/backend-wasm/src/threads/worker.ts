import { offset, place, room } from './block.js';

/** The data that a worker gets at its start. */
export interface Setup {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** The shared block; see `block.ts`. */
  readonly buffer: SharedArrayBuffer;
  /** The names of the functions, by number. */
  readonly names: readonly string[];
  /** Functions besides the module's exports: see `Program`. */
  readonly program: string | undefined;
  /** Milliseconds to poll for more calls before sleep, so that the next kernel finds the worker awake. */
  readonly awake: number;
}

/**
 * The program of a worker. It is a text, since a minified function may refer to names that the worker does not have. It starts the
 * module on the shared memory, answers, and then runs calls forever.
 */
export const workerSource: string = `'use strict';
function work({ module, memory, buffer, names, program, awake }, answer, require) {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const more = program && new Function('require', 'memory', program)(require, memory);
  const functions = names.map((name) => exports[name] || more[name]);
  const words = new Int32Array(buffer, 0, ${offset.numbers / 4});
  const numbers = new Float64Array(buffer, ${offset.numbers}, ${room.calls * room.numbers});
  const text = new Uint16Array(buffer, ${offset.text}, ${room.text});
  const pause = Atomics.pause || (() => {});

  const call = (i) => {
    const at = ${room.numbers} * i;
    functions[numbers[at]](...Array.from(numbers.subarray(at + 2, at + 2 + numbers[at + 1])));
  };
  const fail = (i, error) => {
    const said = (names[numbers[${room.numbers} * i]] + ': ' + error).slice(0, ${room.text});
    if (Atomics.compareExchange(words, ${place.failed}, 0, said.length) !== 0) return;
    for (let c = 0; c < said.length; c++) text[c] = said.charCodeAt(c);
  };

  answer();
  for (let until = 0; ; ) {
    const row = Atomics.load(words, ${place.row});
    const last = (row & 255) - 1;
    if (row >> 8 <= last) {
      if (Atomics.compareExchange(words, ${place.row}, row, row - 1) !== row) continue;
      try { call(last); } catch (error) { fail(last, error); }
      Atomics.add(words, ${place.done}, 1);
      if (Atomics.load(words, ${place.waiting})) Atomics.notify(words, ${place.done});
      // Who posts takes the first call at once, unless it has no processor, such as this one.
      until = last === 0 ? 0 : performance.now() + awake;
    } else if (performance.now() < until) {
      for (let asked = 0; asked < 64 && Atomics.load(words, ${place.row}) === row; asked++) pause();
    } else {
      Atomics.add(words, ${place.asleep}, 1);
      Atomics.wait(words, ${place.row}, row);
      Atomics.sub(words, ${place.asleep}, 1);
      until = performance.now() + awake;
    }
  }
}
`;
