import { autoencoder } from './autoencoder.js';
import type { Autoencoder, Generative } from './autoencoder.js';
import { classifier } from './classifier.js';
import type { Classifier } from './classifier.js';
import { regressor } from './regressor.js';
import type { Regressor } from './regressor.js';
import { stacked } from './stacked.js';
import type { Stack } from './stacked.js';

/** An autoencoder that takes tensors of any rank, with `sample` where its bottleneck has a prior. */
export type AnyAutoencoder = Autoencoder<any, any> & Partial<Generative<any>>;

/** The models that `save` writes and `load` opens, by kind. Ranks are known only when a file is open, so they are `any` here. */
export interface ModelsByKind {
  readonly autoencoder: AnyAutoencoder & { readonly kind: 'autoencoder' };
  readonly stacked: Stack<any>;
  readonly classifier: Classifier<any>;
  readonly regressor: Regressor<any>;
}

/** The kind of a model: the name of the function that makes it. */
export type ModelKind = keyof ModelsByKind;

/** What makes each kind of model from the arguments in its config. */
export const modelTypes: Readonly<Record<ModelKind, (spec: any) => unknown>> = { autoencoder, stacked, classifier, regressor };
