'use strict';

const { connect, createServer } = require('node:net');
const { parentPort, workerData } = require('node:worker_threads');
const { receive, send } = require('./messages.cjs');

/*
 * The sockets of a local group, on a thread of their own, so that the thread that trains can wait for numbers. Rank 0 is in the middle: it gets
 * the numbers of all ranks, adds them in the order of the ranks, and sends the result back.
 */

const { rank, size, port, token, timeout } = workerData;
/** The longest time of a timer, in seconds. Above that, there is none. */
const LONGEST = 2e6;
/** The most microseconds that are told. */
const MOST = 0x7fffffff;
const [HELLO, SUM, COPY, WAIT, FAILURE, GOODBYE, WELCOME] = [1, 2, 3, 4, 5, 6, 7];
const NAMES = { [SUM]: 'allReduce', [COPY]: 'broadcast', [WAIT]: 'barrier' };

/** The call of this rank that is not answered yet: { kind, from, values, state, text }. */
let asked;
let failure;
let closing = false;
/** In rank 0: the sockets and the messages of the others, by rank. */
const peers = new Map();
const arrived = new Map();
const left = new Set();
/** In rank 0: the process ids of the others, from rank 1 on. */
let pids = [];
/** Runs while a call waits for a rank. */
let timer;

/** In rank 0, when the first rank makes a call. In the others, rank 0 has more time, since it knows which rank is stuck. */
function startTimer() {
  if (timer === undefined && timeout < LONGEST)
    timer = setTimeout(rank === 0 ? nameStuck : () => fail('rank 0 is stuck'), 1000 * (timeout + (rank === 0 ? 0 : 3)));
}

function stopTimer() {
  clearTimeout(timer);
  timer = undefined;
}

/** Ends the processes of the ranks that have not come, and names them. */
function nameStuck() {
  const stuck = Array.from({ length: size }, (_, each) => each).filter((each) => (each === 0 ? !asked : !arrived.has(each)));
  for (const each of stuck)
    if (each > 0 && pids[each - 1] !== undefined) {
      try {
        process.kill(pids[each - 1], 'SIGKILL');
      } catch {
        // It has ended.
      }
    }
  // Last, since it wakes the thread that waits, which may end this process.
  fail(`rank ${stuck.join(', rank ')} is stuck: the others have waited for ${timeout} ${timeout === 1 ? 'second' : 'seconds'}`);
}

/** Wakes the thread that waits: state[0] becomes 1, or 2 with a problem of state[1] bytes. state[2] are the microseconds that it waited for the last rank. */
function answer(problem, waited = 0) {
  stopTimer();
  const { state, text } = asked;
  asked = undefined;
  state[2] = waited;
  if (problem) state[1] = Buffer.from(text.buffer, text.byteOffset, text.length).write(problem);
  Atomics.store(state, 0, problem ? 2 : 1);
  Atomics.notify(state, 0);
}

/** No call can succeed any more. Rank 0 tells the others. */
function fail(problem) {
  if (failure || closing) return;
  failure = problem;
  stopTimer();
  for (const socket of peers.values()) {
    send(socket, FAILURE, rank, Buffer.from(problem));
    socket.end();
  }
  if (asked) answer(problem);
}

const bytesOf = (values) => Buffer.from(values.buffer, values.byteOffset, values.byteLength);

/** In rank 0: when all ranks have made this call, adds, and answers. */
function gather() {
  if (failure) return;
  if (asked || arrived.size > 0) startTimer();
  if (!asked) return;
  for (const other of left) if (!arrived.has(other)) return fail(`rank ${other} has left the group`);
  if (arrived.size < size - 1) return;
  const { kind, from, values } = asked;
  for (let other = 1; other < size; other++) {
    const theirs = arrived.get(other);
    const expected = kind === SUM || (kind === COPY && from === other) ? values.byteLength : 0;
    if (theirs.kind !== kind || theirs.from !== from || theirs.bytes.length !== expected)
      return fail(
        `rank ${other} calls ${NAMES[theirs.kind]} with ${theirs.bytes.length / 4} numbers where rank 0 calls ${NAMES[kind]} with ${values.length}; all ranks must do the same`,
      );
  }
  if (kind === SUM)
    for (let other = 1; other < size; other++) {
      const { bytes } = arrived.get(other);
      // A copy, since the numbers may not begin at a multiple of four bytes.
      const theirs = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
      for (let i = 0; i < values.length; i++) values[i] += theirs[i];
    }
  else if (kind === COPY && from > 0) bytesOf(values).set(arrived.get(from).bytes);
  const result = kind === WAIT ? Buffer.alloc(0) : Buffer.from(bytesOf(values));
  const last = Math.max(asked.at, ...[...arrived.values()].map(({ at }) => at));
  const waited = ({ at }) => Math.min(MOST, Math.round(1000 * (last - at)));
  for (const [other, socket] of peers) send(socket, kind, 0, result, waited(arrived.get(other)));
  arrived.clear();
  answer(undefined, waited(asked));
}

function listen() {
  const server = createServer((socket) => {
    let other;
    socket.setNoDelay(true);
    socket.on('error', () => {});
    receive(socket, (message) => {
      if (message.kind === HELLO && other === undefined) {
        if (message.bytes.toString() !== token || peers.has(message.from)) return void socket.destroy();
        other = message.from;
        peers.set(other, socket);
        if (peers.size < size - 1) return;
        for (const each of peers.values()) send(each, WELCOME, 0, Buffer.alloc(0));
        parentPort.postMessage({ ready: true });
      } else if (other === undefined) socket.destroy();
      else {
        if (message.kind === GOODBYE) left.add(other);
        else arrived.set(other, message);
        gather();
      }
    });
    socket.on('close', () => {
      if (other !== undefined && !left.has(other)) fail(`rank ${other} has ended`);
    });
  });
  server.listen(port, '127.0.0.1', () => parentPort.postMessage({ port: server.address().port }));
  return server;
}

function join() {
  const socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  socket.on('connect', () => send(socket, HELLO, rank, Buffer.from(token)));
  socket.on('error', () => {});
  receive(socket, ({ kind, bytes, waited }) => {
    if (kind === FAILURE) return fail(bytes.toString());
    if (kind === WELCOME) return parentPort.postMessage({ ready: true });
    if (kind !== WAIT) bytesOf(asked.values).set(bytes);
    answer(undefined, waited);
  });
  socket.on('close', () => fail('rank 0 has ended'));
  return socket;
}

const end = rank === 0 ? listen() : join();

parentPort.on('message', (message) => {
  if (message.close) {
    closing = true;
    stopTimer();
    if (rank > 0) {
      send(end, GOODBYE, rank, Buffer.alloc(0));
      end.end();
    } else {
      for (const socket of peers.values()) socket.end();
      end.close();
    }
    return parentPort.close();
  }
  if (message.gone !== undefined) return fail(`rank ${message.gone} has ended`);
  if (message.pids) return void (pids = message.pids);
  asked = { ...message, at: performance.now() };
  if (failure) return answer(failure);
  if (rank === 0) return gather();
  const { kind, from, values } = message;
  const own = kind === SUM || (kind === COPY && from === rank) ? Buffer.from(bytesOf(values)) : Buffer.alloc(0);
  startTimer();
  send(end, kind, from, own);
});
