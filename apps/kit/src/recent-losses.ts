import type { Progress } from '@autoencoders/training';

/** Steps that a training loss is the mean of, where an epoch has so many. */
const WINDOW = 100;

/** Mean losses over some steps. */
interface Part {
  readonly steps: number;
  readonly loss: number;
  readonly terms: Readonly<Record<string, number>>;
}

/**
 * The same progress with losses that are means over about the last 100 steps, or over an epoch where that is shorter. Those of `fit` are means over the epoch so far, which begin anew
 * with each epoch: as a curve they have a cliff at its start. A new training, or the next level of a stack, begins anew here, too.
 */
export function recentLosses<P extends Progress>(history: readonly P[]): readonly P[] {
  let parts: Part[] = [];
  return history.map((progress, i) => {
    const before = history[i - 1];
    if (before && !continues(before, progress)) parts = [];
    parts.push(partOf(progress, before));
    parts = latest(parts, Math.min(WINDOW, progress.steps));
    return { ...progress, ...meanOf(parts) };
  });
}

const levelOf = (progress: Progress): unknown => ('level' in progress ? progress.level : undefined);

const isSameEpoch = (before: Progress, { epoch, step }: Progress): boolean => before.epoch === epoch && step > before.step;

const continues = (before: Progress, progress: Progress): boolean =>
  levelOf(before) === levelOf(progress) && (isSameEpoch(before, progress) || progress.epoch === before.epoch + 1);

/** The losses of the steps since the progress before. */
function partOf(progress: Progress, before: Progress | undefined): Part {
  const { step, loss, terms } = progress;
  if (!before || levelOf(before) !== levelOf(progress) || !isSameEpoch(before, progress)) return { steps: step, loss, terms };
  const steps = step - before.step;
  const since = (now: number, then: number): number => (now * step - then * before.step) / steps;
  const own = Object.entries(terms).map(([name, value]) => [name, since(value, before.terms[name] ?? value)] as const);
  return { steps, loss: since(loss, before.loss), terms: Object.fromEntries(own) };
}

/** The last parts that have about as many steps as a window. */
function latest(parts: readonly Part[], most: number): Part[] {
  let [from, steps] = [parts.length, 0];
  while (from > 0 && (from === parts.length || steps + parts[from - 1]!.steps <= most)) steps += parts[--from]!.steps;
  return parts.slice(from);
}

function meanOf(parts: readonly Part[]): Pick<Part, 'loss' | 'terms'> {
  const steps = parts.reduce((sum, part) => sum + part.steps, 0);
  const mean = (read: (part: Part) => number): number => parts.reduce((sum, part) => sum + read(part) * part.steps, 0) / steps;
  const names = Object.keys(parts.at(-1)!.terms);
  return { loss: mean(({ loss }) => loss), terms: Object.fromEntries(names.map((name) => [name, mean(({ terms }) => terms[name] ?? 0)])) };
}
