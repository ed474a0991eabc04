import { LIMIT_FLOPS, flopsPerTurn, loopsOf, multiplyAddModule } from '../multiply-add.js';
import type { Kind, Loop } from '../multiply-add.js';
import { stepByStep } from '../protocol.js';
import type { Job, Peer } from '../protocol.js';

/** The machine's own limit: a step is `LIMIT_FLOPS` operations in the fastest loop of the kind that `setting` names. */
export async function prepare({ setting }: Job): Promise<Peer> {
  const runs = loopsOf(setting as Kind).map(runOf);
  const timed = runs.map((run) => [best(run), run] as const);
  const [, fastest] = timed.reduce((a, b) => (b[0] < a[0] ? b : a));
  return stepByStep('', async () => (fastest(), 0));
}

function runOf(loop: Loop): () => void {
  const { run } = new WebAssembly.Instance(new WebAssembly.Module(multiplyAddModule(loop))).exports;
  const turns = Math.round(LIMIT_FLOPS / flopsPerTurn(loop));
  return () => void (run as (turns: number) => number)(turns);
}

/** The shortest of some runs, because the first runs are not fully compiled. */
function best(run: () => void): number {
  const times = Array.from({ length: 12 }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return Math.min(...times);
}
