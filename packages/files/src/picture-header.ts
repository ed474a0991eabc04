import { check } from '@autoencoders/core/operations';
import { latin1 } from './latin1.js';

/** What the header of a picture says. */
export interface PictureHeader {
  readonly format: 'png' | 'jpeg' | 'webp';
  readonly width: number;
  readonly height: number;
}

/** The format that the first bytes of a picture name, if it is one that is read. */
export function pictureFormat(bytes: Uint8Array): PictureHeader['format'] | undefined {
  if (starts(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'png';
  if (starts(bytes, 0xff, 0xd8, 0xff)) return 'jpeg';
  return ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 4) === 'WEBP' ? 'webp' : undefined;
}

const starts = (bytes: Uint8Array, ...first: readonly number[]): boolean => first.every((byte, i) => bytes[i] === byte);
const ascii = (bytes: Uint8Array, at: number, length: number): string => latin1(bytes.subarray(at, at + length));

type Size = Pick<PictureHeader, 'width' | 'height'>;

/**
 * The format and the size of a picture, from its bytes. Throws when it is not PNG, JPEG or WebP, when its end is missing, and when it has
 * more than `maxPixels` pixels. Nothing is decoded.
 */
export function pictureHeader(call: string, bytes: Uint8Array, { file, maxPixels }: { file: string; maxPixels: number }): PictureHeader {
  const format = pictureFormat(bytes);
  check(format !== undefined, () => `${call}: ${file} is not a PNG, JPEG or WebP picture`);
  const size = { png: pngSize, jpeg: jpegSize, webp: webpSize }[format](bytes);
  check(size !== undefined, () => `${call}: ${file} is incomplete or damaged`);
  const { width, height } = size;
  check(width > 0 && height > 0, () => `${call}: ${file} has ${width} × ${height} pixels`);
  check(width * height <= maxPixels, () => `${call}: ${file} has ${width} × ${height} pixels; at most ${maxPixels} are read (maxPixels)`);
  return { format, width, height };
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The size in the first chunk of a PNG file, if all chunks are there up to IEND. Source: W3C, PNG, 5. */
function pngSize(bytes: Uint8Array): Size | undefined {
  const view = viewOf(bytes);
  if (bytes.length < 33 || ascii(bytes, 12, 4) !== 'IHDR') return undefined;
  for (let at = 8; at + 12 <= bytes.length; at += 12 + view.getUint32(at))
    if (ascii(bytes, at + 4, 4) === 'IEND') return { width: view.getUint32(16), height: view.getUint32(20) };
  return undefined;
}

/** The size in the frame header of a JPEG file, if the end of the image follows its scans. Source: ITU T.81, B. */
function jpegSize(bytes: Uint8Array): Size | undefined {
  const view = viewOf(bytes);
  let size: Size | undefined;
  for (let at = 2; at + 4 <= bytes.length;) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1]!;
    // Bytes that fill up before a marker.
    if (marker === 0xff) at += 1;
    else {
      if (isFrame(marker) && at + 9 <= bytes.length) size = { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
      at += 2 + view.getUint16(at + 2);
      if (marker !== 0xda) continue;
      at = afterScan(bytes, at);
      if (bytes[at + 1] === 0xd9) return size;
    }
  }
  return undefined;
}

/** Whether a marker is one of SOF0 to SOF15. C4, C8 and CC are others. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** Where the next marker after the compressed data of a scan is. In the data, 00 or a restart marker follows each ff. */
function afterScan(bytes: Uint8Array, from: number): number {
  let at = bytes.indexOf(0xff, from);
  for (; at >= 0 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1]!;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  return bytes.length;
}

/** The size in the first chunk of a WebP file, if the file is as long as it says. Source: RFC 9649, 2. */
function webpSize(bytes: Uint8Array): Size | undefined {
  const view = viewOf(bytes);
  if (bytes.length < 30 || view.getUint32(4, true) + 8 > bytes.length) return undefined;
  const kind = ascii(bytes, 12, 4);
  if (kind === 'VP8 ') return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  if (kind === 'VP8L') {
    const bits = view.getUint32(21, true);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  const of24 = (at: number): number => view.getUint16(at, true) + 2 ** 16 * view.getUint8(at + 2);
  return kind === 'VP8X' ? { width: of24(24) + 1, height: of24(27) + 1 } : undefined;
}
