import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../packages.mjs';

export const program = join(root, 'packages/cli/bin/autoencoders.js');

/** Starts the command. `done` resolves to how it ended and what it printed. */
export const start = (args, options = {}) => startCommand(process.execPath, [program, ...args], options);

/** Starts a program, such as mpirun with the command. */
export function startCommand(name, args, options = {}) {
  const child = spawn(name, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  return { pid: child.pid, kill: (signal) => child.kill(signal), done: ended(child) };
}

export const run = (args, options) => start(args, options).done;

/** Runs a line of a shell, in which `autoencoders` is the command. */
export const shell = (line, options = {}) =>
  ended(
    spawn('bash', ['-c', `autoencoders() { "${process.execPath}" "${program}" "$@"; }; ${line}`], {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...options,
    }),
  );

const ended = (child) =>
  new Promise((resolve) => {
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (some) => (text += some));
    child.on('close', (code, signal) => resolve({ code, signal, text }));
  });

/** A hash of all weights in the model of a run: the same for runs with the same weights to the last bit. */
export function weightsOf(folder) {
  const bytes = readFileSync(join(folder, 'model.safetensors'));
  const length = Number(bytes.readBigUInt64LE());
  const { __metadata__: _, ...tensors } = JSON.parse(bytes.toString('utf8', 8, 8 + length));
  const hash = createHash('sha256');
  for (const [name, { data_offsets }] of Object.entries(tensors).sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(name).update(bytes.subarray(...data_offsets.map((offset) => 8 + length + offset)));
  return hash.digest('hex');
}

/** Throws unless a command ended with `code`, and printed text that matches. */
export function expectEnd({ code, signal, text }, wanted, pattern = /(?:)/) {
  if (code !== wanted || !pattern.test(text)) throw new Error(`ended with ${signal ?? code}, not ${wanted} and ${pattern}:\n${text}`);
}

export const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
