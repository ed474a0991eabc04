import { openTable, programText, quoted } from '@autoencoders/app-kit/parts';
import type { Threshold } from '@autoencoders/anomaly';
import type { Findings, Reading, RowFindings, SeriesFindings, Trained } from './findings.js';
import model from './model.ts?raw';

/** The program for Node that does what the page has done, with the threshold of the page. */
export function program(findings: Findings, trained: Trained, threshold: Threshold): string {
  const { imports, body } = findings.kind === 'rows' ? rowsProgram(findings, trained) : seriesProgram(findings, trained);
  const opened = [trained.learn, ...(trained.look ? [trained.look] : [])].map((reading) => openTable(reading).opener);
  const worth = findings.effectiveSize === undefined ? '' : ', effectiveSize: fitted.effectiveSize';
  const moved = threshold.value !== findings.threshold.value;
  const own = moved
    ? `const fitted = await ${body.fit};
const detector = fitted.withThreshold(fixedThreshold(fitted.calibration, { value: ${threshold.value}${worth} }));`
    : `const detector = await ${body.fit};`;
  return programText({
    model,
    imports: [
      ...imports,
      `import { ${moved ? 'fixedThreshold, ' : ''}thresholdSentence } from '@autoencoders/anomaly';`,
      `import { readTable } from '@autoencoders/tables';`,
      `import { ${opened.join(', ')} } from '@autoencoders/tables/node';`,
    ],
    reads: [trained.learn, ...(trained.look ? [trained.look] : [])].map(({ name }) => name),
    body: `${body.before}\n\n${own}\nconsole.log(thresholdSentence(detector.threshold));\n\n${body.after}\ndetector.dispose();`,
  });
}

/** The parts of a program that differ for rows and series. */
interface Parts {
  readonly imports: readonly string[];
  readonly body: { readonly before: string; readonly fit: string; readonly after: string };
}

const listOf = (names: readonly string[]): string => `[${names.map(quoted).join(', ')}]`;
const opened = (reading: Reading): string => openTable(reading).opened;

function rowsProgram({ columns }: RowFindings, { learn, look, settings }: Trained): Parts {
  const rows = look
    ? `const usual = encoder.encode(table);
const { table: others } = await readTable(${opened(look)}, { schema: encoder.schema });
const rows = encoder.encode(others);
const numbers = Array.from({ length: others.rows }, (_, i) => i + 1);`
    : `const [usual, rows] = split(encoder.encode(table), LEARNED, { seed: 1 });
const numbers = Array.from(permutation(table.rows, 1), (row) => row + 1).slice(-rows.values.length / encoder.width);`;
  return {
    imports: [
      `import { explain, fitDetector } from '@autoencoders/anomaly';`,
      `import { fitEncoder } from '@autoencoders/tables';`,
      ...(look ? [] : [`import { permutation } from '@autoencoders/core';`, `import { split } from '@autoencoders/datasets';`]),
    ],
    body: {
      before: `const { table, schema } = await readTable(${opened(learn)});
const names = ${listOf(columns)};
const encoder = await fitEncoder({ ...schema, columns: schema.columns.filter(({ name }) => names.includes(name)) }, table);
${rows}`,
      fit: `fitDetector(usual, { encoder, method: rowMethod(), folds: FOLDS, trim: ${settings.trim}, seed: 1 })`,
      after: `const { values: scores, pValues, alarms, ...found } = await detector.detect(rows, { contributions: true });
console.log((await detector.drift(rows)).sentence);
const oddest = Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]!).slice(0, 20);
console.table(
  oddest.map((i) => {
    const [first] = explain({ values: scores, ...found }, i, encoder.columns);
    return { row: numbers[i], score: scores[i], pValue: pValues[i], alarm: alarms[i] === 1, column: first!.column };
  }),
);`,
    },
  };
}

function seriesProgram({ columns, looked }: SeriesFindings, { learn, look, settings, time }: Trained): Parts {
  const train = look ? 1 : settings.usual;
  return {
    imports: [
      `import { fitSeriesDetector, windowFor } from '@autoencoders/anomaly';`,
      `import type { Series } from '@autoencoders/datasets';`,
      `import type { TableSource } from '@autoencoders/tables';`,
    ],
    body: {
      before: `const columns = ${listOf(columns)};
async function seriesOf(source: TableSource): Promise<Series> {
  const { table } = await readTable(source, { keepAll: true });
  const cells = columns.map((name) => table.columns[name] as Float64Array);
  const values = Float64Array.from({ length: table.rows * cells.length }, (_, i) => cells[i % cells.length]![Math.floor(i / cells.length)]!);
  return { values, channels: cells.length${time === undefined ? '' : `, times: table.columns[${quoted(time)}] as Float64Array`} };
}
const usual = await seriesOf(${opened(learn)});
const series = ${look ? `await seriesOf(${opened(look)})` : 'usual'};
const steps = Math.round((${train} * usual.values.length) / columns.length);
const { length: window } = windowFor(usual, { ...WINDOW, most: Math.floor(steps / 10) });`,
      fit: `fitSeriesDetector(usual, {
  method: windowMethod(),
  columns,
  train: ${train},
  window,
  rule: { merge: MERGE },
  per: 'step',
  missing: 'mask',
  seed: 1,
})`,
      after: `const { events } = await detector.detect(series, { contributions: true });
console.table(
  events
    .filter(({ end }) => end > ${looked.start})
    .map(({ start, end, startTime, score, columns: shares }) => ({
      start: startTime === undefined ? start : new Date(1000 * startTime).toISOString(),
      steps: end - start,
      score,
      column: shares![0]!.name,
    })),
);`,
    },
  };
}
