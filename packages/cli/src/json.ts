/** What JSON says, and nothing where it is none. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isText = (value: unknown): value is string => typeof value === 'string';

/** A number, or the `null` that JSON has for one that is not finite. */
export const isFigure = (value: unknown): value is number | null => typeof value === 'number' || value === null;

/** The number that JSON has as `null`. */
export const figureOf = (value: number | null): number => value ?? NaN;

/** A whole number of `least` or more. */
export const isWhole = (value: unknown, least: number = 0): value is number => Number.isSafeInteger(value) && (value as number) >= least;

/** Whether every value of a record is as `is` says. */
export const isRecordOf = <T>(value: unknown, is: (each: unknown) => each is T): value is Readonly<Record<string, T>> =>
  isRecord(value) && Object.values(value).every(is);

export const isListOf = <T>(value: unknown, is: (each: unknown) => each is T): value is readonly T[] =>
  Array.isArray(value) && value.every(is);
