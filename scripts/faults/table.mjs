import { spawnSync } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { root } from '../packages.mjs';
import { expectEnd, later, run, shell, start } from './command.mjs';
import { followedLines, stoppedDetector } from './detect.mjs';
import { killedRank } from './group.mjs';
import { killed, withJumpingClock } from './kills.mjs';

const WHOLE = ['figures.json', 'model.safetensors', 'report.html'];

function expectFiles(folder, wanted) {
  const found = readdirSync(folder).sort().join(' ');
  if (found !== wanted.join(' ')) throw new Error(`${folder} has ${found}, not ${wanted.join(' ')}`);
}

const quick = ['train', 'sparse', '--data', 'digits', '--epochs', '2'];
const endless = ['train', 'denoising', '--data', 'digits', '--epochs', '1000000', '--checkpoint-every', '0.1'];

/** A file system of its own, of so many kilobytes. Gives why there is none, where mounting is not allowed. */
async function onSmallDisk(folder, kilobytes, test, options = '') {
  const disk = join(folder, `disk-${kilobytes}${options}`);
  mkdirSync(disk, { recursive: true });
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k${options}`, 'tmpfs', disk]);
  if (status !== 0) return 'mounting a small disk needs root';
  try {
    await test(disk);
  } finally {
    spawnSync('umount', [disk]);
  }
  return undefined;
}

/** A signal during training. */
async function signalled(i, { folder }) {
  const [signal, code] = [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ][i % 3];
  const out = join(folder, `signal-${i}`);
  const { kill, done } = start([...endless, '--out', out]);
  while (!existsSync(join(out, 'checkpoints'))) await later(50);
  kill(signal);
  expectEnd(await done, code, /Resume with/);
  expectFiles(out, ['checkpoints', 'command.json', ...WHOLE]);
}

/** The tests of a package whose name matches. They find out from FAULTS_TIMES how often they try what they test. */
const tested = (place, file, pattern) => async (times) => {
  // Without the reporter that would overwrite the counts of `npm test`.
  const args = ['vitest', 'run', '--reporter=default', file, ...(pattern ? ['-t', pattern] : [])];
  const env = { ...process.env, FAULTS_TIMES: String(times) };
  const { status, stdout, stderr } = spawnSync('npx', args, { cwd: join(root, place), encoding: 'utf8', env });
  if (status === 0 && /Tests .*[1-9]\d* passed/.test(stdout)) return undefined;
  if (status === 0 && stdout.includes('skipped')) return 'there is no Chromium';
  throw new Error(`${stdout}${stderr}`);
};

/**
 * Each fault, how often it is tried, and a test that throws if something is lost, or gives why it was skipped: `test` tries it once, `together` as
 * often as it is told. Those of a `group` have a command of their own, `npm run faults:group`.
 */
export const faults = [
  { name: 'SIGKILL at random moments, then resume: the same bits', times: 50, timesShort: 5, test: killed },
  {
    name: 'the same with two processes on one folder',
    times: 10,
    timesShort: 2,
    test: (i, context) => killed(i, { ...context, crowd: 2 }),
  },
  {
    name: 'SIGKILL of a random rank of 4: the others end within 10 s; resumed on 3 and on 4 ranks, the same losses (1e-6)',
    times: 20,
    timesShort: 2,
    group: true,
    test: killedRank,
  },
  { name: 'SIGINT, SIGTERM, SIGHUP during training', times: 6, timesShort: 3, test: signalled },
  { name: 'the same signals while a detector learns, then resume: the same scores', times: 4, timesShort: 1, test: stoppedDetector },
  { name: 'detect --follow: slow lines, Ctrl-C, nobody reads', times: 2, timesShort: 1, test: followedLines },
  {
    name: 'a disk too small for the model',
    times: 1,
    test: (_, { folder }) =>
      onSmallDisk(folder, 8, async (disk) => {
        const { code, text } = await run([...quick, '--out', join(disk, 'run')]);
        const kept = /the model is in (\S+)/.exec(text)?.[1];
        if (code !== 1 || !kept || !existsSync(join(kept, 'model.safetensors'))) throw new Error(`ended with ${code}:\n${text}`);
      }),
  },
  {
    name: 'a disk with room for the model, not for the report',
    times: 1,
    test: (_, { folder }) =>
      onSmallDisk(folder, 160, async (disk) => {
        expectEnd(await run([...quick, '--checkpoint-every', '0', '--out', join(disk, 'run')]), 1, /cannot be written \(ENOSPC/);
        expectFiles(join(disk, 'run'), ['model.safetensors']);
      }),
  },
  {
    name: 'a read-only folder',
    times: 1,
    test: (_, { folder }) =>
      onSmallDisk(
        folder,
        100,
        async (disk) => expectEnd(await run([...quick, '--out', join(disk, 'run')]), 2, /cannot be written \(EROFS/),
        ',ro',
      ),
  },
  {
    name: 'a table that becomes shorter, or is deleted, while it is read',
    times: 2,
    timesShort: 2,
    async test(i, { folder }) {
      const file = join(folder, `large-${i}.csv`);
      const stream = createWriteStream(file);
      // Above 64 MB, a table is read from its file in every epoch.
      const row = (i) => [0.1, 0.7, 0.3].map((share) => Math.sin(share * i).toFixed(12)).join(',');
      for (let i = 0; i < 2_000_000; i += 20_000)
        if (!stream.write(`${Array.from({ length: 20_000 }, (_, j) => row(i + j)).join('\n')}\n`)) await once(stream, 'drain');
      await new Promise((resolve) => stream.end(resolve));
      const out = join(folder, `vanished-${i}`);
      const { done } = start(['train', 'undercomplete', '--data', file, '--epochs', '50', '--out', out, '--checkpoint-every', '1']);
      while (!existsSync(join(out, 'checkpoints'))) await later(200);
      if (i === 0) truncateSync(file, 1000);
      else rmSync(file);
      expectEnd(await done, 2, /large-\d\.csv/);
      expectFiles(out, ['checkpoints', 'command.json', ...WHOLE]);
    },
  },
  {
    name: 'nobody reads what it prints',
    times: 4,
    timesShort: 4,
    async test(i, { folder }) {
      const out = join(folder, `unread-${i}`);
      const line = `autoencoders ${quick.join(' ')} --out ${out}`;
      await shell([`${line} 2>&1 | head -1`, `${line} 2>&1 | true`, `${line} 2>&-`, `${line} >&- 2>&-`][i]);
      expectFiles(out, WHOLE);
    },
  },
  {
    name: 'other files in a folder that --force replaces',
    times: 1,
    async test(_, { folder }) {
      const out = join(folder, 'forced');
      mkdirSync(join(out, 'checkpoints'), { recursive: true });
      for (const name of ['thesis.txt', 'checkpoints/thesis.txt']) writeFileSync(join(out, name), 'mine');
      expectEnd(await run([...quick, '--out', out]), 2, /not empty/);
      expectEnd(await run([...quick, '--out', out, '--force']), 0);
      for (const name of ['thesis.txt', 'checkpoints/thesis.txt'])
        if (readFileSync(join(out, name), 'utf8') !== 'mine') throw new Error(`${name} is lost`);
    },
  },
  { name: 'locks of dead processes, taken over by many at once', times: 1, together: tested('packages/cli', 'src/output/lock.test.ts') },
  { name: 'a clock that jumps back and ahead, SIGKILL, then resume: the same bits', times: 10, timesShort: 2, test: withJumpingClock },
  {
    name: 'a page closed, or crashed, while it saves, then resume: the same bits',
    times: 20,
    timesShort: 2,
    together: tested('packages/training', 'src/checkpoints/closed-page.test.ts'),
  },
  {
    name: 'a worker that ends, or is ended, in mid-training',
    times: 1,
    together: tested('packages/training', 'src/worker/worker.test.ts', 'that ends|sends'),
  },
  {
    name: 'WebAssembly has no memory left, at each request of a training step and of loading',
    times: 1,
    together: tested('tests', 'out-of-memory.test.ts'),
  },
];
