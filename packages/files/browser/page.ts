import { download, fromPictureFiles, openParquet, parseNpz, sourceOf } from '@autoencoders/files';
import { openArrow } from '@autoencoders/files/arrow';
import type { PictureOptions, TableStream } from '@autoencoders/files';

/** A file as the test sends it: its bytes as a string of Latin-1. */
interface Sent {
  readonly path: string;
  readonly content: string;
}

function fileOf({ path, content }: Sent): File {
  const bytes = Uint8Array.from(content, (character) => character.charCodeAt(0));
  const file = new File([bytes], path.split('/').at(-1)!);
  // As a folder that was chosen gives it.
  return Object.defineProperty(file, 'webkitRelativePath', { value: path });
}

async function cellsOf(table: TableStream): Promise<Record<string, unknown[]>> {
  for await (const { columns } of table) return Object.fromEntries(Object.entries(columns).map(([name, cells]) => [name, [...cells]]));
  return {};
}

/** What the test calls. */
export interface Page {
  readonly formatOf: (sent: Sent) => Promise<string | undefined>;
  readonly parquet: (sent: Sent) => Promise<Record<string, unknown[]>>;
  readonly arrow: (sent: Sent) => Promise<Record<string, unknown[]>>;
  readonly npz: (sent: Sent) => Promise<readonly number[] | undefined>;
  /** The dataset as plain lists, or the message of a refusal. */
  readonly pictures: (sent: readonly Sent[], options: PictureOptions) => Promise<PlainDataset | string>;
  readonly download: (url: string, sha256: string) => Promise<number>;
}

interface PlainDataset {
  readonly shape: readonly number[];
  readonly count: number;
  readonly classes: readonly string[] | undefined;
  readonly labels: readonly number[] | undefined;
  readonly values: readonly number[];
}

async function pictures(sent: readonly Sent[], options: PictureOptions): Promise<PlainDataset | string> {
  try {
    const data = fromPictureFiles(sent.map(fileOf), options);
    const { values } = await data.rows(Int32Array.from({ length: data.count }, (_, i) => i));
    const { shape, count, classes, labels } = data;
    return { shape, count, classes, labels: labels && [...labels], values: Array.from(values) };
  } catch (error) {
    return String(error);
  }
}

const page: Page = {
  formatOf: async (sent) => (await sourceOf(fileOf(sent))).format,
  parquet: async (sent) => cellsOf(await openParquet(fileOf(sent))),
  arrow: async (sent) => cellsOf(await openArrow(fileOf(sent))),
  npz: async (sent) => parseNpz(new Uint8Array(await fileOf(sent).arrayBuffer()), sent.path).X?.shape,
  pictures,
  download: async (url, sha256) => (await download(url, { sha256, cache: 'data', timeout: 20 })).length,
};
Object.assign(globalThis, page);
