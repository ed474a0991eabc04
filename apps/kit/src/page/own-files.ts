import { button } from '../controls.js';
import type { OwnFile, OwnFiles } from '../data/index.js';
import { tableEndings } from '../data/table-endings.js';
import { h } from '../dom.js';
import { acceptDrops, chosenFiles } from './drops.js';

/** Pictures that every browser reads. SVG has no pixels of its own. */
const pictureTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/bmp', 'image/avif'];
const accept = [...pictureTypes, ...tableEndings, '.idx', '.gz', '.idx1-ubyte', '.idx3-ubyte'].join(',');

/** A hidden input for files, or for a folder. */
function fileInput(
  label: string,
  use: (files: readonly OwnFile[]) => void,
  oncancel: () => void,
  kind: { readonly accept?: string; readonly webkitdirectory?: boolean },
): HTMLInputElement {
  const onchange = (): void => {
    const chosen = chosenFiles(input);
    // The same files can be chosen again.
    input.value = '';
    use(chosen);
  };
  const input = h('input', { type: 'file', multiple: true, hidden: true, 'aria-label': label, onchange, oncancel, ...kind });
  return input;
}

/** What a reader can give, with buttons to choose it. Files can also be dropped anywhere on the page. */
export function ownFiles(
  give: (files: OwnFiles) => void,
  cancelled: () => void,
): { readonly element: HTMLElement; readonly choose: () => void } {
  const colour = h('input', { type: 'checkbox' });
  const use = (list: readonly OwnFile[]): void => {
    if (list.length > 0) give({ files: list, colour: colour.checked });
    else cancelled();
  };
  const files = fileInput('Your own pictures or a table', use, cancelled, { accept });
  const folder = fileInput('A folder of pictures', use, cancelled, { webkitdirectory: true });
  const element = h(
    'div',
    { class: 'drop' },
    h('p', {}, 'Drop one of these anywhere on the page:'),
    h(
      'ul',
      {},
      ...[
        'Pictures, twenty or more, or a folder of them. Two or more folders in it become the labels.',
        'A table: CSV, TSV, JSON, JSON lines or ARFF.',
        'IDX files, such as those of Fashion-MNIST: images, and their labels.',
        'A model: a .safetensors file, or a folder as Hugging Face has it.',
      ].map((text) => h('li', {}, text)),
    ),
    h('p', {}, 'Tables and IDX files can be gzipped (.gz). Pictures become 28×28.'),
    h(
      'div',
      { class: 'buttons' },
      button('Choose files', () => files.click(), { kind: 'quiet' }),
      button('Choose a folder', () => folder.click(), { kind: 'quiet' }),
    ),
    h('label', { class: 'check' }, colour, 'Pictures in colour'),
    files,
    folder,
  );
  acceptDrops(element, use);
  return { element, choose: () => files.click() };
}
