/** Codes `[rows, codeSize]`, and what stands in the column of labels, if there is one. */
export interface CodeRows {
  readonly values: ArrayLike<number>;
  readonly codeSize: number;
  /** What stands before the code, if anything does: the name of a file. */
  readonly first?: ((row: number) => string) | undefined;
  readonly label?: ((row: number) => string | number) | undefined;
}

/** A cell of a CSV, in quotes where it needs them. */
export const quoted = (cell: string | number): string =>
  /[",\n\r]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : String(cell);

/** The names of the columns of codes: z1, z2, … */
export const codeNames = (codeSize: number): readonly string[] => Array.from({ length: codeSize }, (_, i) => `z${i + 1}`);

/** A number of a code, with seven digits. */
export const roundedCode = (value: number): number => Number(value.toPrecision(7));

/** The heading of a CSV of codes: `z1,z2,…`, and `label` where there are labels. */
export const codesHeading = (codeSize: number, labelled: boolean, first?: string): string =>
  `${[...(first === undefined ? [] : [first]), ...codeNames(codeSize), ...(labelled ? ['label'] : [])].join(',')}\n`;

/** The lines of the rows from `start` to before `end`. */
export function codeLines({ values, codeSize, first, label }: CodeRows, start: number, end: number): string {
  let lines = '';
  for (let row = start; row < end; row++) {
    const numbers = Array.from({ length: codeSize }, (_, i) => roundedCode(values[row * codeSize + i]!));
    lines += `${[...(first ? [first(row)] : []), ...numbers, ...(label ? [label(row)] : [])].join(',')}\n`;
  }
  return lines;
}
