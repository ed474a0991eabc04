import { check, checkOptions } from '@autoencoders/core/operations';
import { show, sizeOf } from '@autoencoders/core/internal';
import type { Shape } from '@autoencoders/core';
import { cellLayout } from '@autoencoders/tables';
import type { TableEncoder } from '@autoencoders/tables';
import { arithmetic } from './arithmetic.js';
import { graph } from './graph.js';
import type { Graph } from './graph.js';
import { byColumn, byHiding } from './hiding.js';
import type { ColumnFeatures } from './hiding.js';
import { checkMetadata } from './to-onnx.js';
import { onnxBytes } from './proto.js';
import type { ValueInfo } from './proto.js';
import { scorerGraph } from './scorers/index.js';
import { flatten } from './scorers/flatten.js';
import type { Examples, ScorerGraph, ScorerState } from './scorers/scorer.js';
import { seriesGraph } from './series/series-graph.js';
import type { ExportableSeriesDetector } from './series/series-graph.js';
import { alarmsAbove } from './threshold.js';
import { checkNames, tableFeatures } from './tables/table-features.js';
import type { Bytes } from '../protobuf.js';

/** A detector of examples of @autoencoders/anomaly: what `fitDetector` and `loadDetector` give. */
export interface ExportableDetector {
  readonly kind: 'examples';
  readonly shape: Shape;
  readonly scorer: { readonly state: () => Promise<ScorerState> };
  readonly scaling?: { readonly center: readonly number[]; readonly scale: readonly number[] } | undefined;
  readonly encoder?: TableEncoder | undefined;
  readonly threshold: { readonly value: number };
}

