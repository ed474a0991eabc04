/** Options that say what a step of training is. */
export interface StepOptions {
  readonly batch: number;
  readonly accumulationSteps: number;
  readonly averageEvery: number;
}

/** The same for `fit` and `pretrain`. */
export const stepsOf = ({ batch, accumulationSteps, averageEvery }: StepOptions): StepOptions => ({
  batch,
  accumulationSteps,
  averageEvery,
});

/** What a run's info has of them: the batch, and those that are not the defaults. */
export const stepEntries = ({ batch, accumulationSteps, averageEvery }: StepOptions): Readonly<Record<string, number>> => ({
  batch,
  ...(accumulationSteps > 1 && { accumulationSteps }),
  ...(averageEvery > 1 && { averageEvery }),
});

/** What a report has of them. */
export const stepWords = ({ batch, accumulationSteps, averageEvery }: StepOptions): Readonly<Record<string, string | number>> => ({
  batch,
  ...(accumulationSteps > 1 && { 'gradients accumulated over': `${accumulationSteps} batches` }),
  ...(averageEvery > 1 && { 'ranks averaged every': `${averageEvery} steps` }),
});
