import type { Shape } from '@autoencoders/core';
import { float, int, ints, joined, message, text } from '../protobuf.js';
import type { Bytes, Pieces } from '../protobuf.js';

/*
 * The messages of an ONNX file. The numbers of fields are those of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */

/** An argument of a node that is no tensor. */
export type Attribute =
  | number
  | string
  | readonly number[]
  | { readonly float: number }
  | { readonly floats: readonly number[] }
  | { readonly strings: readonly string[] }
  | { readonly body: Body };

/** A tensor of constants: floats of 32 or 64 bits, or whole numbers of 64 bits. */
export interface Constant {
  readonly name: string;
  readonly shape: Shape;
  readonly values: Float32Array | Float64Array | readonly bigint[];
}

/** A graph within a node, such as the body of a loop. It reads tensors of the graph around it. */
export interface Body {
  readonly name: string;
  readonly nodes: readonly Node[];
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
}

/** A call of an operator. */
export interface Node {
  readonly operator: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** The set of operators, where it is not that of ONNX itself. */
  readonly domain?: 'ai.onnx.ml' | undefined;
}

/** What the elements of a tensor are. */
export type ElementType = keyof typeof ELEMENT_TYPES;

/** An input or an output of the graph: `[axis, …shape]`. */
export interface ValueInfo {
  readonly name: string;
  readonly shape: Shape;
  /** Default `float`: float32. */
  readonly type?: ElementType | undefined;
  /** The name of the first axis, of any size. `none`: there is no such axis. Default `batch`. */
  readonly axis?: 'batch' | 'time' | 'none' | undefined;
  /** What it is, in words. */
  readonly about: string;
}

/** All that an ONNX file holds. */
export interface OnnxFile {
  readonly name: string;
  readonly about: string;
  readonly nodes: readonly Node[];
  readonly constants: readonly Constant[];
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** Of the format (IR) and of the set of operators. onnxruntime reads them since 1.12. */
const IR_VERSION = 8;
const OPSET = 17;
const ML_OPSET = 3;

/** The numbers of element types. */
export const ELEMENT_TYPES = { float: 1, int64: 7, string: 8, bool: 9, double: 11 } as const;

function attribute(name: string, value: Attribute): Pieces {
  const named = text(1, name);
  if (typeof value === 'string') return [...named, ...text(4, value), ...int(20, 3)];
  if (typeof value === 'number') return [...named, ...int(3, value), ...int(20, 2)];
  if (Array.isArray(value)) return [...named, ...ints(8, value as readonly number[]), ...int(20, 7)];
  const other = value as Exclude<Attribute, number | string | readonly number[]>;
  if ('strings' in other) return [...named, ...other.strings.flatMap((each) => text(9, each)), ...int(20, 8)];
  if ('body' in other) return [...named, ...message(6, body(other.body)), ...int(20, 5)];
  if ('floats' in other) return [...named, ...message(7, [bytesOf(Float32Array.from(other.floats))]), ...int(20, 6)];
  return [...named, ...float(2, other.float), ...int(20, 1)];
}

const body = ({ name, nodes, inputs, outputs }: Body): Pieces => [
  ...nodes.flatMap((each) => message(1, node(each))),
  ...text(2, name),
  ...inputs.flatMap((each) => message(11, valueInfo(each))),
  ...outputs.flatMap((each) => message(12, valueInfo(each))),
];

const node = ({ operator, name, inputs, outputs, attributes, domain }: Node): Pieces => [
  ...inputs.flatMap((input) => text(1, input)),
  ...outputs.flatMap((output) => text(2, output)),
  ...text(3, name),
  ...text(4, operator),
  ...Object.entries(attributes).flatMap(([key, value]) => message(5, attribute(key, value))),
  ...(domain ? text(7, domain) : []),
];

const isFloats = (values: Constant['values']): values is Float32Array | Float64Array => !Array.isArray(values);
const typeOf = (values: Constant['values']): ElementType =>
  !isFloats(values) ? 'int64' : values instanceof Float32Array ? 'float' : 'double';

/** The bytes of numbers, little-endian as in every ONNX file. */
function bytesOf(values: Constant['values']): Uint8Array {
  const numbers = isFloats(values) ? values : BigInt64Array.from(values);
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

const tensor = ({ name, shape, values }: Constant): Pieces => [
  ...shape.flatMap((size) => int(1, size)),
  ...int(2, ELEMENT_TYPES[typeOf(values)]),
  ...text(8, name),
  ...message(9, [bytesOf(values)]),
];

function valueInfo({ name, shape, about, type: element = 'float', axis = 'batch' }: ValueInfo): Pieces {
  const sizes = [...(axis === 'none' ? [] : [text(2, axis)]), ...shape.map((size) => int(1, size))].flatMap((size) => message(1, size));
  const type = message(1, [...int(1, ELEMENT_TYPES[element]), ...message(2, sizes)]);
  return [...text(1, name), ...message(2, type), ...text(3, about)];
}

/** The bytes of a file. */
export function onnxBytes(file: OnnxFile): Bytes {
  const graph = [
    ...file.nodes.flatMap((each) => message(1, node(each))),
    ...text(2, file.name),
    ...file.constants.flatMap((each) => message(5, tensor(each))),
    ...text(10, file.about),
    ...file.inputs.flatMap((each) => message(11, valueInfo(each))),
    ...file.outputs.flatMap((each) => message(12, valueInfo(each))),
  ];
  return joined([
    ...int(1, IR_VERSION),
    ...text(2, '@autoencoders/exchange'),
    ...message(7, graph),
    ...message(8, [...text(1, ''), ...int(2, OPSET)]),
    ...(file.nodes.some(({ domain }) => domain) ? message(8, [...text(1, 'ai.onnx.ml'), ...int(2, ML_OPSET)]) : []),
    ...Object.entries(file.metadata).flatMap(([key, value]) => message(14, [...text(1, key), ...text(2, value)])),
  ]);
}
