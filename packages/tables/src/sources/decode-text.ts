import { InputError } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { gunzipChunks, isGzip, show } from '@autoencoders/core/internal';
import type { Pieces } from './source.js';

/** Formats that are no text, by their first bytes. */
const FORMATS: readonly (readonly [magic: readonly number[], what: string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], 'a zip file (such as .xlsx; save it as CSV)'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'an old Excel file (save it as CSV)'],
  [[0x50, 0x41, 0x52, 0x31], 'a Parquet file'],
  [[0x41, 0x52, 0x52, 0x4f, 0x57, 0x31], 'an Arrow file'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF'],
  [[0x89, 0x50, 0x4e, 0x47], 'a PNG picture'],
];

/** A file that could be read up to a place. The reader adds which row that was. */
export class DamagedText extends InputError {}

/** Text of a file, and its encoding. */
export interface TextPiece {
  readonly text: string;
  readonly encoding: string;
  /** How many bytes were read up to its end, decompressed; of a source of text, how many characters. */
  readonly read: number;
}

const startsWith = (bytes: Uint8Array, magic: readonly number[]): boolean => magic.every((byte, i) => bytes[i] === byte);

/**
 * The text of a file, piece by piece. The encoding is that of its byte order mark, else `encoding` (default UTF-8). gzip is
 * decompressed. Throws `DamagedText` after the last good text.
 */
export async function* textOf(file: Pieces, encoding: string = 'utf-8'): AsyncGenerator<TextPiece> {
  let decoder: Decoder | undefined;
  let read = 0;
  for await (const piece of decompressed(file.pieces())) {
    read += piece.length;
    if (typeof piece === 'string') {
      yield { text: decoder === undefined ? piece.replace(/^\ufeff/, '') : piece, encoding: 'text', read };
      decoder ??= decoderOf('utf-8');
      continue;
    }
    check(piece instanceof Uint8Array, () => `${file.name}: the stream must give bytes or text, not ${show(piece)}`);
    if (!decoder) {
      const found = FORMATS.find(([magic]) => startsWith(piece, magic));
      if (found) throw new InputError(`${file.name}: this is ${found[1]}, not text`);
      decoder = decoderOf(startsWith(piece, [0xff, 0xfe]) ? 'utf-16le' : startsWith(piece, [0xfe, 0xff]) ? 'utf-16be' : encoding);
    }
    for (const text of decoder.decode(piece)) yield { ...text, read };
  }
  if (decoder) for (const text of decoder.decode()) yield { ...text, read };
}

interface Decoder {
  readonly decode: (bytes?: Uint8Array) => Generator<Omit<TextPiece, 'read'>>;
}

function decoderOf(encoding: string): Decoder {
  const strict = decoderFor(encoding, { fatal: true });
  let isFirst = true;
  return {
    *decode(bytes) {
      try {
        const text = strict.decode(bytes, { stream: bytes !== undefined });
        if (text.includes('\0')) throw new DamagedText('has a byte 0, so that it is no text in this encoding');
        if (text) yield { text, encoding };
      } catch (cause) {
        const text = decoderFor(encoding).decode(bytes);
        // A piece may begin in the middle of a character.
        const whole = isFirst ? text : text.replace(/^\ufffd{1,3}/, '');
        const good = whole.slice(0, Math.max(0, whole.search(/[\ufffd\0]/)));
        if (good) yield { text: good, encoding };
        throw cause instanceof DamagedText
          ? cause
          : new DamagedText(
              `has bytes that are not ${encoding.toUpperCase()}; give encoding, such as "windows-1252", or save the file as UTF-8`,
              { cause },
            );
      }
      isFirst = false;
    },
  };
}

function decoderFor(encoding: string, options: TextDecoderOptions = {}): TextDecoder {
  try {
    return new TextDecoder(encoding, options);
  } catch (cause) {
    throw new InputError(`fromCsv: encoding must be one that TextDecoder knows, such as "windows-1252", not ${show(encoding)}`, { cause });
  }
}

/** The pieces, decompressed if they start as gzip does. */
async function* decompressed(pieces: AsyncIterable<Uint8Array | string>): AsyncGenerator<Uint8Array | string> {
  const joined = withHead(pieces);
  try {
    const first = await joined.next();
    if (first.done) return;
    const all = async function* () {
      yield first.value;
      yield* joined;
    };
    if (typeof first.value === 'string' || !isGzip(first.value)) yield* all();
    else yield* gunzipChunks(all() as AsyncGenerator<Uint8Array>, notGzip);
  } finally {
    await joined.return(undefined);
  }
}

/** The bytes that tell the format of a file. */
const HEAD = 6;

/** The pieces, with the first ones joined until they tell the format. */
async function* withHead(pieces: AsyncIterable<Uint8Array | string>): AsyncGenerator<Uint8Array | string> {
  let head: Uint8Array | undefined = new Uint8Array();
  for await (const piece of pieces) {
    if (head && piece instanceof Uint8Array && head.length + piece.length < HEAD) {
      head = Uint8Array.of(...head, ...piece);
      continue;
    }
    if (head?.length && piece instanceof Uint8Array) {
      const whole = new Uint8Array(head.length + piece.length);
      whole.set(head);
      whole.set(piece, head.length);
      yield whole;
    } else yield piece;
    head = undefined;
  }
  if (head?.length) yield head;
}

const notGzip = (cause: unknown): Error =>
  new DamagedText('is damaged or incomplete: it is gzip, and cannot be decompressed further', { cause });
