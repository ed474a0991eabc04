import type { Progress, TrainingRun } from '@autoencoders/training';

/** The same run. It also tells its progress to `tell`, whether it is looped over or awaited. */
export function observe<P extends Progress, R>(run: TrainingRun<P, R>, tell: (progress: P) => void): TrainingRun<P, R> {
  const next = run.next.bind(run);
  const settle = run.then.bind(run);
  let trained: Promise<unknown> | undefined;
  let looped = false;
  const train = async (): Promise<void> => {
    // An awaited run is looped over here; after that, it has a result.
    if (!looped) for await (const _ of run);
  };
  const result = async (): Promise<R> => {
    await (trained ??= train());
    return new Promise((resolve, reject) => void settle(resolve, reject));
  };
  return Object.assign(run, {
    async next() {
      looped = true;
      const step = await next();
      if (!step.done) tell(step.value);
      return step;
    },
    // oxlint-disable-next-line unicorn/no-thenable -- a run can be awaited
    then: (...handlers: Parameters<Promise<R>['then']>) => result().then(...handlers),
    catch: (handler: (error: unknown) => unknown) => result().catch(handler),
    finally: (handler: () => void) => result().finally(handler),
  });
}
