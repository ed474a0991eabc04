import * as tf from '@tensorflow/tfjs-core';
import { capturing as capturingOfBackend } from '@autoencoders/core/internal';
import type { Captured, Capturing } from '@autoencoders/core/internal';
import { uniform } from '@autoencoders/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { beforeBoth, counts } from '../../test/same.js';

beforeBoth();

let [before, all]: [unknown, tf.Tensor[]] = [undefined, []];
let capturing: Capturing;
beforeEach(async () => {
  await tf.setBackend('wasm');
  capturing = (await capturingOfBackend())!;
  before = counts();
  all = [];
});
afterEach(() => {
  tf.dispose(all);
  expect(counts()).toEqual(before);
});

const numbers = (count: number, seed: number): tf.Tensor1D => {
  const made = tf.tensor1d(Array.from({ length: count }, (_, i) => Math.sin(seed + i)));
  all.push(made);
  return made;
};

/** Records and captures `f` of the numbers of two tensors. */
function captured(f: (x: tf.Tensor, seed: () => number) => tf.Tensor, x = numbers(40, 1), y = numbers(40, 2)): Captured | string {
  let next = 0;
  const what = (given: tf.Tensor) => {
    const seeds: number[] = [];
    const seed = (): number => (seeds.push((next += 1000)), next);
    return { f: () => tf.tidy(() => f(given, seed)), tensors: [given], seeds: () => seeds, results: (result: tf.Tensor) => [result] };
  };
  const first = capturing.record(what(x));
  first.result.dispose();
  if (first.recording.flaw !== undefined) return first.recording.flaw;
  const second = capturing.capture(what(y), first.recording);
  second.result.dispose();
  return second.captured;
}

const given = (found: Captured | string): Captured => {
  if (typeof found === 'string') throw new Error(found);
  return found;
};

const layers = (x: tf.Tensor): tf.Tensor =>
  tf.sigmoid(tf.matMul(tf.relu(tf.matMul(tf.reshape(x, [4, 10]), tf.reshape(tf.range(0, 50), [10, 5]))), tf.ones([5, 3])));

it('gives what the program gives, run after run', () => {
  const again = given(captured(layers));
  for (let run = 0; run < 5; run++) {
    const x = numbers(40, 10 + run);
    again.run([x], []);
    const [result] = again.results();
    all.push(result!);
    expect(result!.shape).toEqual([4, 3]);
    const expected = tf.tidy(() => layers(x));
    expect(result!.dataSync()).toEqual(expected.dataSync());
    tf.dispose([expected, ...all.splice(0)]);
  }
  again.dispose();
});

it('draws from the seeds of each run', () => {
  const noisy = (x: tf.Tensor, seed: () => number): tf.Tensor => tf.add(x, uniform([40], seed()));
  const again = given(captured(noisy));
  const x = numbers(40, 3);
  for (const seed of [7, 8]) {
    again.run([x], [seed]);
    const expected = tf.tidy(() => noisy(x, () => seed));
    const [result] = again.results();
    expect(result!.dataSync()).toEqual(expected.dataSync());
    tf.dispose([result!, expected]);
  }
  again.dispose();
});

/** Records and captures a function of one tensor that gives several. */
function capturedOf(f: (x: tf.Tensor) => tf.Tensor[]): Captured {
  const what = (given: tf.Tensor) => ({
    f: () => tf.tidy(() => f(given)),
    tensors: [given],
    seeds: () => [],
    results: (all: tf.Tensor[]) => all,
  });
  const first = capturing.record(what(numbers(40, 1)));
  tf.dispose(first.result);
  const second = capturing.capture(what(numbers(40, 2)), first.recording);
  tf.dispose(second.result);
  return given(second.captured);
}

