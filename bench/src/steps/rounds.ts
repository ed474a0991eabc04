import type { Contender } from './contenders.js';
import { start } from './process.js';
import type { Running } from './process.js';
import type { Answer, Ready, WarmUp } from './protocol.js';
import { median } from './statistics.js';
import type { Task } from './tasks.js';

/** How long to measure. */
export interface Effort {
  readonly rounds: number;
  /** Milliseconds for each contender in all rounds together. */
  readonly ms: number;
  readonly warmUp: WarmUp;
}

/** The measurements of one contender. */
export interface Measured {
  readonly contender: Contender;
  readonly ready: Ready;
  readonly rounds: readonly Answer[];
  /** The most memory of its process, in MB; NaN where that is not known. */
  readonly peak: number;
}

/** The least number of rounds, also for a contender that needs more than its time. */
const LEAST_ROUNDS = 3;

/** How many steps a contender takes in each round, and in how many rounds, when one step takes `step` milliseconds. */
export function share(step: number, { rounds, ms }: Pick<Effort, 'rounds' | 'ms'>): { readonly steps: number; readonly rounds: number } {
  const fits = Math.max(Math.min(LEAST_ROUNDS, rounds), Math.floor(ms / step));
  return { steps: Math.max(1, Math.round(ms / rounds / step)), rounds: Math.min(rounds, fits) };
}

/**
 * Starts all contenders and lets them do the steps of the task in turns, A, B, C, A, B, C …, one at a time, so that noise of the machine
 * affects all of them. Returns the measurements in the same order.
 */
export async function measure(
  task: Task,
  contenders: readonly Contender[],
  folder: string,
  effort: Effort,
  progress: (text: string) => void = () => undefined,
): Promise<readonly Measured[]> {
  const running: Running[] = [];
  try {
    const ready: Ready[] = [];
    for (const contender of contenders) {
      progress(`${task.title}: ${contender.title} warms up`);
      const { peer, setting } = contender;
      running.push(start(contender, { peer, setting, task, folder, warmUp: effort.warmUp }));
      ready.push(await running.at(-1)!.ready());
    }
    // The first steps of a warm-up include compilation and start. The later ones predict the time of a step.
    const latest = ready.map(({ ms }) => median(ms.slice(ms.length >> 1)));
    const answers: Answer[][] = contenders.map(() => []);
    for (let round = 0; round < effort.rounds; round++)
      for (const [i, { contender, steps }] of running.entries()) {
        const plan = share(latest[i]!, effort);
        if (round >= plan.rounds) continue;
        progress(`${task.title}: round ${round + 1} of ${effort.rounds}, ${contender.title}`);
        const answer = await steps(plan.steps);
        answers[i]!.push(answer);
        latest[i] = median(answer.ms);
      }
    return contenders.map((contender, i) => ({ contender, ready: ready[i]!, rounds: answers[i]!, peak: running[i]!.peak() }));
  } finally {
    await Promise.all(running.map(({ end }) => end()));
  }
}
