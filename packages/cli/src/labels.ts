import { permutation } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import type { NamedDataset } from '@autoencoders/datasets';
import { whole } from './format.js';

/** The most classes of a classifier. */
const MAX_CLASSES = 1000;

/** How many classes the labels have. Throws where there are fewer than two classes or labels, and where there are too many classes. */
export function classesIn(training: NamedDataset, test: NamedDataset, amount: number): number {
  const greatest = [training, test].reduce((most, { labels }) => labels?.reduce((a, b) => Math.max(a, b), most) ?? most, 0);
  const classes = training.classes?.length ?? greatest + 1;
  check(
    classes <= MAX_CLASSES,
    () =>
      `finetune: the labels of ${training.name} go up to ${whole(greatest)}; there may be ${whole(MAX_CLASSES)} classes, from 0 to ${MAX_CLASSES - 1}`,
  );
  check(
    new Set(training.labels).size > 1,
    () => `finetune: all training examples of ${training.name} have the label ${training.labels?.[0]}; a classifier needs two classes`,
  );
  check(amount > 1, () => `--labels ${amount} are labels of one class; a classifier needs two, so give --labels 2 or more`);
  return classes;
}

/**
 * The rows of `amount` examples, drawn with `seed`. Where `amount` is enough for that, every class is among them: the first example
 * of each class that is missing replaces the last drawn one whose class has others.
 */
export function drawRows(labels: Int32Array, amount: number, seed: number): Int32Array {
  const order = permutation(labels.length, seed);
  const rows = order.slice(0, amount);
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(labels[row]!, (counts.get(labels[row]!) ?? 0) + 1);
  let place = amount - 1;
  for (const row of order.subarray(amount)) {
    const label = labels[row]!;
    if (counts.has(label)) continue;
    while (place >= 0 && counts.get(labels[rows[place]!]!) === 1) place -= 1;
    if (place < 0) break;
    const given = labels[rows[place]!]!;
    counts.set(given, counts.get(given)! - 1);
    counts.set(label, 1);
    rows[place] = row;
    place -= 1;
  }
  return rows;
}

/** The most classes that are drawn in colours of their own. */
const MAX_COLOURS = 100;

/** Labels for a map, and the names of their classes. Undefined without labels, and where there are too many classes. */
export function classesFor({
  labels,
  classes,
}: Pick<NamedDataset, 'labels' | 'classes'>): { labels: Int32Array; classes: readonly string[] } | undefined {
  if (!labels) return undefined;
  if (classes) return { labels, classes };
  const found = [...new Set(labels)].sort((a, b) => a - b);
  if (found.length > MAX_COLOURS) return undefined;
  if (found.at(-1)! < MAX_COLOURS) return { labels, classes: Array.from({ length: found.at(-1)! + 1 }, (_, i) => String(i)) };
  return { labels: labels.map((label) => found.indexOf(label)), classes: found.map(String) };
}
