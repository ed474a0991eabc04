import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openParquet, parseNpy, parseNpz, toNpy, toNpz } from '@autoencoders/files';
import type { TableStream } from '@autoencoders/files';
import { openArrow } from '@autoencoders/files/arrow';
import { openPictures } from '@autoencoders/files/node';
import type { Format } from './formats.js';
import { mutateBytes } from './mutate.js';

const fixtures = new URL('../../../packages/files/test/fixtures/', import.meta.url);
/** Fixtures that are refused: whole numbers too large for float64, lists, text that is not UTF-8, objects of Python. */
const REFUSED = /^(ids|nested|bytes|objects|records|words)\.|zstd\.arrow/;
/** The fixtures whose name matches, below 8 kB: mutations of larger files seldom meet what matters. */
const fixturesLike = (folder: string, pattern: RegExp): readonly Uint8Array[] =>
  readdirSync(new URL(folder, fixtures))
    .filter((name) => pattern.test(name) && !REFUSED.test(name))
    .map((name) => new Uint8Array(readFileSync(new URL(`${folder}/${name}`, fixtures))))
    .filter(({ length }) => length < 2 ** 13);

/** The files of a format that takes any bytes. */
const ofBytes = (name: string, files: readonly Uint8Array[], read: Format['read']): Format => ({ name, files, mutate: mutateBytes, read });

async function readAll(table: TableStream): Promise<void> {
  let rows = 0;
  for await (const chunk of table) rows += chunk.rows;
  if (table.count !== undefined && rows !== table.count) throw new Error(`${rows} rows, and count is ${table.count}`);
}

/** The Arrow stream that an Arrow file holds: between "ARROW1", filled up to 8 bytes, and the footer with its length. */
function streamIn(file: Uint8Array): Uint8Array {
  const footer = new DataView(file.buffer, file.byteOffset).getInt32(file.length - 10, true);
  return file.slice(8, file.length - 10 - footer);
}

/** Opens the picture as the only one of a folder, and decodes it: at its own size, or at 4 × 4 where that is large. */
function pictureReader(): Format['read'] {
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-pictures-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  let number = 0;
  return async (bytes) => {
    // The decoder keeps what it has read of a name.
    const file = join(folder, `${number++}.png`);
    writeFileSync(file, bytes);
    try {
      const data = await openPictures(folder);
      await (data.shape[0]! * data.shape[1]! > 1e4 ? await openPictures(folder, { size: 4 }) : data).rows(Int32Array.of(0));
    } finally {
      rmSync(file);
    }
  };
}

/** Formats that `@autoencoders/files` reads. */
export function fileFormats(): readonly Format[] {
  const npy = [
    toNpy({ shape: [3, 4], data: Float32Array.from({ length: 12 }, (_, i) => i) }),
    toNpy({ shape: [6], data: Int32Array.from({ length: 6 }, (_, i) => i - 2) }),
    ...fixturesLike('.', /\.npy$/).slice(0, 8),
  ];
  const npz = toNpz({ x: { shape: [3, 4], data: new Float32Array(12).fill(2) }, y: { shape: [3], data: Uint8Array.of(1, 2, 3) } });
  const arrow = fixturesLike('.', /pyarrow\.arrow$/);
  const pictures = ['pictures/red', 'pictures/blue'].flatMap((folder) => fixturesLike(folder, /\.(png|jpe?g|webp)$/i));
  const readPicture = pictureReader();
  const like = (...start: readonly number[]): readonly Uint8Array[] =>
    pictures.filter((bytes) => start.every((byte, i) => bytes[i] === byte));
  return [
    ofBytes('NPY', npy, (bytes) => parseNpy(bytes)),
    ofBytes('NPZ', [npz, ...fixturesLike('.', /\.npz$/)], (bytes) => parseNpz(bytes)),
    ofBytes('Parquet', fixturesLike('.', /\.parquet$/), async (bytes) => readAll(await openParquet(bytes))),
    ofBytes('Arrow', [...arrow, ...arrow.map(streamIn)], async (bytes) => readAll(await openArrow(bytes))),
    ofBytes('PNG', like(0x89, 0x50), readPicture),
    ofBytes('JPEG', like(0xff, 0xd8), readPicture),
    ofBytes('WebP', like(0x52, 0x49), readPicture),
  ];
}
