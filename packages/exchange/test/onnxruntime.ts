import { InferenceSession, Tensor } from 'onnxruntime-node';

/** What a file gives for its inputs: the numbers and the shape of each output. */
export async function runOnnx(
  bytes: Uint8Array,
  inputs: Readonly<Record<string, { readonly values: Float32Array; readonly shape: readonly number[] }>>,
): Promise<Readonly<Record<string, { readonly values: Float32Array; readonly shape: readonly number[] }>>> {
  const session = await InferenceSession.create(bytes, { intraOpNumThreads: 1, logSeverityLevel: 3 });
  try {
    const feeds = Object.fromEntries(
      Object.entries(inputs).map(([name, { values, shape }]) => [name, new Tensor('float32', values, shape)]),
    );
    const outputs = await session.run(feeds);
    return Object.fromEntries(
      Object.entries(outputs).map(([name, tensor]) => [name, { values: tensor.data as Float32Array, shape: tensor.dims }]),
    );
  } finally {
    await session.release();
  }
}
