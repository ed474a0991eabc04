import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectEnd, later, program, run, shell, start } from './command.mjs';

/** Pairs of numbers that lie near a line, as CSV. */
const pairs = (count) =>
  ['a,b', ...Array.from({ length: count }, (_, i) => `${i % 12},${((i % 12) * 2 + ((i * 7) % 5) / 10).toFixed(1)}`)].join('\n');

/** The scores of a run. */
const scoresOf = (out) => readFileSync(join(out, 'scores.csv'), 'utf8');

/** A signal while a detector learns, then resume: the same scores. */
export async function stoppedDetector(i, { folder }) {
  const [signal, code] = [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ][i % 3];
  const [table, whole, out] = ['detect.csv', 'detect-whole', `detect-${i}`].map((name) => join(folder, name));
  writeFileSync(table, pairs(200));
  const args = ['detect', table, '--method', 'reconstruction', '--no-controls', '--checkpoint-every', '0.1'];
  if (!existsSync(whole)) expectEnd(await run([...args, '--run', whole]), 0);
  const { kill, done } = start([...args, '--run', out]);
  while (!existsSync(join(out, 'checkpoints', `round-0-fold-${i % 4}-net`))) await later(20);
  kill(signal);
  expectEnd(await done, code, /Resume with/);
  expectEnd(await run(['resume', out]), 0);
  if (scoresOf(out) !== scoresOf(whole)) throw new Error('the scores differ from those of a run that was never stopped');
}

/** `detect --follow` of a saved detector, to whose input lines are written. */
function following(detector) {
  const child = spawn(process.execPath, [program, 'detect', '--model', detector, '--follow'], { stdio: ['pipe', 'pipe', 'pipe'] });
  const printed = { out: '', err: '' };
  for (const name of ['out', 'err']) child[`std${name}`].on('data', (some) => (printed[name] += some));
  const done = new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, ...printed })));
  return { child, printed, done };
}

/** Waits until `is` holds, at most a minute. */
async function until(what, is) {
  for (let i = 0; i < 1200 && !is(); i++) await later(50);
  if (!is()) throw new Error(`${what} did not come`);
}

const linesIn = (text) => text.split('\n').length - 1;

/** Lines that come slowly get their scores at once; the end of the input, Ctrl-C, and nobody who reads the scores end it quietly. */
export async function followedLines(i, { folder }) {
  const [table, detector, lines] = [`follow-${i}.csv`, `follow-${i}`, `lines-${i}.csv`].map((name) => join(folder, name));
  writeFileSync(table, pairs(60));
  writeFileSync(lines, `${pairs(5000)}\n`);
  expectEnd(await run(['detect', table, '--method', 'pca', '--no-controls', '--run', detector]), 0);

  const slow = following(detector);
  slow.child.stdin.write('a,b\n');
  for (const n of [1, 2, 3]) {
    slow.child.stdin.write(`${n},${2 * n}\n`);
    await until(`the score of line ${n}`, () => linesIn(slow.printed.out) === n);
  }
  slow.child.stdin.end();
  const ended = await slow.done;
  if (ended.code !== 0 || ended.err !== '') throw new Error(`ended with ${ended.code}, and printed ${ended.err}`);

  const stopped = following(detector);
  stopped.child.stdin.write('a,b\n1,2\n');
  await until('a score', () => stopped.printed.out !== '');
  stopped.child.kill('SIGINT');
  const { code, signal, err } = await stopped.done;
  if (!(signal === 'SIGINT' || code === 0 || code === 130) || err !== '')
    throw new Error(`Ctrl-C: ended with ${signal ?? code}, and printed ${err}`);

  const { text } = await shell(`autoencoders detect --model ${detector} --follow < ${lines} | head -1; echo "\${PIPESTATUS[0]}"`);
  if (!/^\S+\t[01]\t.*\n141\n$/.test(text)) throw new Error(`nobody reads: ${text}`);
}
