import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Finding, Section } from '@autoencoders/report';
import type { Settings, Variant } from '@autoencoders/variants';
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
}

/** How the command judges, draws and describes a trained model of a variant. `K` are the names of the variant's own settings. */
export interface VariantView<K extends string = string> extends Pick<Variant<K>, 'name' | 'bottleneck' | 'settings' | 'loss' | 'corrupt'> {
  /** What it does, after its name: `compresses each example into a small code`. */
  readonly about: string;
  /** The unit of the loss. */
  readonly unit: string;
  readonly measures?: CodeMeasures<K>;
  /** How many numbers PCA may have beside it (default: as many as a code has). */
  components?(trained: TrainedModel<K>): number | Promise<number>;
  /** The term of the loss that is the squared error, where it has one. */
  readonly squaredError?: string;
  /**
   * Words of the verdict: what PCA has as many of, how to lower the error, and how to use more latents. `allowed`: how many times the error of
   * PCA it may have, since it learns something else besides (default 1).
   */
  readonly advice?: { readonly likeness?: string; readonly error?: string; readonly codes?: string; readonly allowed?: number };
  /** What was found out about its codes (default: how many latents are used). */
  findings?(measures: Measures, settings: Settings<K>): readonly (Finding | undefined)[];
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
