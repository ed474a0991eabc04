import { readFileSync, readdirSync } from 'node:fs';
import { fitEncoder, fromArff, fromCsv, fromJson, fromJsonLines, printSchema, readTable, tableEncoder, toCsv } from '@autoencoders/tables';
import type { Table, TableEncoder, TableEncoderJson, TableSource } from '@autoencoders/tables';
import type { Format } from './formats.js';
import { mutatedJson } from './mutate-json.js';
import { mutateBytes } from './mutate.js';
import type { Mutate } from './mutate.js';

const utf8 = { encode: (text: string) => new TextEncoder().encode(text), decode: (bytes: Uint8Array) => new TextDecoder().decode(bytes) };

/** Small files that programs wrote, but those in other encodings than UTF-8. */
const written = (folder: string, pattern: RegExp): readonly Uint8Array[] => {
  const tests = new URL(`../../../packages/tables/test/${folder}/`, import.meta.url);
  return readdirSync(tests)
    .filter((name) => pattern.test(name) && !/windows|german-sep|german\.csv|latin1/.test(name))
    .map((name) => new Uint8Array(readFileSync(new URL(name, tests))));
};
const small = ({ length }: Uint8Array): boolean => length < 2000;

/** The first rows of a table in JSON, or in lines of JSON. Mutations of large files seldom meet what matters. */
const firstRows = (bytes: Uint8Array): Uint8Array => utf8.encode(JSON.stringify(JSON.parse(utf8.decode(bytes)).slice(0, 6)));
const firstLines = (bytes: Uint8Array): Uint8Array => utf8.encode(`${utf8.decode(bytes).split('\n').slice(0, 6).join('\n')}\n`);

/** Reads a whole table, prints what its columns are, and writes it. */
const readAll =
  (from: (bytes: Uint8Array) => TableSource): Format['read'] =>
  async (bytes) => {
    const { schema, table } = await readTable(from(bytes));
    printSchema(schema);
    toCsv(table, schema);
  };

const ROWS = `rent;rooms;city;furnished;since;grade
812,50;3;Osaka;yes;2024-02-28 10:30;a
1.020,00;4;Lagos;no;2023-11-02 08:00;b
95,10;2;Osaka;yes;2024-01-15 23:59;a
;3;Kigali;no;;c
720,00;1;Lagos;yes;2022-05-05 12:00;b
640,00;2;Quito;no;2021-07-30 06:15;a
`;

const table = async (): Promise<Awaited<ReturnType<typeof readTable>>> =>
  readTable(fromCsv(ROWS), { kinds: { city: 'category', grade: 'category', rooms: 'count' } });

/** Encoders with every kind of column and of encoding. */
async function encoders(): Promise<readonly TableEncoder[]> {
  const read = await table();
  return Promise.all([
    fitEncoder(read.schema, read.table, { cyclic: ['hour', 'month'] }),
    fitEncoder(read.schema, read.table, { numbers: 'quantile', categories: 'ordinal', label: 'grade' }),
    fitEncoder(read.schema, read.table, { numbers: 'robust', categories: 'frequency', encodings: { rooms: 'log1p', rent: 'minMax' } }),
  ]);
}

/** Opens an encoder, and uses all of it: encodes rows, decodes features, writes the table and describes the columns. */
function encoderReader(rows: Table): Format['read'] {
  return (bytes) => {
    const encoder = tableEncoder(JSON.parse(utf8.decode(bytes)) as TableEncoderJson);
    printSchema(encoder.schema);
    const ones = Float32Array.from({ length: 3 * encoder.width }, (_, i) => (i % 5) - 2);
    toCsv(encoder.decode(ones), encoder.schema);
    const { values } = encoder.encode(rows);
    if (encoder.decode(values).rows !== rows.rows) throw new Error('decode gave other rows');
  };
}

/** JSON changed as JSON, or byte by byte. */
const mutateJsonFile: Mutate = (bytes, random) => {
  if (random.below(3) === 0) return mutateBytes(bytes, random);
  const text = utf8.decode(bytes);
  try {
    return utf8.encode(mutatedJson(text, random));
  } catch {
    // Lines of JSON.
    const lines = text.split('\n');
    const line = random.below(lines.length - 1);
    return utf8.encode(lines.with(line, mutatedJson(lines[line]!, random)).join('\n'));
  }
};

/** Formats that `@autoencoders/tables` reads. */
export async function tableFormats(): Promise<readonly Format[]> {
  const arff = utf8.encode(
    "@relation flats\n@attribute rent numeric\n@attribute 'the city' {Osaka, Lagos, 'New York'}\n@attribute seen date 'yyyy-MM-dd'\n@data\n812.5,Osaka,'2024-02-28'\n?,'New York',?\n95,Lagos,'2023-01-01'\n",
  );
  const { table: rows } = await table();
  return [
    {
      name: 'encoder of a table',
      files: (await encoders()).map((encoder) => utf8.encode(JSON.stringify(encoder))),
      mutate: (bytes, random) => utf8.encode(mutatedJson(utf8.decode(bytes), random)),
      read: encoderReader(rows),
    },
    {
      name: 'CSV',
      files: [utf8.encode(ROWS), ...['written', 'fixtures'].flatMap((folder) => written(folder, /\.(csv|tsv|txt|gz)$/)).filter(small)],
      mutate: mutateBytes,
      read: readAll((bytes) => fromCsv(bytes)),
    },
    {
      name: 'table in JSON',
      files: written('written', /(array|records)\.json$/).map(firstRows),
      mutate: mutateJsonFile,
      read: readAll((bytes) => fromJson(bytes)),
    },
    {
      name: 'table in JSON lines',
      files: written('written', /lines\.json/).map(firstLines),
      mutate: mutateJsonFile,
      read: readAll((bytes) => fromJsonLines(bytes)),
    },
    { name: 'ARFF', files: [arff], mutate: mutateBytes, read: readAll((bytes) => fromArff(bytes)) },
  ];
}
