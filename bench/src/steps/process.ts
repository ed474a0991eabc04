import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { commandOf } from './contenders.js';
import type { Contender } from './contenders.js';
import { converse } from './protocol.js';
import type { Conversation, Job } from './protocol.js';

/** A contender in its own process. */
export interface Running extends Conversation {
  readonly contender: Contender;
  /** The most memory that the process has had so far, in MB; NaN where the system does not say. */
  readonly peak: () => number;
  /** Ends the process, and waits until it has ended. */
  readonly end: () => Promise<void>;
}

/** How many milliseconds ranks may take to end by themselves. */
const PATIENCE = 5000;

/** How many characters of a process's standard error are kept, to explain why it ended. */
const KEPT = 2000;

/** The largest resident memory of a process, in MB, as Linux counts it. */
function peakOf(pid: number | undefined): number {
  try {
    const [, kibibytes] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return (Number(kibibytes) * 1024) / 1e6;
  } catch {
    return NaN;
  }
}

/** Starts a contender's process. */
export function start(contender: Contender, job: Job): Running {
  const { command, args, env } = commandOf(contender, job);
  const child = spawn(command, args, { env, stdio: 'pipe' });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (said = (said + text).slice(-KEPT)));
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`before it began: ${error.message}`));
    child.once('close', (code) => resolve(`with code ${code}`));
  });
  // The end of the process shows at its output. A write to an ended process must not end the parent.
  child.stdin.on('error', () => undefined);
  const conversation = converse(
    { input: child.stdin, output: child.stdout },
    async () => `${contender.title} ended ${await exited}\n${said}`,
  );
  return {
    ...conversation,
    contender,
    peak: () => peakOf(child.pid),
    async end() {
      child.stdin.end();
      // Ranks that are killed while they wait for each other make `mpirun` complain.
      if (contender.launcher) await Promise.race([exited, setTimeout(PATIENCE, undefined, { ref: false })]);
      child.kill();
      await exited;
    },
  };
}
