import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Table } from '@autoencoders/tables';

/** An input: float32, float64 or words. */
export interface Input {
  readonly values: Float32Array | Float64Array | readonly string[];
  readonly shape: readonly number[];
}

/** An output. Alarms are 1 or 0. */
export interface Output {
  readonly values: Float32Array;
  readonly shape: readonly number[];
}

/** The type of an input for onnxruntime. */
export const typeOf = ({ values }: Input): 'float32' | 'float64' | 'string' =>
  values instanceof Float32Array ? 'float32' : values instanceof Float64Array ? 'float64' : 'string';

/** What a file gives for its inputs: the numbers and the shape of each output. */
export async function runOnnx(bytes: Uint8Array, inputs: Readonly<Record<string, Input>>): Promise<Readonly<Record<string, Output>>> {
  const session = await InferenceSession.create(bytes, { intraOpNumThreads: 1, logSeverityLevel: 3 });
  try {
    const feeds = Object.fromEntries(
      Object.entries(inputs).map(([name, input]) => [
        name,
        new Tensor(typeOf(input) as 'float32', input.values as Float32Array, input.shape),
      ]),
    );
    const outputs = await session.run(feeds);
    return Object.fromEntries(
      Object.entries(outputs).map(([name, tensor]) => [name, { values: tensor.data as Float32Array, shape: tensor.dims }]),
    );
  } finally {
    await session.release();
  }
}

/** The columns of a table as inputs, by the names that a file has for them. */
export const columnsOf = (
  { rows, columns }: Table,
  names: readonly string[],
  taken: readonly string[] = [],
): Readonly<Record<string, Input>> =>
  Object.fromEntries(
    names.map((name) => {
      const cells = columns[name]!;
      const values = cells instanceof Float64Array ? cells : cells.map((cell) => cell ?? '');
      return [taken.includes(name) ? `column:${name}` : name, { values, shape: [rows, 1] }];
    }),
  );
