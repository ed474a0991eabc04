/** The largest number of bytes that one byte of deflate data can decompress to. */
export const GZIP_RATIO = 1032;

/** Whether `bytes` start with 1f 8b, as gzip does. */
export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/**
 * The chunks of gzip data, decompressed as they are asked for. Errors of `chunks` are thrown as they are; for an error of the
 * decompression, the result of `damaged` is thrown. Ending the loop early ends `chunks`, too.
 */
export async function* gunzipChunks(chunks: AsyncGenerator<Uint8Array>, damaged: (cause: unknown) => Error): AsyncGenerator<Uint8Array> {
  let failed: { readonly error: unknown } | undefined;
  const compressed = new ReadableStream<BufferSource>({
    async pull(controller) {
      try {
        const next = await chunks.next();
        if (next.done) controller.close();
        // A stream takes bytes in any buffer except a shared one. The type does not distinguish them.
        else controller.enqueue(next.value as Uint8Array<ArrayBuffer>);
      } catch (error) {
        failed = { error };
        throw error;
      }
    },
    cancel: () => void chunks.return(undefined),
  });
  const reader = compressed.pipeThrough(new DecompressionStream('gzip')).getReader();
  try {
    for (;;) {
      const read = await reader.read().catch((cause: unknown) => {
        throw failed ? failed.error : damaged(cause);
      });
      if (read.done) return;
      yield read.value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