/** Options of `detectorToOnnx`. */
export interface DetectorOnnxOptions {
  /**
   * How the output `contributions` is computed, as in `detector.score`. `'hiding'` scores once more for each column; `'errors'` are the scorer's
   * own. Default true: `'hiding'` for rows of up to 256 columns, and `'errors'` for others and for series. With false, the file has no such
   * output.
   */
  readonly contributions?: boolean | 'hiding' | 'errors' | undefined;
  /** Texts to keep in the file, such as `detector.metadata`. Default: none. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** Up to this many columns, each is hidden to see what it adds, as in @autoencoders/anomaly. */
const HIDEABLE = 256;
const OUTPUTS = ['score', 'contributions', 'alarm'];

/**
 * A detector as an ONNX file (opset 17, IR 8) with its preprocessing, its score, and its threshold: raw rows go in, alarms come out. The batch may have any
 * size. A detector of a table has one input `[batch, 1]` for each column, by its name: numbers as float64 with NaN for a missing cell,
 * date-times as seconds since 1970 (UTC), words as strings with "" for a missing cell. Others have the input `x`, `[batch, …shape]`, float32 with NaN
 * for missing numbers.
 *
 * | output | shape | what |
 * | --- | --- | --- |
 * | `score` | `[batch]` | how odd an example is, float32 |
 * | `contributions` | `[batch, columns]`, or `[batch, …shape]` without a table | what each column adds to the score, float32 |
 * | `alarm` | `[batch]` | whether the score is above the threshold, or NaN |
 *
 * A detector of series takes a whole series: `x`, `[time, columns]`, float64 in its own units with NaN where missing. If it learned from a series
 * with times, it also takes `times`, `[time]`, float64. All outputs have the axis `time` in place of `batch`: the score is NaN for a step that no
 * window covers, and an alarm is a step that the rule of the detector flags (`minLength`, `vote`).
 *
 * Scores agree with ours to about 1e-5. Throws for a method of your own, which it names, and for a series detector with a stride other than 1.
 *
 * ```ts
 * await writeFile('detector.onnx', await detectorToOnnx(detector));
 * ```
 */
export async function detectorToOnnx(
  detector: ExportableDetector | ExportableSeriesDetector,
  options: DetectorOnnxOptions = {},
): Promise<Bytes> {
  checkOptions('detectorToOnnx', options, { contributions: true, metadata: true });
  checkDetector(detector);
  const { contributions: asked = true, metadata = {} } = options;
  check(
    [true, false, 'hiding', 'errors'].includes(asked),
    () => `detectorToOnnx: contributions must be true, false, 'hiding' or 'errors', not ${show(asked)}`,
  );
  checkMetadata('detectorToOnnx', metadata);
  const scorer = await scorerGraph('detectorToOnnx', await detector.scorer.state());
  const g = graph();
  const { inputs, outputs } = detector.kind === 'series' ? ofSeries(g, detector, scorer, asked) : ofExamples(g, detector, scorer, asked);
  const { value } = detector.threshold;
  checkNames('detectorToOnnx', g, inputs);
  return onnxBytes({
    name: 'detector',
    about: `detector of @autoencoders: an alarm is a score above ${value}`,
    nodes: g.nodes,
    constants: g.constants,
    inputs,
    outputs,
    metadata: { threshold: String(value), ...(detector.kind === 'series' ? aboutSeries(detector) : aboutColumns(detector)), ...metadata },
  });
}

function checkDetector(detector: ExportableDetector | ExportableSeriesDetector): void {
  const { kind, scorer } = Object(detector) as ExportableDetector | ExportableSeriesDetector;
  check(
    (kind === 'examples' || kind === 'series') && typeof scorer?.state === 'function',
    () => `detectorToOnnx: the detector must be one, such as fitDetector or loadDetector gives, not ${show(detector)}`,
  );
}

const namesOf = (columns: readonly string[] | undefined): Readonly<Record<string, string>> =>
  columns ? { columns: JSON.stringify(columns) } : {};
const aboutColumns = ({ encoder }: ExportableDetector) => namesOf(encoder?.columns.map(({ name }) => name));
const aboutSeries = ({ columns, scorer, rule }: ExportableSeriesDetector): Readonly<Record<string, string>> => ({
  ...namesOf(columns),
  window: String(scorer.shape[0]),
  rule: JSON.stringify(rule),
});

type Asked = NonNullable<DetectorOnnxOptions['contributions']>;
type Signature = { readonly inputs: readonly ValueInfo[]; readonly outputs: readonly ValueInfo[] };

function ofSeries(g: Graph, detector: ExportableSeriesDetector, scorer: ScorerGraph, asked: Asked): Signature {
  check(asked !== 'hiding', "detectorToOnnx: contributions: 'hiding' is for rows; those of a series are the scorer's own");
  return seriesGraph(g, detector, scorer, asked !== false);
}

function ofExamples(g: Graph, detector: ExportableDetector, scorer: ScorerGraph, asked: Asked): Signature {
  const { shape, encoder, threshold } = detector;
  const { inputs, examples } = encoder ? ofTable(g, encoder) : ofNumbers(g, detector);
  g.at('scorer');
  const scored = scorer(g, examples);
  const columns = columnsOf(detector);
  const way = asked === true ? (shape.length === 1 && columns.length <= HIDEABLE ? 'hiding' : 'errors') : asked;
  const outputs = [...scoreOutputs(g, scored.score, examples, threshold.value)];
  if (way !== false) {
    const found =
      way === 'hiding' ? byHiding(g, examples, scorer, scored, columns) : byColumn(g, scored.contributions(), columns, sizeOf(shape));
    outputs.splice(1, 0, contributionsOutput(g, found, encoder ? [columns.length] : shape));
  }
  return { inputs, outputs };
}

/** The columns of a table, or each number of an example. */
function columnsOf({ shape, encoder }: ExportableDetector): readonly ColumnFeatures[] {
  if (!encoder) return Array.from({ length: sizeOf(shape) }, (_, start) => ({ start, fill: [0] }));
  const { fill } = cellLayout(encoder);
  return encoder.columns.map(({ start, width }) => ({ start, fill: fill.slice(start, start + width) }));
}

interface DetectorInputs {
  readonly inputs: readonly ValueInfo[];
  readonly examples: Examples;
}

function ofTable(g: Graph, encoder: TableEncoder): DetectorInputs {
  const { inputs, features, mask } = tableFeatures(g, encoder, OUTPUTS);
  return { inputs, examples: { x: features, mask, shape: [encoder.width] } };
}

/** Numbers, scaled in 64 bits. A missing number becomes 0. */
function ofNumbers(g: Graph, { shape, scaling }: ExportableDetector): DetectorInputs {
  g.at('scaling');
  const m = arithmetic(g, 'double');
  const missing = m.isNaN('x');
  const scaled = scaling && m.div(m.sub(m.cast('x', 'double'), m.row('center', scaling.center)), m.row('scale', scaling.scale));
  const x = arithmetic(g, 'float').where(missing, 0, scaled ? m.cast(scaled, 'float') : 'x');
  const input: ValueInfo = { name: 'x', shape, about: 'examples in their own units; NaN where missing' };
  return { inputs: [input], examples: { x, mask: m.cast(m.not(missing), 'float'), shape } };
}

/** The outputs `score` and `alarm`. The alarm is decided in 64 bits, as here. A number that is not finite makes the score NaN, and an alarm. */
function scoreOutputs(g: Graph, score: string, examples: Examples, threshold: number): readonly ValueInfo[] {
  g.at('threshold');
  const m = arithmetic(g, 'double');
  const nothing = m.mul(m.sum(m.cast(flatten(g, examples).x, 'double')), 0);
  const flat = g.node('Reshape', [m.add(score, nothing), g.ints([-1])]);
  g.rename(m.cast(flat, 'float'), 'score');
  g.rename(m.not(m.lessOrEqual(flat, alarmsAbove(threshold))), 'alarm');
  return [
    { name: 'score', shape: [], about: 'how odd an example is; larger is odder' },
    { name: 'alarm', shape: [], type: 'bool', about: `whether the score is above ${threshold}, or NaN` },
  ];
}

function contributionsOutput(g: Graph, contributions: string, shape: Shape): ValueInfo {
  g.at('output');
  const shaped = shape.length === 1 ? contributions : g.node('Reshape', [contributions, g.ints([-1, ...shape])]);
  g.rename(arithmetic(g, 'float').cast(shaped, 'float'), 'contributions');
  return { name: 'contributions', shape, about: 'what each column adds to the score' };
}
