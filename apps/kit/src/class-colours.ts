import type { Dataset } from '@autoencoders/datasets';
import { h } from './dom.js';

/** Observable's ten colours. They differ well on light and on dark, also for colour-blind readers. */
const colours = ['#4269d0', '#efb118', '#ff725c', '#6cc5b0', '#3ca951', '#ff8ab7', '#a463f2', '#97bbf5', '#9c6b4e', '#9498a0'] as const;

/** The colour of a class, or of examples without labels. More than ten classes share colours. */
export const classColour = (label: number | undefined): string => colours[(label ?? 0) % colours.length]!;

const MOST = 12;

/** The classes of a dataset with their colours, at most twelve; nothing where there are no labels. */
export function legendOf({ labels, classes }: Dataset): readonly HTMLElement[] {
  const all = [...new Set(labels)].sort((a, b) => a - b).slice(0, MOST);
  return all.map((label) => {
    const dot = h('i', {});
    dot.style.background = classColour(label);
    return h('span', {}, dot, classes?.[label] ?? label);
  });
}
