/** What names an example: its file, or where its window starts. */
export interface Named {
  readonly name: 'file' | 'start';
  readonly values: readonly string[];
}

/** Codes of some examples, `[rows, codeSize]`. */
export interface CodeChunk {
  readonly rows: number;
  readonly values: Float32Array;
  readonly named?: Named | undefined;
  readonly labels?: Int32Array | undefined;
}

/** Codes that come some at a time. */
export interface Codes {
  readonly codeSize: number;
  /** What the labels stand for, where that is known. */
  readonly classes?: readonly string[] | undefined;
  /** How many there are, where that is known. */
  readonly count?: number | undefined;
  readonly chunks: AsyncIterable<CodeChunk>;
}

/** A label as text: its class, or its number. */
export const labelOf = ({ classes }: Pick<Codes, 'classes'>, label: number): string => (classes ? (classes[label] ?? '') : String(label));

/** A number of a code, with seven digits. */
export const roundedCode = (value: number): number => Number(value.toPrecision(7));
