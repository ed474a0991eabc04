import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Section } from '@autoencoders/report';
import type { Variant } from '@autoencoders/variants';
import type { Hint, HintContext } from '../hints.js';
import type { Measures } from '../measures.js';
import type { Plane } from '../sections/plane.js';
import type { TrainedModel } from '../trained-model.js';

/** An option of the command line that sets one of a variant's own settings. */
export interface SettingOption {
  /** What stands after the flag in help: `weight` in `--beta <weight>`. */
  readonly value: string;
  readonly about: string;
  readonly least: number;
  readonly greatest: number;
  /** Whether it must be a whole number (default false). */
  readonly whole?: boolean;
}

/** What is measured of a variant's codes, besides what is measured of all models. */
export interface CodeMeasures<K extends string = string> {
  /** The measures by name, of the codes `[batch, latents]` of test examples. */
  of(trained: TrainedModel<K>, codes: Tensor2D): Promise<Measures>;
  /** Names of the measures of which more is better. Of the others, less is. */
  readonly higherIsBetter?: readonly string[];
  /** Names of the measures of which neither less nor more is better. */
  readonly unranked?: readonly string[];
}

/** How the command judges, draws and describes a trained model of a variant. `K` are the names of the variant's own settings. */
export interface VariantView<K extends string = string> extends Pick<Variant<K>, 'name' | 'bottleneck' | 'settings' | 'loss' | 'corrupt'> {
  /** What it does, after its name: `compresses each example into a small code`. */
  readonly about: string;
  /** The unit of the loss. */
  readonly unit: string;
  readonly measures?: CodeMeasures<K>;
  /** The sections of its report, after those that all reports have. */
  sections(trained: TrainedModel<K>, plane: Plane): readonly Section[] | Promise<readonly Section[]>;
  /** Commands to try after training. */
  hints(context: HintContext<K>): readonly Hint[];
}

/** A variant that `train` trains: the model and its losses, its options, and how it is shown. */
export interface TrainableVariant<K extends string = string> extends VariantView<K>, Variant<K> {
  /** The layers in words, for help. */
  readonly layers: string;
  readonly options: Readonly<Record<K, SettingOption>>;
}
