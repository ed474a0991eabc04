import type { Group } from '@autoencoders/core';
import { html } from '@autoencoders/report';
import type { Section } from '@autoencoders/report';
import type { LevelProgress, Progress } from '@autoencoders/training';
import { alignedTable } from './table.js';

/** What a step took on one rank, in milliseconds. */
export interface RankTimes {
  readonly rank: number;
  /** Its own work: batches, forward and backward pass, the optimizer; on rank 0 also what it alone does, such as checkpoints. */
  readonly computing: number;
  /** Sums over all ranks, from the moment that all have come. */
  readonly communication: number;
  /** For ranks that came later. */
  readonly waiting: number;
}

/** Measures the steps of a training in a group. */
export interface RankClock {
  /** Notes how far the training is. The first time, the clock starts: steps before it compile and fill caches. */
  readonly note: (progress: Progress) => void;
  /** The times of all ranks, which all ask for them. Undefined where there was no step to measure. */
  readonly times: () => readonly RankTimes[] | undefined;
}

const levelOf = (progress: Progress | LevelProgress): number => ('level' in progress ? progress.level : 1);
const stepsOf = ({ epoch, step, steps }: Progress): number => (epoch - 1) * (Number.isFinite(steps) ? steps : 0) + step;

export function rankClock(group: Group): RankClock {
  let first: { readonly at: number; readonly waiting: number; readonly communication: number } | undefined;
  let before: Progress | undefined;
  let steps = 0;
  const now = () => ({ at: performance.now() / 1000, waiting: 0, communication: 0, ...group.times?.() });
  return {
    note(progress) {
      first ??= now();
      if (before) steps += Math.max(0, stepsOf(progress) - (levelOf(progress) === levelOf(before) ? stepsOf(before) : 0));
      before = progress;
    },
    times() {
      const last = now();
      if (!first || steps === 0) return undefined;
      const [waiting, communication] = [last.waiting - first.waiting, last.communication - first.communication];
      const computing = last.at - first.at - waiting - communication;
      const all = new Float32Array(3 * group.size);
      // Each rank writes at its own place.
      all.set(
        [computing, communication, waiting].map((seconds) => (1000 * seconds) / steps),
        3 * group.rank,
      );
      group.allReduce(all);
      return Array.from({ length: group.size }, (_, rank) => ({
        rank,
        computing: all[3 * rank]!,
        communication: all[3 * rank + 1]!,
        waiting: all[3 * rank + 2]!,
      }));
    },
  };
}

const COLUMNS = ['computing', 'communication', 'waiting'] as const;
const shown = (milliseconds: number): string => milliseconds.toFixed(milliseconds < 10 ? 2 : 1);

/** The times of all ranks as lines for the terminal. */
export const ranksText = (ranks: readonly RankTimes[]): string =>
  alignedTable([
    ['ms per step', ...COLUMNS],
    ...ranks.map((times) => [`rank ${times.rank}`, ...COLUMNS.map((name) => shown(times[name]))]),
  ]);

/** The section of a report with the times of all ranks. None where one process trained. */
export function ranksSection(ranks: readonly RankTimes[] | undefined): readonly Section[] {
  if (!ranks) return [];
  const rows = ranks.map(
    (times) => html`<tr><th scope="row">${times.rank}</th>${COLUMNS.map((name) => html`<td>${shown(times[name])}</td>`)}</tr>`,
  );
  const head = COLUMNS.map((name) => html`<th scope="col">${name}</th>`);
  return [
    {
      title: 'Ranks',
      caption:
        'What a step took on each rank, in milliseconds. Computing is its own work. Communication is the time of the sums over all ranks, without those that go on while a rank computes. Waiting is the time until the slowest rank came to a sum. Much waiting on all ranks but one: that one is slower, or has less of its machine. Much communication: the network is slow for a model of this size; a larger batch, --accumulation-steps and --average-every have fewer sums.',
      body: html`<div class="wide" tabindex="0" role="region" aria-label="Times of each rank"><table>
<thead><tr><th scope="col">rank</th>${head}</tr></thead><tbody>${rows}</tbody></table></div>`,
    },
  ];
}
