import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import picocolors from 'picocolors';
import { expect, test } from 'vitest';
import { cli, temporaryFolder, writeImages } from '../test/helpers.js';
import { Interrupted, interruptions } from './interruptions.js';
import { printerOn, styleOf } from './terminal.js';

const at = temporaryFolder();

function listened() {
  const [said, exits]: [string[], number[]] = [[], []];
  const screen = { write: (text: string) => void said.push(text.trim()) };
  const terminal = { out: printerOn(screen), err: printerOn(screen), style: styleOf(picocolors.createColors(false)) };
  return { said, exits, signals: interruptions(terminal, (code) => void exits.push(code)) };
}

test('before training, a signal ends the process; then, the first of each stage says what the second would cost', () => {
  const before = process.listenerCount('SIGTERM');
  const { said, exits, signals } = listened();
  const raise = (): boolean => process.emit('SIGTERM', 'SIGTERM');
  raise();
  expect(exits.splice(0)).toEqual([143]);
  signals.enter('training');
  raise();
  expect([signals.stopped(), exits, said]).toEqual([true, [], ['Stopping after this step, and saving. Another signal ends at once.']]);
  signals.enter('writing the model');
  raise();
  signals.enter('judging');
  raise();
  expect([exits, said.length]).toEqual([[], 3]);
  raise();
  expect(exits).toEqual([143]);
  expect(() => signals.rethrow()).toThrow(Interrupted);
  signals[Symbol.dispose]();
  expect(process.listenerCount('SIGTERM')).toBe(before);
});

test('a signal after training does not count as an end of training', () => {
  const { signals } = listened();
  signals.enter('judging');
  process.emit('SIGHUP', 'SIGHUP');
  expect(signals.stopped()).toBe(false);
  signals.rethrow();
  signals[Symbol.dispose]();
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s during training keeps the model, its figures and its report', async (signal, code) => {
  mkdirSync(at(signal));
  writeImages(at(signal), { shape: [4, 4], labels: Array.from({ length: 300 }, (_, i) => i % 3) });
  const before = process.listenerCount(signal);
  const timer = setInterval(
    () => process.listenerCount(signal) > before && (clearInterval(timer), setTimeout(() => process.emit(signal, signal), 1000)),
    20,
  );
  const ran = await cli('train', 'sparse', '--data', at(signal), '--epochs', '100000', '--backend', 'cpu', '--out', at(`${signal}-run`));
  expect(ran.code).toBe(code);
  expect(ran.err).toContain('Stopping after this step');
  expect(ran.err).toMatch(/Resume with:\n.* resume /);
  const whole = ['figures.json', 'model.safetensors', 'report.html'];
  expect(readdirSync(at(`${signal}-run`)).sort()).toEqual(['checkpoints', 'command.json', ...whole]);
  const epochs = (): number => JSON.parse(readFileSync(at(`${signal}-run`, 'figures.json'), 'utf8')).history.length;
  const trained = epochs();
  expect(trained).toBeGreaterThan(0);
  const resumed = await cli('resume', at(`${signal}-run`), '--epochs', String(trained + 3));
  expect([resumed.code, epochs(), readdirSync(at(`${signal}-run`)).sort()]).toEqual([0, trained + 3, whole]);
});
