/** A loss and its terms by name, as `Evaluation` of `training` has them. */
export interface LossFigures {
  readonly loss: number;
  readonly terms: Readonly<Record<string, number>>;
}

/** The figures of one epoch: its training loss, and its validation and test loss if there are any. The `Progress` of `training` fits. */
export interface EpochFigures extends LossFigures {
  readonly epoch: number;
  readonly validation?: LossFigures | undefined;
  readonly test?: LossFigures | undefined;
  /** Seconds that this epoch took. */
  readonly epochSeconds: number;
  readonly examplesPerSecond: number;
}

/** A curve by name, and how to read its value. */
export interface Curve {
  readonly name: string;
  readonly read: (figures: LossFigures) => number | undefined;
}

/** The curve of the loss, and one for each term where there are several. */
export function curvesOf(history: readonly EpochFigures[]): readonly [Curve, ...Curve[]] {
  const terms = [
    ...new Set(
      history.flatMap(({ terms, validation, test }) => [terms, validation?.terms, test?.terms].flatMap((each) => Object.keys(each ?? {}))),
    ),
  ];
  const whole: Curve = { name: terms.length > 1 ? 'loss, the sum of all terms' : 'loss', read: ({ loss }) => loss };
  return [whole, ...(terms.length > 1 ? terms.map((name): Curve => ({ name, read: ({ terms }) => terms[name] })) : [])];
}

/** The seconds of all epochs together, and the examples per second. */
export function timeOf(history: readonly EpochFigures[]): { readonly seconds: number; readonly examplesPerSecond: number } {
  const seconds = history.reduce((sum, epoch) => sum + epoch.epochSeconds, 0);
  const examples = history.reduce((sum, epoch) => sum + epoch.epochSeconds * epoch.examplesPerSecond, 0);
  return { seconds, examplesPerSecond: examples / seconds };
}
