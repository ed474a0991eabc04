import type { Tensor } from '@tensorflow/tfjs-core';
import type { Shape } from '@autoencoders/core';
import type { NamedDataset } from '@autoencoders/datasets';
import type { Autoencoder } from '@autoencoders/models';
import type { FitOptions, Progress, WorkerTrainer } from '@autoencoders/training';
import type { Line } from './chart.js';
import type { DataSize } from './defaults.js';
import type { Data, Source } from './data/index.js';
import type { Controls } from './settings.js';
import type { ChosenExample } from './views/example-choice.js';

/** A model of any kind, as apps handle it. */
export type AnyModel = Autoencoder<any, any> & {
  readonly sample?: (count: number, options?: { readonly seed?: number }) => Tensor;
  /** A model that is trained beside this one, to compare with. */
  readonly beside?: AnyModel;
};

/** The options of `fit` that an app chooses. */
export type TrainingOptions = Pick<FitOptions<any, any, string>, 'loss' | 'corrupt' | 'optimizer' | 'epochs' | 'batch' | 'seed'>;

/** What the views of an app draw; `S` are the app's settings. */
export interface Scene<S = unknown> {
  readonly model: AnyModel;
  readonly data: Data;
  readonly settings: S;
  /** Epochs that the model was trained for, with a fraction; 0 for a new model. */
  readonly epoch: number;
  /** The latest progress of its training; undefined for a new model and for one from a file. */
  readonly progress: Progress | undefined;
  /** The model as it is now, where `model` is one that it was before; undefined where `model` is it. */
  readonly latest?: AnyModel;
}

/** A part of the page: a title, a sentence on what it shows, and the figure. */
export interface View<S = unknown> {
  readonly title: string;
  readonly caption: string;
  readonly element: HTMLElement;
  /** What it says of rows of a table instead; false if it shows nothing of them (default: the same). */
  readonly forRows?: { readonly title?: string; readonly caption?: string; readonly wide?: boolean } | false;
  /** Draws the scene: after each epoch and after each change. It must be short, since the page waits. */
  readonly update?: (scene: Scene<S>) => void | Promise<void>;
  /** Whether it takes the whole width (default false). */
  readonly wide?: boolean;
}

/** A line of the loss chart, with its value at each progress. */
export type LossLine = Line & { readonly value: (progress: Progress) => number | undefined };

/** What an app is; `S` are its settings. */
export interface AppDefinition<S> {
  /** The name of its folder. */
  readonly id: string;
  readonly title: string;
  /** What it shows, in a sentence or two. */
  readonly lead: string;
  /** The same, of rows of a table. */
  readonly leadForRows: string;
  readonly controls: Controls<S>;
  /** The first settings that depend on the data (default: none, each is the value of its control). */
  readonly defaultsFor?: (size: DataSize) => Partial<S>;
  /** The data of the first training (default: the digits). */
  readonly source?: Source;
  /** The settings that a model of the command `autoencoders` has, from the model itself and from the settings of its run. */
  readonly settingsOf?: (model: AnyModel, run: Readonly<Record<string, unknown>>) => Partial<S>;
  /** Whether a trained model can be trained for more epochs (default true). */
  readonly trainsFurther?: boolean;
  /** How a model was trained, after `was`, from its epochs (default: `trained for 8 epochs`). */
  readonly trainedFor?: (epoch: number, settings: S) => string;
  /** What to try on this page, in order. */
  readonly guide?: readonly GuideStep<S>[];
  /** Whether the top of the page shows one example, its code and its reconstruction: for pages whose first view does not (default false). */
  readonly showsFlow?: boolean;
  /** The page that comes next. */
  readonly next?: { readonly id: string; readonly title: string };
  /** A new model for examples of a shape. */
  readonly model: (shape: Shape, settings: S) => AnyModel;
  readonly training: (settings: S, dataset: NamedDataset) => TrainingOptions;
  /** The lines of the loss chart (default: the loss on the training and on the test examples). */
  readonly lines?: readonly LossLine[];
  /** Whether the loss chart has a logarithmic scale (default false). */
  readonly logScale?: boolean;
  /** What the loss is measured in. */
  readonly unit: string;
  /** What makes the program for Node that does what the page does. It is loaded once the page can be used. */
  readonly program: () => Promise<(settings: S, data: Data) => string>;
  readonly views: (app: App<S>) => readonly View<S>[];
  /** Shows what comes with the page's model besides its weights, as JSON (default: nothing does). */
  readonly showResults?: (model: AnyModel, results: unknown) => void;
  /** What else two runs are compared by, by name (default: nothing). */
  readonly comparedBy?: (model: AnyModel) => Readonly<Record<string, string>>;
  /** Trains the model, where that is more than one call of `fit` (default: one call). */
  readonly train?: (context: TrainContext<S>) => AsyncIterable<PhaseProgress>;
}

/** Something to try on a page. `S` are its settings, `D` its data. */
export interface GuideStep<S, D = Source> {
  /** What to do, in a sentence. */
  readonly task: string;
  /** What happens then, and why. */
  readonly result: string;
  /** The settings that it needs. */
  readonly settings?: Partial<S>;
  /** The data that it needs (default: those on the page). */
  readonly source?: D;
  /** Whether only the reader can do it, such as moving a line. */
  readonly isByHand?: boolean;
}

/** Progress of a training that has several phases. */
export interface PhaseProgress extends Progress {
  /** The phase, and how far it is. The page shows it instead of `Epoch 3 of 20`. */
  readonly phase?: string;
}

/** What an app's own `train` gets. */
export interface TrainContext<S = unknown> extends Scene<S> {
  readonly trainer: WorkerTrainer;
  readonly app: App<S>;
  readonly onNotice: (notice: string) => void;
}

/** An app, as its views see it; `S` are its settings. */
export interface App<S = unknown> {
  readonly settings: () => S;
  /** Changes some settings, as the reader does with the controls. */
  readonly setSettings: (settings: Partial<S>) => void;
  /** What the views draw; undefined until the data has been loaded. */
  readonly scene: () => Scene<S> | undefined;
  /** The test example that the page shows. All views that show one share it. */
  readonly example: ChosenExample;
  /** Draws all views soon. */
  readonly refresh: () => void;
  /** Trains a new model; true if it went to the end. */
  readonly start: () => Promise<boolean>;
  readonly isRunning: () => boolean;
}
