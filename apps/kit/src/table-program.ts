import type { TableNotes, TableReading } from './data/index.js';
import type { TableEnding } from './data/table-endings.js';
import type { DataLines } from './program-data.js';

type Pixels = NonNullable<TableReading['pixels']>;

const openers: Readonly<Record<TableEnding, string>> = {
  '.csv': 'openCsv',
  '.tsv': 'openCsv',
  '.txt': 'openCsv',
  '.json': 'openJson',
  '.jsonl': 'openJsonLines',
  '.ndjson': 'openJsonLines',
  '.arff': 'openArff',
};

/** How a program reads the reader's own table as the page did, and writes rows as the model restores them. `trained` is the name of the model. */
export function tableLines({ reading, encoder }: TableNotes, trained: string): DataLines {
  const { opener, opened } = openTable(reading);
  const imported = `import { split } from '@autoencoders/datasets';\nimport { ${opener} } from '@autoencoders/tables/node';`;
  const { name, pixels } = reading;
  const lines = pixels ? pixelLines(reading, pixels, imported, opened) : columnLines(reading, trained, imported, opened, encoder);
  return { ...lines, reads: [name] };
}

/** The function that opens a table in a program, and its call. */
export function openTable({ name, ending, encoding }: Pick<TableReading, 'name' | 'ending' | 'encoding'>): {
  readonly opener: string;
  readonly opened: string;
} {
  const opener = openers[ending];
  return { opener, opened: `${opener}(${quoted(name)}${encoding ? `, { encoding: ${quoted(encoding)} }` : ''})` };
}

/** Text as it stands in a program. */
export const quoted = (text: string): string => `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;

function columnLines(
  { label, kinds = {}, ignore = [] }: TableReading,
  trained: string,
  imported: string,
  opened: string,
  encoder: TableNotes['encoder'],
): DataLines {
  const hasYesNo = encoder?.columns.some(({ kind }) => kind === 'yesNo');
  const chosen = Object.entries(kinds).map(([name, kind]) => `${quoted(name)}: ${quoted(kind)}`);
  const options = [
    `numbers: 'minMax'`,
    chosen.length > 0 && `kinds: { ${chosen.join(', ')} }`,
    ignore.length > 0 && `ignore: [${ignore.map(quoted).join(', ')}]`,
    label !== undefined && `label: ${quoted(label)}`,
    'stream: false',
  ]
    .filter(Boolean)
    .join(', ');
  return {
    imported: `${imported}\nimport { encodeTable, printSchema, toRecords } from '@autoencoders/tables';\nimport type { Tensor } from '@tensorflow/tfjs-core';`,
    lines: `const { data, encoder, schema } = await encodeTable(${opened}, { ${options} });
console.log(printSchema(schema));
// Numbers from 0 to 1, as in the page.${hasYesNo ? ' The encoder has −1 for no, and the page 0.' : ''}
const values = data.values.map((value) => Math.min(1, Math.max(0, value)));
const [training, test] = split({ ...data, name: 'table', values }, 0.85, { seed: 1 });`,
    after: `// Some rows, and how the model restores them, in their own units and words.
${
  hasYesNo
    ? `const yesNo = encoder.columns.filter(({ kind }) => kind === 'yesNo').map(({ start }) => start);
// For the encoder, a number above 0 is yes.
const forEncoder = (value: number, i: number) => (yesNo.includes(i % encoder.width) ? value - 0.5 : value);
const rowsOf = (x: Tensor) => toRecords(encoder.decode(x.dataSync<'float32'>().map(forEncoder)), schema).slice(0, 5);`
    : `const rowsOf = (x: Tensor) => toRecords(encoder.decode(x.dataSync<'float32'>()), schema).slice(0, 5);`
}
console.table(rowsOf(toFlat(test)));
console.table(rowsOf(${trained}.reconstruct(toFlat(test))));`,
  };
}

function pixelLines({ label }: TableReading, { columns, white }: Pixels, imported: string, opened: string): DataLines {
  const side = Math.sqrt(columns.length);
  const first = columns[0]!;
  // Pixels are named alike but for their numbers.
  const pattern = `/^${first.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replaceAll(/\d+/g, '\\d+')}$/`;
  const labels = label === undefined ? '' : ', labels, classes';
  return {
    imported: `${imported}\nimport { readTable } from '@autoencoders/tables';`,
    lines: `const { table } = await readTable(${opened}, { keepAll: true });
const pixels = Object.keys(table.columns).filter((name) => ${pattern}.test(name)${label === undefined ? '' : ` && name !== ${quoted(label)}`});
const cell = (row: number, name: string) => Number(table.columns[name]![row]) / ${white};
const values = Float32Array.from(
  { length: table.rows * pixels.length },
  (_, i) => cell(Math.floor(i / pixels.length), pixels[i % pixels.length]!),
);
${
  label === undefined
    ? ''
    : `const words = Array.from<unknown>(table.columns[${quoted(label)}]!);
const classes = [...new Set(words)].sort((a, b) => (typeof a === 'number' ? a - Number(b) : String(a) < String(b) ? -1 : 1)).map(String);
const labels = Int32Array.from(words, (word) => classes.indexOf(String(word)));
`
}const [training, test] = split({ name: 'table', shape: [${side}, ${side}, 1], values${labels} }, 0.85, { seed: 1 });`,
  };
}
