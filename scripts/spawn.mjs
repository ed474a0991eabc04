import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { root } from './packages.mjs';

const bin = join(root, 'node_modules', '.bin');

/** Runs a command to its end, with the tools of this repository on its path. Returns whether it succeeded, and what it printed. */
export function run(command, args, cwd, env = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', PATH: bin + delimiter + process.env.PATH, ...env },
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    shell: process.platform === 'win32',
  });
  return { ok: status === 0, text: `${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}` };
}