it('tells when a result is complete, and its numbers can then be changed in place', () => {
  // The first result is read after the second was made.
  const f = (x: tf.Tensor): tf.Tensor[] => {
    const square = tf.square(x);
    const sine = tf.sin(x);
    const sum = tf.add(tf.reshape(square, [4, 10]), tf.reshape(sine, [4, 10]));
    return [square, tf.reshape(sum, [40]), tf.exp(sum)];
  };
  const again = capturedOf(f);
  for (let run = 0; run < 4; run++) {
    const x = numbers(40, 10 + run);
    const places: number[] = [];
    again.run([x], [], (place) => {
      places.push(place);
      again.view!(place).forEach((_, i, view) => (view[i]! *= 2));
    });
    expect(places).toEqual([0, 1, 2]);
    const results = again.results() as tf.Tensor[];
    const expected = tf.tidy(() => f(x).map((each) => tf.mul(each, 2)));
    for (const [i, result] of results.entries()) expect(result.dataSync()).toEqual(expected[i]!.dataSync());
    tf.dispose([results, expected]);
  }
  again.dispose();
});

it.each([
  ['two results share memory', (x: tf.Tensor) => [tf.neg(x), tf.reshape(tf.neg(x), [8, 5])].flatMap((y) => [y, tf.reshape(y, [40])])],
  ['a result is no float32', (x: tf.Tensor) => [tf.cast(x, 'int32')]],
  ['a result is constant', (x: tf.Tensor) => [tf.neg(x), tf.ones([3])]],
])('gives no views where %s', (_, f) => {
  const again = capturedOf(f);
  expect(again.view).toBeUndefined();
  again.dispose();
});

it('leaves results that somebody keeps as they are', () => {
  const again = given(captured(layers));
  again.run([numbers(40, 3)], []);
  const [kept] = again.results();
  all.push(kept!);
  const values = kept!.dataSync();
  expect(again.areHeld()).toBe(true);
  again.dispose();
  // What comes into the memory of the block now does not change it.
  numbers(5000, 4);
  expect(kept!.dataSync()).toEqual(values);
});

it('counts a factor that happens to be 1 as any number', () => {
  const scaled = (x: tf.Tensor): tf.Tensor => tf.mul(x, tf.sign(tf.max(tf.abs(x))));
  const again = given(captured(scaled));
  const zeros = tf.zeros([40]);
  again.run([zeros], []);
  const [result] = again.results();
  expect(result!.dataSync()).toEqual(new Float32Array(40));
  tf.dispose([result!, zeros]);
  again.dispose();
});

it.each([
  ['reads numbers', (x: tf.Tensor) => (x.dataSync()[0]! > 2 ? x : tf.neg(x)), /reads the numbers/],
  ['gives back what it was given', (x: tf.Tensor) => tf.reshape(x, [8, 5]), /one of the tensors that it was given/],
  ['writes other numbers each time', (x: tf.Tensor) => tf.add(x, numbersOfRun()), /inputs of Add change/],
  ['has other attributes each time', (x: tf.Tensor) => tf.slice(x, [run++ % 2], [4]), /changes from step to step/],
  ['decides by a seed', (x: tf.Tensor, seed: () => number) => (seed() > 0 ? tf.neg(x) : x), /a seed is drawn that no kernel gets/],
  ['calls other kernels each time', (x: tf.Tensor) => (run++ % 2 ? tf.exp(x) : tf.neg(x)), /one step calls Neg where the next calls Exp/],
])('refuses a function that %s', (_, f, why) => {
  run = 0;
  expect(captured(f)).toMatch(why);
});
let run = 0;
const numbersOfRun = (): tf.Tensor => tf.tensor1d(Array.from({ length: 40 }, () => run++));

it('frees everything if the function throws', () => {
  const x = numbers(40, 1);
  const what = (f: () => tf.Tensor) => ({ f: () => tf.tidy(f), tensors: [x], seeds: () => [], results: (result: tf.Tensor) => [result] });
  const { result, recording } = capturing.record(what(() => layers(x)));
  result.dispose();
  const failing = (): tf.Tensor => {
    layers(x);
    throw new Error('no more');
  };
  expect(() => capturing.capture(what(failing), recording)).toThrow('no more');
  expect(() => capturing.record(what(failing))).toThrow('no more');
});
