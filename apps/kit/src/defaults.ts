import type { Data } from './data/index.js';
import type { AppDefinition } from './definition.js';
import { sizeOf } from './measures.js';
import { defaultsOf } from './settings.js';

/** How large data are. */
export interface DataSize {
  /** Numbers of an example. */
  readonly features: number;
  /** Examples to train on. */
  readonly examples: number;
}

export const dataSizeOf = ({ training: { values, shape } }: Pick<Data, 'training'>): DataSize => {
  const features = sizeOf(shape);
  return { features, examples: values.length / features };
};

/** The smaller MNIST, by which epochs are chosen, and on which the models that come with the pages were trained. */
export const MNIST: DataSize = { features: 784, examples: 9000 };

/** Epochs for data of a size: as many as on the smaller MNIST where an epoch is as much work, fewer where it is more, and `most` at the most. */
export const epochsFor = ({ features, examples }: DataSize, onMnist: number, most: number): number =>
  Math.min(most, Math.max(1, Math.round((onMnist * MNIST.features * MNIST.examples) / (features * examples))));

/** The first settings for data of a size: those of the controls, and what the app says of the data. */
export const settingsFor = <S>({ controls, defaultsFor }: Pick<AppDefinition<S>, 'controls' | 'defaultsFor'>, size: DataSize): S => ({
  ...defaultsOf(controls),
  ...defaultsFor?.(size),
});

/** The settings after the data changed: what still has the first value of the data before takes that of the data now. */
export const followData = <S>(settings: S, before: S, now: S): S =>
  Object.fromEntries(
    Object.entries(settings as object).map(([key, value]) => [key, value === before[key as keyof S] ? now[key as keyof S] : value]),
  ) as S;
