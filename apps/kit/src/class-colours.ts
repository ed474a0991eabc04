import type { NamedDataset } from '@autoencoders/datasets';
import { classColours } from '@autoencoders/report/palettes';
import { h } from './dom.js';

const colours = classColours(10);

/** The colour of a class, or of examples without labels. More than ten classes share colours. */
export const classColour = (label: number | undefined): string => colours[(label ?? 0) % colours.length]!;

const MOST = 12;

/** The classes of a dataset with their colours, at most twelve; nothing where there are no labels. */
export function legendOf({ labels, classes }: Pick<NamedDataset, 'labels' | 'classes'>): readonly HTMLElement[] {
  const all = [...new Set(labels)].sort((a, b) => a - b).slice(0, MOST);
  return all.map((label) => {
    const dot = h('i', {});
    dot.style.background = classColour(label);
    return h('span', {}, dot, classes?.[label] ?? label);
  });
}
