// File size and rows per second of detectors as ONNX files, beside ours: `npm run bench:onnx`. It takes the number of rounds (default 5). Results
// go to bench/results/onnx.json and onnx.md.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  codeNeighbours,
  combine,
  fitDetector,
  isolationForest,
  nearestNeighbours,
  pca,
  reconstruction,
  saveDetector,
} from '@autoencoders/anomaly';
import type { Detection, Detector, Method } from '@autoencoders/anomaly';
import { setWasmBackend } from '@autoencoders/backend-wasm';
import { detectorToOnnx } from '@autoencoders/exchange';
import { fitEncoder, fromCsv, readTable } from '@autoencoders/tables';
import type { Table, TableEncoder } from '@autoencoders/tables';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { markdown } from './onnx/markdown.js';
import type { OnnxRow } from './onnx/markdown.js';
import { makeCsv } from './tables/make-csv.js';

const rounds = Number(process.argv[2] ?? 5);
const [LEARNED, ROWS, BATCH] = [2000, 10_000, 1000];
/** Rows with contributions: each takes one more score for each column. */
const EXPLAINED = 2000;

const net = (): Method => reconstruction({ steps: 200 });
const neighbours = (): Method => nearestNeighbours({ k: 1, distance: 'squared' });
const methods: readonly (readonly [method: string, make: () => Method, contributions: boolean])[] = [
  ['pca', pca, false],
  ['reconstruction', net, false],
  ['nearestNeighbours', neighbours, false],
  ['codeNeighbours', () => codeNeighbours({ steps: 200 }), false],
  ['isolationForest', isolationForest, false],
  ['reconstruction and nearestNeighbours, the default', () => combine(net(), neighbours()), false],
  ['reconstruction', net, true],
];

/** Some rows of a table. */
const slice = ({ columns }: Table, from: number, to: number): Table => ({
  rows: to - from,
  columns: Object.fromEntries(Object.entries(columns).map(([name, cells]) => [name, cells.slice(from, to)])),
});

/** The tables of batches. */
const batches = (table: Table): readonly Table[] =>
  Array.from({ length: table.rows / BATCH }, (_, i) => slice(table, i * BATCH, (i + 1) * BATCH));

/** The cells of a table as the inputs of a file. */
const feeds = ({ rows, columns }: Table, { columns: used }: TableEncoder, inputs: readonly string[]): Record<string, Tensor> =>
  Object.fromEntries(
    used.map(({ name }) => {
      const cells = columns[name]!;
      const shape = [rows, 1];
      const input = inputs.includes(name) ? name : `column:${name}`;
      return [
        input,
        cells instanceof Float64Array
          ? new Tensor('float64', cells, shape)
          : new Tensor(
              'string',
              cells.map((cell) => cell ?? ''),
              shape,
            ),
      ];
    }),
  );

interface Scored {
  readonly scores: readonly number[];
  readonly alarms: readonly number[];
}

async function byOurs(detector: Detector, tables: readonly Table[], contributions: boolean): Promise<Scored> {
  const found: Detection[] = [];
  for (const table of tables) found.push(await detector.detect(detector.encoder!.encode(table), { contributions }));
  return { scores: found.flatMap(({ values }) => [...values]), alarms: found.flatMap(({ alarms }) => [...alarms]) };
}

async function byOnnx(session: InferenceSession, tables: readonly Table[], encoder: TableEncoder): Promise<Scored> {
  const found: InferenceSession.OnnxValueMapType[] = [];
  for (const table of tables) found.push(await session.run(feeds(table, encoder, session.inputNames)));
  const all = (name: string): number[] => found.flatMap((outputs) => Array.from(outputs[name]!.data as ArrayLike<number>, Number));
  return { scores: all('score'), alarms: all('alarm') };
}

/** What a task gives, and the rows per second. */
async function timed(task: () => Promise<Scored>): Promise<Scored & { readonly rate: number }> {
  const start = performance.now();
  const found = await task();
  return { ...found, rate: (1000 * found.scores.length) / (performance.now() - start) };
}

async function measure(method: string, detector: Detector, table: Table, contributions: boolean): Promise<OnnxRow> {
  const file = await detectorToOnnx(detector, { contributions });
  const session = await InferenceSession.create(file, { intraOpNumThreads: 1, logSeverityLevel: 3 });
  const tables = batches(table);
  const rates = { ours: [] as number[], onnx: [] as number[] };
  let [difference, alarms] = [0, 0];
  // The first round warms up.
  for (let round = 0; round <= rounds; round++) {
    const ours = await timed(() => byOurs(detector, tables, contributions));
    const onnx = await timed(() => byOnnx(session, tables, detector.encoder!));
    if (round === 0) {
      difference = Math.max(...ours.scores.map((score, i) => Math.abs(onnx.scores[i]! - score) / score));
      alarms = ours.alarms.filter((alarm, i) => alarm !== onnx.alarms[i]).length;
      continue;
    }
    rates.ours.push(ours.rate);
    rates.onnx.push(onnx.rate);
  }
  await session.release();
  return { method, contributions, ours: (await saveDetector(detector)).length, onnx: file.length, rates, difference, alarms };
}

await setWasmBackend({ threads: 1 });
const folder = mkdtempSync(join(tmpdir(), 'bench-onnx-'));
try {
  const path = join(folder, 'mixed.csv');
  makeCsv(path, 110 * (LEARNED + ROWS));
  const { table, schema } = await readTable(fromCsv(readFileSync(path, 'utf8')));
  const learned = slice(table, 0, LEARNED);
  const encoder = await fitEncoder(schema, learned);
  const measured: OnnxRow[] = [];
  for (const [method, make, contributions] of methods) {
    using detector = await fitDetector(encoder.encode(learned), { encoder, method: make() });
    measured.push(await measure(method, detector, slice(table, LEARNED, LEARNED + (contributions ? EXPLAINED : ROWS)), contributions));
    console.error(JSON.stringify(measured.at(-1)));
  }
  const machine = `${cpus()[0]!.model.trim()}, ${cpus().length} cores, Node ${process.versions.node}`;
  const date = new Date().toISOString().slice(0, 10);
  const results = {
    machine,
    date,
    rows: ROWS,
    explained: EXPLAINED,
    learned: LEARNED,
    batch: BATCH,
    columns: encoder.columns.length,
    measured,
  };
  const at = new URL('../results/', import.meta.url);
  writeFileSync(new URL('onnx.json', at), `${JSON.stringify(results, null, 2)}\n`);
  writeFileSync(new URL('onnx.md', at), markdown(results));
  console.log(markdown(results));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
