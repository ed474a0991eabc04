import type { CompressionCodec, Compressors, PageHeader, ParquetType } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { deltaBinaryUnpack } from 'hyparquet/src/delta.js';
import { check } from '@autoencoders/core/operations';
import { decompressorOf } from './parquet-codecs.js';
import { checkRuns } from './parquet-runs.js';
import { checkDeltas, checkStruct } from './thrift.js';

/*
 * Checks of the pages of a column before they are decoded. A page says how many values it has, how large it is when decompressed, and how
 * often a value is repeated, each in a few bytes; a damaged or hostile file would otherwise fill the memory. Messages go on after the names
 * of the column and the file.
 */

/** The most bytes of a page when decompressed. Writers make pages of about 1 MB. */
const MOST = 2 ** 28;

const encodings = [
  'PLAIN',
  'PLAIN_DICTIONARY',
  'RLE_DICTIONARY',
  'RLE',
  'BYTE_STREAM_SPLIT',
  'DELTA_BINARY_PACKED',
  'DELTA_LENGTH_BYTE_ARRAY',
  'DELTA_BYTE_ARRAY',
] as const;

/** What is known of a column in a row group. */
interface Chunk {
  readonly codec: CompressionCodec;
  readonly type: ParquetType;
  readonly rows: number;
  /** Whether cells may be missing. */
  readonly nullable: boolean;
}

/**
 * Checks the headers of all pages in `bytes`. Gives decompressors that check the content of each page; hyparquet calls them page by page for
 * the codec that is given back.
 */
export async function checkedPages(bytes: ArrayBuffer, chunk: Chunk): Promise<CheckedPages> {
  const decompress = await decompressorOf(chunk.codec);
  const pages = headers(bytes, chunk);
  const packed = pages.filter(isDecompressed);
  let missing = pages.reduce((sum, { data_page_header_v2: v2 }) => sum + (v2?.num_nulls ?? 0), 0);
  let next = 0;
  const checked = (input: Uint8Array, length: number): Uint8Array => {
    const page = decompress(input, length);
    missing += checkContent(page, packed[next++]!, chunk);
    return page;
  };
  // Any codec but UNCOMPRESSED and LZO, for which hyparquet does not ask.
  return { codec: 'GZIP', compressors: { GZIP: checked }, missing: () => missing };
}

/** What hyparquet is given instead of a file's own codec. */
interface CheckedPages {
  readonly codec: CompressionCodec;
  readonly compressors: Compressors;
  /** How many cells are missing, when all pages are decompressed. An index that is not in the dictionary would look like a missing cell. */
  readonly missing: () => number;
}

/** Whether hyparquet decompresses a page. */
const isDecompressed = ({ data_page_header_v2: v2, uncompressed_page_size: size }: PageHeader): boolean =>
  !v2 || (v2.is_compressed !== false && size !== v2.definition_levels_byte_length + v2.repetition_levels_byte_length);

function headers(bytes: ArrayBuffer, { rows, type }: Chunk): readonly PageHeader[] {
  const reader = { view: new DataView(bytes), offset: 0 };
  const found: PageHeader[] = [];
  let values = 0;
  while (values < rows && reader.offset < bytes.byteLength) {
    checkStruct(reader.view, reader.offset);
    const header = parquetHeader(reader);
    const { compressed_page_size: packed, uncompressed_page_size: size, data_page_header: v1, data_page_header_v2: v2 } = header;
    check(packed >= 0 && reader.offset + packed <= bytes.byteLength, 'has a page that goes beyond its end');
    check(size >= 0 && size <= MOST, () => `has a page of ${size} bytes; at most ${MOST} are read`);
    const dictionary = header.type === 'DICTIONARY_PAGE' ? header.dictionary_page_header : undefined;
    check(
      !dictionary || (dictionary.num_values >= 0 && dictionary.num_values <= 8 * size),
      'has a dictionary that is larger than its page',
    );
    const data = header.type === 'DATA_PAGE' ? v1 : header.type === 'DATA_PAGE_V2' ? v2 : undefined;
    check(dictionary !== undefined || data !== undefined, () => `has a page of the type ${header.type}, which is not read`);
    check(!data || (encodings as readonly string[]).includes(data.encoding), () => `has the encoding ${data?.encoding}, which is not read`);
    check(!data || data.num_values >= 0, 'has a page with fewer than no values');
    values += data?.num_values ?? 0;
    if (v2) checkLevels(new DataView(bytes, reader.offset, packed), header, type);
    found.push(header);
    reader.offset += packed;
  }
  check(values === rows, () => `has ${values} values in a row group of ${rows} rows`);
  return found;
}

/** Checks the levels of a page of version 2, which are not compressed; and its content, if that is not. */
function checkLevels(view: DataView, { data_page_header_v2: v2 }: PageHeader, type: ParquetType): void {
  const { definition_levels_byte_length: levels, repetition_levels_byte_length: repeated, num_values, num_nulls } = v2!;
  check(repeated === 0 && levels >= 0 && levels <= view.byteLength, 'has a page whose levels go beyond its end');
  check(num_nulls >= 0 && num_nulls <= num_values, 'has a page with more missing values than values');
  if (levels > 0) checkRuns(view, { from: 0, to: levels, width: 1, count: num_values });
  if (v2!.is_compressed === false) checkValues(view, levels, v2!.encoding, { count: num_values - num_nulls, type });
}

/** Checks the content of a page after it was decompressed. Gives the number of missing cells that a page of version 1 has. */
function checkContent(
  page: Uint8Array,
  { data_page_header: v1, data_page_header_v2: v2, type: pageType }: PageHeader,
  chunk: Chunk,
): number {
  const { type, nullable } = chunk;
  const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
  if (pageType === 'DATA_PAGE_V2') checkValues(view, 0, v2!.encoding, { count: v2!.num_values - v2!.num_nulls, type });
  if (pageType !== 'DATA_PAGE') return 0;
  const { num_values: count, encoding } = v1!;
  let at = 0;
  let missing = 0;
  if (nullable) {
    at = 4 + view.getUint32(0, true);
    check(at <= page.length, 'has a page whose levels go beyond its end');
    missing = count - checkRuns(view, { from: 4, to: at, width: 1, count });
  }
  checkValues(view, at, encoding, { count: count - missing, type });
  return missing;
}

function checkValues(view: DataView, at: number, encoding: string, { count, type }: { count: number; type: ParquetType }): void {
  const to = view.byteLength;
  if (encoding.endsWith('DICTIONARY') || (encoding === 'RLE' && type !== 'BOOLEAN')) {
    if (count === 0) return;
    const width = view.getUint8(at);
    check(width <= 32, 'has a page whose indexes have more than 32 bits');
    if (width > 0) checkRuns(view, { from: at + 1, to, width, count });
  } else if (encoding === 'RLE') {
    checkRuns(view, { from: at + 4, to, width: 1, count });
  } else if (encoding.startsWith('DELTA') && count > 0) {
    checkDeltas(view, at, count);
    if (encoding !== 'DELTA_BYTE_ARRAY') return;
    // Each value is the start of the one before and an end of its own: a small page can be many large values.
    const shared = new Int32Array(count);
    deltaBinaryUnpack({ view, offset: at }, count, shared);
    const total = shared.reduce((sum, length) => sum + length, to);
    check(total <= MOST, () => `has a page of ${total} bytes of text; at most ${MOST} are read`);
  }
}
