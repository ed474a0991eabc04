// Trainings in several processes, one of which is killed. The others must end, and the training must go on with other numbers of processes.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expectEnd, later, program, run, startCommand } from './command.mjs';

const RANKS = 4;
/** Every other rank must have ended so many seconds after the kill. */
const SECONDS = 10;
/** The largest relative difference of a loss. */
const CLOSE = 1e-6;

/** How the command is started in so many processes. Each way is used where the machine has it. */
const ways = [
  { name: 'local', line: (n, args) => [process.execPath, [program, ...args, '--processes', String(n)]] },
  ...[
    ['mpirun.openmpi', ['--allow-run-as-root', '--oversubscribe']],
    ['mpirun.mpich', []],
  ].map(([name, own]) => ({ name, line: (n, args) => [name, [...own, '-n', String(n), process.execPath, program, ...args]] })),
].filter(({ name }) => name === 'local' || spawnSync('which', [name]).status === 0);

/** Noise, samples, validation and early stopping: all that a checkpoint must hold. */
const training = ['train', 'variational', '--data', 'digits', '--seed', '3', '--backend', 'wasm', '--epochs', '8', '--validation', '0.1'];
const args = [...training, '--patience', '5', '--checkpoint-every', '0.02'];

/** The losses of all epochs of a run. */
const curveOf = (folder) =>
  JSON.parse(readFileSync(join(folder, 'figures.json'), 'utf8')).history.flatMap(({ loss, validation }) => [loss, validation.loss]);

/** The processes of the command below a process, itself included: their ids by what their command lines hold. */
function ranksBelow(top) {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const [, parent] = /^\d+ \(.*\) . (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'));
        return [{ pid: Number(pid), parent: Number(parent), line: readFileSync(`/proc/${pid}/cmdline`, 'utf8') }];
      } catch {
        // It has ended.
        return [];
      }
    });
  const below = (pid) => all.filter(({ parent }) => parent === pid).flatMap((each) => [each, ...below(each.pid)]);
  return [...all.filter(({ pid }) => pid === top), ...below(top)]
    .filter(({ line }) => line.startsWith(`${process.execPath}\0${program}`))
    .map(({ pid }) => pid);
}

/** Whether a process still runs. One that has ended, but was not waited for, does not. */
function isAlive(pid) {
  try {
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

let reference;

/** The curve of a training that nobody kills. */
async function referenceIn(folder) {
  if (reference) return reference;
  const out = join(folder, 'group-reference');
  expectEnd(await run([...args, '--out', out]), 0);
  reference = curveOf(out);
  return reference;
}

function expectCurve(folder, expected) {
  const found = curveOf(folder);
  const apart = Math.max(...expected.map((loss, i) => Math.abs(found[i] / loss - 1)));
  if (found.length !== expected.length || !(apart < CLOSE))
    throw new Error(`the losses differ by ${apart} (${found.length} of ${expected.length})`);
}

/** Kills a random rank at a random moment. Gives whether the training was still going on. */
async function killOne({ line }, out, random) {
  const { pid, done } = startCommand(...line(RANKS, [...args, '--out', out]));
  while (isAlive(pid) && !existsSync(join(out, 'checkpoints'))) await later(20);
  await later(3000 * random());
  const ranks = ranksBelow(pid);
  if (ranks.length < RANKS) {
    await done;
    return false;
  }
  process.kill(ranks[Math.floor(random() * RANKS)], 'SIGKILL');
  const killed = performance.now();
  while (ranks.some(isAlive)) {
    if (performance.now() - killed > 1000 * SECONDS)
      throw new Error(`after ${SECONDS} seconds, ${ranks.filter(isAlive).length} ranks are left`);
    await later(20);
  }
  await done;
  return true;
}

/** Kills a rank, and resumes with 3 and with 4 processes; in the short form, with one of them. */
export async function killedRank(i, { folder, random, short }) {
  const expected = await referenceIn(folder);
  const way = ways[i % ways.length];
  const out = join(folder, `group-${i}`);
  while (!(await killOne(way, out, random))) rmSync(out, { recursive: true });
  for (const ranks of short ? [3 + (i % 2)] : [3, 4]) {
    const copy = `${out}-${ranks}`;
    cpSync(out, copy, { recursive: true });
    const { done } = startCommand(...way.line(ranks, ['resume', copy]));
    expectEnd(await done, 0);
    expectCurve(copy, expected);
    rmSync(copy, { recursive: true });
  }
  rmSync(out, { recursive: true });
}
