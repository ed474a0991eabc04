// Trainings that are killed at random moments and resumed. Their weights must be those of one that was never killed.
import { existsSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expectEnd, later, run, start, weightsOf } from './command.mjs';

/** Trainings of a few seconds, with all that a checkpoint must hold: order, noise, sampling, counters, levels, early stopping. */
const common = ['--data', 'digits', '--seed', '3', '--checkpoint-every', '0.02'];
const trainings = (table) => [
  ['train', 'denoising', ...common, '--epochs', '30', '--backend', 'wasm'],
  ['train', 'variational', ...common, '--epochs', '30', '--validation', '0.1', '--patience', '3', '--backend', 'best'],
  ['train', 'top-k', ...common, '--epochs', '20', '--backend', 'wasm'],
  ['pretrain', ...common, '--units', '32,16', '--epochs', '10', '--joint', '10', '--backend', 'best'],
  ['train', 'undercomplete', '--data', table, '--epochs', '30', '--checkpoint-every', '0.02', '--backend', 'best'],
];

const references = new Map();

/** The weights of a training that nobody interrupts, and how long it takes. */
async function reference(line, folder) {
  const key = line.join(' ');
  if (!references.has(key)) {
    const began = performance.now();
    expectEnd(await run([...line, '--out', folder]), 0);
    references.set(key, { weights: weightsOf(folder), time: performance.now() - began });
  }
  return references.get(key);
}

/** Kills one training up to three times, and lets it end. `crowd` processes start in its folder each time; all but one must be refused. */
export async function killed(i, { folder, random, table, crowd = 1 }) {
  const all = trainings(table);
  const line = all[i % all.length];
  const { weights, time } = await reference(line, join(folder, `reference-${i % all.length}`));
  const out = join(folder, `run-${i}-${crowd}`);
  for (let kills = 0; ; kills++) {
    const args = existsSync(join(out, 'checkpoints')) ? ['resume', out] : [...line, '--out', out, '--force'];
    const processes = Array.from({ length: crowd }, () => start(args));
    const isLast = kills === 3 || (kills > 0 && random() < 0.3);
    if (!isLast) {
      await later(time * (0.1 + 0.9 * random()));
      for (const { kill } of processes) kill('SIGKILL');
    }
    const ends = await Promise.all(processes.map(({ done }) => done));
    const whole = ends.filter(({ code }) => code === 0);
    if (!isLast && whole.length === 0) continue;
    const others = ends.filter((end) => end.code !== 0 && end.signal !== 'SIGKILL');
    for (const end of others) expectEnd(end, 2, /is in use by another run|holds no training/);
    if (whole.length === 0) throw new Error(`nothing ended well:\n${ends[0].text}`);
    break;
  }
  if (weightsOf(out) !== weights) throw new Error(`the weights of ${line.join(' ')} are others after the kills`);
  rmSync(out, { recursive: true });
}

/** Kills one training, sets the times of its files back or ahead, and resumes it, both with a clock that jumps. */
export async function withJumpingClock(i, { folder, random, table }) {
  const all = trainings(table);
  const line = all[i % all.length];
  const { weights, time } = await reference(line, join(folder, `reference-${i % all.length}`));
  const out = join(folder, `clock-${i}`);
  const env = { ...process.env, NODE_OPTIONS: `--import=${new URL('clock.mjs', import.meta.url)}` };
  const { kill, done } = start([...line, '--out', out], { env });
  await later(time * (0.5 + 0.4 * random()));
  kill('SIGKILL');
  const { code } = await done;
  if (code !== 0) {
    for (const name of existsSync(out) ? readdirSync(out, { recursive: true }) : []) {
      const when = new Date(random() < 0.5 ? '2001-01-01' : '2040-01-01');
      utimesSync(join(out, name), when, when);
    }
    const args = existsSync(join(out, 'checkpoints')) ? ['resume', out] : [...line, '--out', out, '--force'];
    expectEnd(await run(args, { env }), 0);
  }
  if (weightsOf(out) !== weights) throw new Error(`the weights of ${line.join(' ')} are others with a clock that jumps`);
  rmSync(out, { recursive: true });
}
