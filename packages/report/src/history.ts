/** A loss and the terms it is the sum of, by their names. */
export interface Figures {
  readonly loss: number;
  readonly terms: Readonly<Record<string, number>>;
}

/** What training reported of one epoch. */
export interface Epoch extends Figures {
  readonly epoch: number;
  readonly validation?: Figures | undefined;
  /** Seconds that this epoch took. */
  readonly epochSeconds: number;
  readonly examplesPerSecond: number;
}

/** A loss of the page by its name, and how to find it; the whole loss has no term. */
export interface Curve {
  readonly name: string;
  readonly read: (figures: Figures) => number | undefined;
}

/** The whole loss, then each term that any epoch has, where there is more than one. */
export function curvesOf(history: readonly Epoch[]): readonly [Curve, ...Curve[]] {
  const terms = [...new Set(history.flatMap(({ terms, validation }) => [...Object.keys(terms), ...Object.keys(validation?.terms ?? {})]))];
  const whole: Curve = { name: terms.length > 1 ? 'loss, all terms together' : 'loss', read: ({ loss }) => loss };
  return [whole, ...(terms.length > 1 ? terms.map((name): Curve => ({ name, read: ({ terms }) => terms[name] })) : [])];
}

/** How long all epochs took together, and how many examples a second that was. */
export function timeOf(history: readonly Epoch[]): { readonly seconds: number; readonly examplesPerSecond: number } {
  const seconds = history.reduce((sum, epoch) => sum + epoch.epochSeconds, 0);
  const examples = history.reduce((sum, epoch) => sum + epoch.epochSeconds * epoch.examplesPerSecond, 0);
  return { seconds, examplesPerSecond: examples / seconds };
}
