/** Options that say what a step of training is. */
export interface StepOptions {
  readonly accumulationSteps: number;
  readonly averageEvery: number;
}

/** The same for `fit` and `pretrain`. */
export const stepsOf = ({ accumulationSteps, averageEvery }: StepOptions): StepOptions => ({ accumulationSteps, averageEvery });

/** What a run's info has of them: those that are not the defaults. */
export const stepEntries = (given: StepOptions): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(stepsOf(given)).filter(([, value]) => value > 1));

/** What a report has of them. */
export const stepWords = ({ accumulationSteps, averageEvery }: StepOptions): Readonly<Record<string, string>> => ({
  ...(accumulationSteps > 1 && { 'gradients accumulated over': `${accumulationSteps} batches` }),
  ...(averageEvery > 1 && { 'ranks averaged every': `${averageEvery} steps` }),
});
