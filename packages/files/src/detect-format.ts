import { checkBytes } from '@autoencoders/core/internal';
import { check } from '@autoencoders/core/operations';
import { pictureFormat } from './picture-header.js';

/** A format of files that the packages of this family read. */
export type FileFormat = 'csv' | 'tsv' | 'json' | 'jsonl' | 'parquet' | 'arrow' | 'npy' | 'npz' | 'idx' | 'png' | 'jpeg' | 'webp' | 'gzip';

/** How many bytes `detectFormat` looks at. */
const HEAD = 4096;

/** Formats of text by the end of a name. */
const byName: Readonly<Record<string, FileFormat>> = {
  csv: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  json: 'json',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
};

/**
 * The format of a file, from its first bytes (4,096 are enough) and its name. Bytes count for more than the name: a picture that is called
 * `x.csv` is a picture. Text without a telling name is JSON, JSON lines, or CSV; with tabs in its first line, TSV. Gives undefined for
 * other binary files, such as spreadsheets.
 */
export function detectFormat(bytes: Uint8Array, name: string = ''): FileFormat | undefined {
  checkBytes('detectFormat', bytes);
  const head = bytes.subarray(0, HEAD);
  return binaryFormat(head, name.toLowerCase()) ?? (isText(head) ? textFormat(head, name.toLowerCase()) : undefined);
}

const beginsWith = (bytes: Uint8Array, text: string, at = 0): boolean =>
  Array.from(text).every((character, i) => bytes[at + i] === character.charCodeAt(0));

function binaryFormat(head: Uint8Array, name: string): FileFormat | undefined {
  if (beginsWith(head, 'PAR1')) return 'parquet';
  if (beginsWith(head, 'ARROW1') || isArrowStream(head)) return 'arrow';
  if (beginsWith(head, '\x93NUMPY')) return 'npy';
  // A ZIP file whose first entry is an NPY file. The length of its name is at byte 26.
  if (beginsWith(head, 'PK\x03\x04') && (name.endsWith('.npz') || beginsWith(head, '.npy', 30 + head[26]! + 256 * head[27]! - 4)))
    return 'npz';
  if (beginsWith(head, '\x1f\x8b')) return /idx\d-ubyte(\.gz)?$/.test(name) ? 'idx' : 'gzip';
  if (isIdx(head)) return 'idx';
  return pictureFormat(head);
}

/** A stream of Arrow starts with ff ff ff ff, the length of the schema, and a table of FlatBuffers. */
const isArrowStream = (head: Uint8Array): boolean => beginsWith(head, '\xff\xff\xff\xff') && head.length >= 16 && head[4]! % 8 === 0;

/** IDX starts with two zero bytes, the code of a type, and a rank. */
const isIdx = (head: Uint8Array): boolean =>
  beginsWith(head, '\0\0') && [8, 9, 0x0b, 0x0c, 0x0d, 0x0e].includes(head[2]!) && head[3]! >= 1 && head[3]! <= 4 && head.length >= 8;

/** Whether bytes are text. UTF-16 has zero bytes, and is text only with a byte order mark. */
function isText(head: Uint8Array): boolean {
  return head.length > 0 && (beginsWith(head, '\xff\xfe') || beginsWith(head, '\xfe\xff') || !head.includes(0));
}

function textFormat(head: Uint8Array, name: string): FileFormat {
  const named = byName[/\.(\w+)$/.exec(name.replace(/\.gz$/, ''))?.[1] ?? ''];
  if (named) return named;
  const utf16 = beginsWith(head, '\xff\xfe') ? 'utf-16le' : beginsWith(head, '\xfe\xff') ? 'utf-16be' : 'utf-8';
  const text = new TextDecoder(utf16).decode(head).trimStart();
  const line = text.split(/\r\n|\n|\r/, 1)[0]!;
  if (text.startsWith('[')) return 'json';
  if (text.startsWith('{')) return isJson(line) && text.length > line.length ? 'jsonl' : 'json';
  return line.includes('\t') ? 'tsv' : 'csv';
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A file of a page, and its format. */
export interface DetectedFile {
  readonly name: string;
  readonly format: FileFormat | undefined;
  readonly file: Blob;
}

/**
 * The format of a file that was dropped or chosen in a page. Only its first bytes are read.
 *
 * ```ts
 * const { format, file } = await sourceOf(event.dataTransfer.files[0]);
 * if (format === 'parquet') return openParquet(file);
 * ```
 */
export async function sourceOf(file: File | Blob): Promise<DetectedFile> {
  check(file instanceof Blob, 'sourceOf: file must be a File or a Blob');
  const name = (file as Partial<File>).name ?? '';
  return { name, format: detectFormat(new Uint8Array(await file.slice(0, HEAD).arrayBuffer()), name), file };
}
