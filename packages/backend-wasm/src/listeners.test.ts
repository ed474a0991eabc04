import { expect, it } from 'vitest';
import { run } from '../test/program.js';

const start = {
  'two threads': `await setWasmBackend({ threads: 2 });`,
  'one thread': `await setWasmBackend({ threads: 1 });`,
  'no SIMD': `await setWasmBackend({ simd: false });`,
  'tfjs itself': `await setBackend('wasm'); await setWasmBackend();`,
  // Neither this package nor its import was there.
  before: `await import('@tensorflow/tfjs-backend-wasm'); await setBackend('wasm'); await (await import('backend-wasm')).setWasmBackend();`,
} as const;

const program = (source: string): string => `
${source.includes('import(') ? '' : `import { setWasmBackend } from 'backend-wasm';`}
import { engine, removeBackend, setBackend } from '@tensorflow/tfjs-core';
${source}`;

const counted = (source: string): string =>
  program(`
const events = ['uncaughtException', 'unhandledRejection', 'newListener', 'exit'];
const mine = () => {};
process.on('uncaughtException', mine).once('unhandledRejection', mine);
const listeners = () => JSON.stringify(events.map((event) => process.rawListeners(event).length));
const before = listeners();
${source}
const after = listeners();
engine().reset();
await setBackend('wasm');
removeBackend('wasm');
console.log(JSON.stringify([before, after, listeners(), process.listeners('uncaughtException').includes(mine), process.listeners('unhandledRejection').includes(mine)]));`);

it('a program has the listeners that it had, also after its backend was ended', { timeout: 120_000 }, async () => {
  for (const [how, { out, err }] of Object.entries(
    await run(Object.fromEntries(Object.entries(start).map(([how, source]) => [how, counted(source)]))),
  )) {
    expect(out, how + err).not.toBe('');
    const [before, after, end, ...kept] = JSON.parse(out) as unknown[];
    expect([after, end], how).toEqual([before, before]);
    expect(kept, how).toEqual([true, true]);
  }
});

it('an error of its own ends it with code 1 and its own stack', { timeout: 120_000 }, async () => {
  const ended = await run({
    thrown: program(`await setWasmBackend({ threads: 2 }); setTimeout(function here() { throw new Error('mine'); });`),
    rejected: program(`await setWasmBackend({ threads: 1 }); Promise.reject(new Error('mine'));`),
    'after a reset': program(
      `await setWasmBackend(); engine().reset(); await setBackend('wasm'); setTimeout(function here() { throw new Error('mine'); });`,
    ),
  });
  for (const [how, { code, err }] of Object.entries(ended)) {
    expect(code, how).toBe(1);
    expect(err, how).toContain('Error: mine');
    expect(err, how).not.toContain('tf-backend-wasm');
  }
  expect(ended['thrown']!.err).toContain('at Timeout.here');
});
