/** What was measured of one method. */
export interface OnnxRow {
  readonly method: string;
  readonly contributions: boolean;
  /** Bytes of the file of the detector, and of the ONNX file. */
  readonly ours: number;
  readonly onnx: number;
  /** Rows per second of each round. */
  readonly rates: { readonly ours: readonly number[]; readonly onnx: readonly number[] };
  /** The greatest difference of a score, relative to it, and the alarms that differ. */
  readonly difference: number;
  readonly alarms: number;
}

/** All that was measured. */
export interface OnnxResults {
  readonly machine: string;
  readonly date: string;
  readonly rows: number;
  /** Rows with contributions. */
  readonly explained: number;
  readonly learned: number;
  readonly batch: number;
  readonly columns: number;
  readonly measured: readonly OnnxRow[];
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
const kilobytes = (bytes: number): string => Math.round(bytes / 1000).toLocaleString('en-US');
const rate = (values: readonly number[]): string => Number(median(values).toPrecision(3)).toLocaleString('en-US');

/** The results as Markdown. */
export function markdown({ machine, date, rows, explained, learned, batch, columns, measured }: OnnxResults): string {
  const lines = measured.map(({ method, contributions, ours, onnx, rates, difference, alarms }) =>
    [
      contributions ? `${method}, with contributions` : method,
      kilobytes(ours),
      kilobytes(onnx),
      rate(rates.ours),
      rate(rates.onnx),
      difference.toExponential(0),
      alarms,
    ].join(' | '),
  );
  return `# Detectors as ONNX files

Detectors learn from ${learned.toLocaleString('en-US')} rows of a table of ${columns} columns: numbers, counts, words, dates. They train for 200 steps. Then they score ${rows.toLocaleString('en-US')}
other rows from the cells of their columns, ${batch.toLocaleString('en-US')} at once; with contributions, ${explained.toLocaleString('en-US')} rows. Ours run on WASM with one thread, and
the files of \`detectorToOnnx\` in onnxruntime-node with one thread. The two take turns; rows per second are medians of ${measured[0]!.rates.ours.length}
rounds. Our file also keeps the held-out scores and reference rows for drift. The difference is the greatest of a score, relative to it.
Measured on ${machine}, ${date}, by \`npm run bench:onnx\`.

| method | our file, kB | ONNX, kB | ours, rows/s | onnxruntime, rows/s | difference | alarms that differ |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
${lines.map((line) => `| ${line} |`).join('\n')}
`;
}
