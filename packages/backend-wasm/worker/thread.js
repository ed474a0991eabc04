'use strict';
/*
 * What a worker of the pool runs. It starts the module on the shared memory, answers, and then runs calls forever. Pages load this
 * file; Node, and pages whose bundler left the file out, start it from its text in kernels/thread.js. So it imports nothing.
 */
function work({ module, memory, buffer, layout, names, program, awake }, answer) {
  const { offset, place, room } = layout;
  const { multiply } = program ? require(program.file)(memory, program.options) : { multiply() {} };
  const { exports } = new WebAssembly.Instance(module, { env: { memory, multiply } });
  const functions = names.map((name) => exports[name]);
  const words = new Int32Array(buffer, 0, offset.numbers / 4);
  const numbers = new Float64Array(buffer, offset.numbers, room.calls * room.numbers);
  const text = new Uint16Array(buffer, offset.text, room.text);
  const pause = Atomics.pause || (() => {});

  // Used again, since a new array takes as long as a small call.
  const given = [];
  const call = (i) => {
    const at = room.numbers * i;
    given.length = 0;
    for (let n = 0; n < numbers[at + 1]; n++) given.push(numbers[at + 2 + n]);
    functions[numbers[at]](...given);
  };
  const fail = (i, error) => {
    const said = (names[numbers[room.numbers * i]] + ': ' + error).slice(0, room.text);
    if (Atomics.compareExchange(words, place.failed, 0, said.length) !== 0) return;
    for (let c = 0; c < said.length; c++) text[c] = said.charCodeAt(c);
  };

  answer();
  for (let until = 0; ;) {
    const row = Atomics.load(words, place.row);
    const last = (row & 255) - 1;
    if (row >> 8 <= last) {
      if (Atomics.compareExchange(words, place.row, row, row - 1) !== row) continue;
      try {
        call(last);
      } catch (error) {
        fail(last, error);
      }
      Atomics.add(words, place.done, 1);
      if (Atomics.load(words, place.waiting)) Atomics.notify(words, place.done);
      // Who posts takes the first call at once, unless it has no processor, such as this one.
      until = last === 0 ? 0 : performance.now() + awake;
    } else if (performance.now() < until) {
      for (let asked = 0; asked < 64 && Atomics.load(words, place.row) === row; asked++) pause();
    } else {
      Atomics.add(words, place.asleep, 1);
      Atomics.wait(words, place.row, row);
      Atomics.sub(words, place.asleep, 1);
      until = performance.now() + awake;
    }
  }
}

const node = globalThis.process?.getBuiltinModule?.('node:worker_threads');
if (node) work(node.workerData, () => node.parentPort.postMessage(0, []));
else globalThis.onmessage = ({ data }) => work(data, () => globalThis.postMessage(0, []));
