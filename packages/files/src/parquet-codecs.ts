import { snappyUncompress } from 'hyparquet';
import type { CompressionCodec } from 'hyparquet';
import { check } from '@autoencoders/core/operations';

type Decompress = (input: Uint8Array, length: number) => Uint8Array;

const codecs: readonly string[] = ['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'BROTLI', 'ZSTD', 'LZ4', 'LZ4_RAW'];

/** What decompresses the pages of a Parquet file. Brotli has a large dictionary, so the rarer codecs are loaded only for files that need them. */
export async function decompressorOf(codec: CompressionCodec): Promise<Decompress> {
  check(codecs.includes(codec), () => `is compressed with ${codec ?? 'an unknown codec'}; ${codecs.join(', ')} are read`);
  if (codec === 'UNCOMPRESSED') return (input) => input;
  if (codec === 'SNAPPY') {
    return (input, length) => {
      const output = new Uint8Array(length);
      snappyUncompress(input, output);
      return output;
    };
  }
  const { compressors, decompressZstd } = await import('hyparquet-compressors');
  // With an array of the right length, so that it cannot grow.
  return codec === 'ZSTD' ? (input, length) => decompressZstd(input, new Uint8Array(length)) : compressors[codec]!;
}
