/** The value of a JSON text, with NaN for `null`, which JSON has for numbers that are not finite. Undefined for other text. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text, (_, value: unknown) => (value === null ? NaN : value)) as unknown;
  } catch {
    return undefined;
  }
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isText = (value: unknown): value is string => typeof value === 'string';

/** Whether a value is a number, NaN included. */
export const isNumber = (value: unknown): value is number => typeof value === 'number';

/** Whether a value is a whole number of at least `least` (default 0). */
export const isWhole = (value: unknown, least: number = 0): value is number => Number.isSafeInteger(value) && (value as number) >= least;

/** Whether all values of a record pass `is`. */
export const isRecordOf = <T>(value: unknown, is: (each: unknown) => each is T): value is Readonly<Record<string, T>> =>
  isRecord(value) && Object.values(value).every(is);

/** Whether all elements of a list pass `is`. */
export const isListOf = <T>(value: unknown, is: (each: unknown) => each is T): value is readonly T[] =>
  Array.isArray(value) && value.every(is);
