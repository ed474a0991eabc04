/** A loss and its terms by name. */
export interface Figures {
  readonly loss: number;
  readonly terms: Readonly<Record<string, number>>;
}

/** What training reported of one epoch: the training loss, and the validation loss where there is one. */
export interface Epoch extends Figures {
  readonly epoch: number;
  readonly validation?: Figures | undefined;
  /** Seconds that this epoch took. */
  readonly epochSeconds: number;
  readonly examplesPerSecond: number;
}

/** A curve by name, and how to read its value. */
export interface Curve {
  readonly name: string;
  readonly read: (figures: Figures) => number | undefined;
}

/** The curve of the loss, and one for each term where there are several. */
export function curvesOf(history: readonly Epoch[]): readonly [Curve, ...Curve[]] {
  const terms = [...new Set(history.flatMap(({ terms, validation }) => [...Object.keys(terms), ...Object.keys(validation?.terms ?? {})]))];
  const whole: Curve = { name: terms.length > 1 ? 'loss, the sum of all terms' : 'loss', read: ({ loss }) => loss };
  return [whole, ...(terms.length > 1 ? terms.map((name): Curve => ({ name, read: ({ terms }) => terms[name] })) : [])];
}

/** The seconds of all epochs together, and the examples per second. */
export function timeOf(history: readonly Epoch[]): { readonly seconds: number; readonly examplesPerSecond: number } {
  const seconds = history.reduce((sum, epoch) => sum + epoch.epochSeconds, 0);
  const examples = history.reduce((sum, epoch) => sum + epoch.epochSeconds * epoch.examplesPerSecond, 0);
  return { seconds, examplesPerSecond: examples / seconds };
}
