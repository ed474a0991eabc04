import { check } from '@autoencoders/core/operations';
import { count, fromIdx, readIdx } from '@autoencoders/datasets';
import type { Idx, NamedDataset } from '@autoencoders/datasets';
import { plural } from '../format.js';
import type { Data, IdxReading, OwnFile } from './index.js';
import { LEAST, splitOwn } from './split-own.js';
import { isIdx } from './table-endings.js';

/** The most bytes of a file, unzipped or not. */
const MOST_MEGABYTES = 256;
const TESTS = /t10k|test|valid/i;

/** Images, with the file of their labels if there is one. */
interface Part {
  readonly images: Idx;
  readonly labels: Idx | undefined;
}

/**
 * IDX files, as MNIST and Fashion-MNIST have them: images to train on, images to test on if there are some, and labels of either. Without
 * images to test on, 15 % are held out. Other files are passed over. Throws an `InputError` for files that do not belong together.
 */
export async function idxData(files: readonly OwnFile[]): Promise<Data> {
  const read: Idx[] = [];
  for (const { file } of files.filter((one) => isIdx(one.file))) read.push(await readFile(file));
  const images = read.filter(({ shape }) => shape.length > 1);
  const labels = read.filter(({ shape }) => shape.length === 1);
  check(images.length > 0, () => `${namesOf(labels)} has labels and no images; give the file of the images as well`);
  check(images.length <= 2, () => `${images.length} files have images; give those to train on, and those to test on`);
  const parts = images.map((one) => ({ images: one, labels: labelsOf(one, labels) }));
  const used = new Set(parts.map((part) => part.labels));
  const left = labels.filter((one) => !used.has(one));
  check(left.length === 0, () => `${namesOf(left)} belongs to no images: the numbers of images and labels differ`);
  const [training, test] = inOrder(parts);
  const first = datasetOf(training!);
  check(count(first) >= LEAST, () => `${training!.images.name} has ${plural(count(first), 'image')}; at least ${LEAST} are needed`);
  const idx = { training: namesIn(training!), test: test && namesIn(test) };
  if (!test) return { ...splitOwn(first), idx };
  const second = datasetOf(test);
  check(
    String(first.shape) === String(second.shape),
    () => `${training!.images.name} has images of ${first.shape.join('×')}, and ${test.images.name} of ${second.shape.join('×')}`,
  );
  check(
    (first.labels === undefined) === (second.labels === undefined),
    () => `${(first.labels ? test : training!).images.name} has no labels, and the other images have some; give both, or none`,
  );
  return { training: first, test: second, idx };
}

async function readFile(file: File): Promise<Idx> {
  check(file.size <= MOST_MEGABYTES * 2 ** 20, () => `${file.name} has more than ${MOST_MEGABYTES} MB, too much for a page`);
  return readIdx(new Uint8Array(await file.arrayBuffer()), file.name);
}

/** The labels of as many images; of several, those whose name is like that of the images. */
function labelsOf({ name, shape }: Idx, labels: readonly Idx[]): Idx | undefined {
  const fitting = labels.filter((one) => one.shape[0] === shape[0]);
  return fitting.find((one) => stem(one.name) === stem(name)) ?? (fitting.length === 1 ? fitting[0] : undefined);
}

/** What the names of images and of their labels have in common: `train` of `train-images-idx3-ubyte.gz`. */
const stem = (name: string): string => name.toLowerCase().replaceAll(/images?|labels?|idx\d?|ubyte|gz|[^a-z0-9]/g, '');

/** Those to train on first: the others are named as tests, or are fewer. */
function inOrder(parts: readonly Part[]): readonly Part[] {
  const [a, b] = parts as readonly [Part, Part | undefined];
  if (!b) return parts;
  const [isTest, isOtherTest] = [TESTS.test(a.images.name), TESTS.test(b.images.name)];
  const first = isTest === isOtherTest ? a.images.shape[0]! >= b.images.shape[0]! : isOtherTest;
  return first ? [a, b] : [b, a];
}

function datasetOf({ images, labels }: Part): NamedDataset {
  const most = labels ? Array.from(labels.data).reduce((most, label) => Math.max(most, label), 0) : 0;
  check(most < 1000, () => `${labels!.name} has the label ${most}; at most 1,000 classes are shown`);
  const classes = labels && Array.from({ length: most + 1 }, (_, i) => String(i));
  return fromIdx(images, labels, { name: 'your images', classes });
}

const namesIn = ({ images, labels }: Part): IdxReading => ({ images: images.name, labels: labels?.name });
const namesOf = (files: readonly Idx[]): string => files.map(({ name }) => name).join(', ');
