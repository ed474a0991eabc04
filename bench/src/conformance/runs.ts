import { fork } from 'node:child_process';
import type { Job, Message } from './protocol.js';

/** The outcome of a test. `hung` and `crashed` ended the process that ran it. */
export interface Verdict {
  readonly outcome: 'passed' | 'failed' | 'hung' | 'crashed';
  readonly why?: string;
}
export type Verdicts = ReadonlyMap<string, Verdict>;

/** The time limit of one test, and of the start, in milliseconds. */
const PATIENCE = 90_000;

/** All tests on one contender, or undefined when it cannot run here. The next process leaves out a test that hung or ended its process. */
export async function verdictsOf(program: string, job: Omit<Job, 'skip'>): Promise<Verdicts | undefined> {
  const verdicts = new Map<string, Verdict>();
  for (;;) {
    const ended = await once(program, { ...job, skip: [...verdicts.keys()] }, verdicts);
    if (ended === 'done') return verdicts;
    if (ended.kind === 'cannot') {
      if (verdicts.size > 0 || ended.why !== 'there is no BLAS') throw new Error(`${job.contender}: ${ended.why}`);
      return undefined;
    }
    verdicts.set(ended.id, { outcome: ended.outcome });
  }
}

type Ended =
  | 'done'
  | { readonly kind: 'cannot'; readonly why: string }
  | { readonly kind: 'lost'; readonly id: string; readonly outcome: 'hung' | 'crashed' };

/** Runs one process until it is done or lost. */
function once(program: string, job: Job, verdicts: Map<string, Verdict>): Promise<Ended> {
  return new Promise((resolve) => {
    const child = fork(program, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    let said = '';
    let current: string | undefined;
    let ended: Ended | undefined;
    let timer: ReturnType<typeof setTimeout>;
    const wait = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        ended = current === undefined ? { kind: 'cannot', why: 'the start hung' } : { kind: 'lost', id: current, outcome: 'hung' };
        child.kill('SIGKILL');
      }, PATIENCE);
    };
    child.stderr!.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-2000)));
    child.on('message', (message: Message) => {
      wait();
      if (message.kind === 'begins') current = message.id;
      else if (message.kind === 'ended')
        verdicts.set(message.id, { outcome: message.outcome, ...(message.why !== undefined && { why: message.why }) });
      else ended = message.kind === 'done' ? 'done' : message;
    });
    child.on('close', () => {
      clearTimeout(timer);
      if (ended) resolve(ended);
      else if (current === undefined) resolve({ kind: 'cannot', why: said || 'the process ended' });
      else resolve({ kind: 'lost', id: current, outcome: 'crashed' });
    });
    wait();
    child.send(job);
  });
}
