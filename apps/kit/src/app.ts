import { tensor, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { BackendLostError, DivergenceError, InputError } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import type { Shape } from '@autoencoders/core';
import { count, take } from '@autoencoders/datasets';
import type { Dataset } from '@autoencoders/datasets';
import { load as loadModel, readMetadata, save } from '@autoencoders/models';
import type { Autoencoder } from '@autoencoders/models';
import type { FitOptions, ArrayData, Progress, WorkerTrainer } from '@autoencoders/training';
import { startPage } from './backends.js';
import { liveChart } from './chart.js';
import type { Line } from './chart.js';
import { controlsOf } from './controls.js';
import { load } from './data/index.js';
import type { Data } from './data/index.js';
import { duration, figure, plural } from './format.js';
import { download, keepModel, keptModel } from './keep.js';
import { runner } from './runner.js';
import { startOf } from './settings.js';
import type { Control, Settings } from './settings.js';
import { shell } from './shell.js';
import { sizeOf } from './sizes.js';

/** A model of any kind, as apps handle it. */
export type AnyModel = Autoencoder<any, any> & { readonly sample?: (count: number, options?: { readonly seed?: number }) => Tensor };

/** How a model is trained: what `fit` is told, without data. */
export type Training = Pick<FitOptions<any, any, string>, 'loss' | 'corrupt' | 'optimizer' | 'epochs' | 'batch' | 'seed'>;

/** What the views of an app draw. */
export interface Scene {
  readonly model: AnyModel;
  readonly data: Data;
  readonly settings: Settings;
  /** Epochs that the model has been trained for, with a fraction; 0 for a fresh one. */
  readonly epoch: number;
  /** The last that its training told; not there for a fresh model, or one that was opened. */
  readonly progress: Progress | undefined;
}

/** A part of the page: a title, a sentence on what is seen, and the figure. */
export interface View {
  readonly title: string;
  readonly caption: string;
  readonly element: HTMLElement;
  /** Draws the scene; called after every epoch, and whenever something has changed. Short: the page waits. */
  readonly update?: (scene: Scene) => void | Promise<void>;
  /** Whether it takes the width of the page. */
  readonly wide?: boolean;
}

/** What an app is. */
export interface AppDefinition {
  /** The name of its folder. */
  readonly id: string;
  readonly title: string;
  /** What it shows, in a sentence or two of plain words. */
  readonly lead: string;
  readonly controls: readonly Control[];
  /** A fresh model for examples of a shape. */
  readonly model: (shape: Shape, settings: Settings) => AnyModel;
  readonly training: (settings: Settings, dataset: Dataset) => Training;
  /** The lines of the chart, and their values; the loss on the training and on the test examples unless told. */
  readonly lines?: readonly (Line & { readonly value: (progress: Progress) => number | undefined })[];
  /** Whether the chart's values stand on a logarithmic scale; false unless told. */
  readonly ratios?: boolean;
  /** What the loss is measured in. */
  readonly unit: string;
  /** The program that does what is on the screen. */
  readonly code: (settings: Settings, dataset: Dataset) => string;
  readonly views: (app: App) => readonly View[];
  /** Goes through a training, where it is more than one `fit`. */
  readonly steps?: (context: StepsContext) => AsyncIterable<Progress & Phase>;
}

/** What a training of several parts tells besides. */
export interface Phase {
  /** Which part it is, and how far: said in the place of `Epoch 3 of 20`. */
  readonly phase?: string;
}

export interface StepsContext extends Scene {
  readonly trainer: WorkerTrainer;
  readonly app: App;
  readonly onNotice: (notice: string) => void;
}

/** An app as its views, and tests, see it. */
export interface App {
  readonly settings: () => Settings;
  readonly setSettings: (settings: Settings) => void;
  readonly scene: () => Scene | undefined;
  /** Draws all views soon. */
  readonly refresh: () => void;
  /** Says something to the reader; errors stay until the next. */
  readonly say: (text: string, kind?: 'status' | 'error') => void;
  /** Trains, from fresh weights; true when it went to the end. */
  readonly start: () => Promise<boolean>;
  readonly isRunning: () => boolean;
}

/** Whether a scene's model is still the one on the page; one that was replaced can no longer be asked. */
export const isHere = (app: App, { model }: Scene): boolean => app.scene()?.model === model;

/** `find` of a scene, called once for all views that ask. */
export function oncePerScene<T>(find: (scene: Scene) => T): (scene: Scene) => T {
  let last: { readonly scene: Scene; readonly found: T } | undefined;
  return (scene) => {
    const same = last?.scene.model === scene.model && last.scene.data === scene.data && last.scene.epoch === scene.epoch;
    if (!last || !same) last = { scene, found: find(scene) };
    return last.found;
  };
}

/** After how many steps a training tells how it stands: 25 times an epoch, once where epochs are short. */
export const paceOf = (steps: number): number => (steps > 100 ? Math.ceil(steps / 25) : steps);

/** Some examples of a dataset, from `from` on, as a model takes them; the caller's to dispose. */
export function examples(dataset: Dataset, model: { readonly input: Shape }, from: number, amount: number): Tensor {
  const size = sizeOf(dataset.shape);
  const there = Math.max(0, Math.min(amount, dataset.values.length / size - from));
  return tensor(dataset.values.subarray(from * size, (from + there) * size), [there, ...model.input]);
}

/** The numbers of a tensor that is made for them, read without waiting; what is made on the way is freed. */
export function numbers(make: () => Tensor): Float32Array {
  let values = new Float32Array();
  // They are not what `tidy` gives: it would look through all of them for tensors, which takes longer than making them.
  tidy(() => void (values = make().dataSync<'float32'>().slice()));
  return values;
}

const JUDGED = 1000;

/** The test examples by which a model is judged while it trains. */
export function judged({ test }: Data): Dataset {
  return take(test, Math.min(JUDGED, count(test)));
}

const usualLines = [
  { name: 'training', colour: '--training', value: ({ loss }: Progress) => loss },
  { name: 'test', colour: '--validation', dashed: true, value: ({ validation }: Progress) => validation?.loss },
] as const;

/** Puts an app on the page. */
export async function mountApp(definition: AppDefinition): Promise<App> {
  const { id, controls, lines = usualLines, ratios = false } = definition;
  let data: Data | undefined;
  let model: AnyModel | undefined;
  let epoch = 0;
  let last: Progress | undefined;
  let views: readonly View[] = [];

  const chart = liveChart(`Loss, ${definition.unit}`, { ratios });
  const panel = controlsOf(controls, (control) => void changed(control));
  const scene = (): Scene | undefined => model && data && { model, data, settings: panel.values(), epoch, progress: last };
  const say = (text: string, kind: 'status' | 'error' = 'status'): void => page.say(text, kind);

  const run = runner({
    onState(state) {
      page.show(state);
      if (state === 'starting') {
        page.calm();
        say('Starting …');
      }
      if (state === 'idle') finished();
    },
    onProgress(progress) {
      last = progress;
      epoch = progress.epoch - 1 + progress.step / progress.steps;
      const values = lines.map(({ value }) => value(progress));
      // Parts of a training that have nothing to draw here.
      if (values.some((value) => value !== undefined)) chart.add(epoch, values);
      page.progress(statusOf(progress), progressShare(progress));
      refreshSoon(progress.step === progress.steps);
    },
    onBackend: (words) => page.backend(words),
    onNotice: (notice) => say(notice, 'error'),
    onError: (error) => say(sentenceOf(error), 'error'),
  });

  const page = shell(definition, {
    controls: panel.element,
    chart: chart.element,
    onStart: () => void app.start(),
    onPause: run.pause,
    onResume: run.resume,
    onStop: () => void run.stop(),
    onSource: (source) => void attempt(async () => use(await load(source, page.loading), source)),
    onFiles: (read) => void attempt(async () => use(await read())),
    onDownload: () =>
      void attempt(async () => {
        check(model !== undefined, 'there is no model yet');
        download(await saved(), `${id}.safetensors`);
      }),
    onOpen: (bytes) => void attempt(async () => open(bytes)),
    onKeep: () =>
      void attempt(async () => {
        await keepModel(id, await saved()).catch((cause: unknown) => {
          throw new InputError(
            `the browser has no room to keep the model, or keeps nothing for this page (${(cause as Error).name}); download it instead`,
            { cause },
          );
        });
        page.calm();
        say('Kept in this browser; it is here again after a reload.');
      }),
    code: () => (data ? definition.code(panel.values(), data.training) : ''),
  });

  const app: App = {
    settings: panel.values,
    setSettings(settings) {
      panel.set(settings);
      void changed(controls.find(({ key }) => key in settings)!);
    },
    scene,
    refresh: () => refreshSoon(true),
    say,
    isRunning: () => run.state() !== 'idle',
    async start() {
      if (!data) return false;
      await run.stop();
      if (!attemptNow(fresh)) return false;
      chart.reset(lines);
      return run.start(page.chosenBackend(), (trainer, onNotice) => stepsOf(trainer, onNotice));
    },
  };

  /** A new model for the data and the settings. */
  function fresh(given: Data = data!): void {
    const next = definition.model(given.training.shape, panel.values());
    model?.dispose();
    model = next;
    epoch = 0;
    last = undefined;
    page.describe(`${plural(model.parameterCount, 'parameter')}, code ${model.codeSize}`, model.summary());
  }

  async function* stepsOf(trainer: WorkerTrainer, onNotice: (notice: string) => void): AsyncGenerator<Progress> {
    const now = scene()!;
    if (definition.steps) {
      yield* definition.steps({ ...now, trainer, app, onNotice });
      return;
    }
    const training = definition.training(now.settings, now.data.training);
    const examples = count(now.data.training);
    const batch = Math.min(training.batch ?? 32, examples);
    const steps = Math.ceil(examples / batch);
    yield* trainer.fit(now.model, plain(now.data.training, now.model), {
      ...training,
      batch,
      validation: plain(judged(now.data), now.model),
      every: paceOf(steps),
      weightsWith: 'progress',
      onNotice,
    });
  }

  async function changed(control: Control): Promise<void> {
    page.codeChanged();
    if (!data) return;
    if (control.live) return refreshSoon(true);
    if (run.state() !== 'idle') return void app.start();
    if (attemptNow(fresh)) refreshSoon(true);
  }

  async function use(next: Data, source?: string): Promise<void> {
    await run.stop();
    // First, so that data which the model cannot take leave everything as it was.
    fresh(next);
    data = next;
    chart.reset(lines);
    page.dataset(source);
    page.codeChanged();
    say(`${plural(count(next.training), 'example')} to train on, ${count(next.test).toLocaleString('en-US')} to test.`);
    refreshSoon(true);
  }

  const saved = (): Promise<Uint8Array> =>
    save(model!, { metadata: { app: id, settings: JSON.stringify(panel.values()), epoch: String(epoch) } });

  async function open(bytes: Uint8Array): Promise<void> {
    await run.stop();
    const metadata = readMetadata(bytes);
    check(
      metadata['app'] === undefined || metadata['app'] === id,
      () => `this is a model of the page "${metadata['app']}", and this one is "${id}"`,
    );
    const settings = JSON.parse(metadata['settings'] ?? '{}') as Settings;
    const next = autoencoderIn(bytes);
    try {
      check(
        data !== undefined && sizeOf(next.input) === sizeOf(data.training.shape),
        () =>
          `the model takes ${sizeOf(next.input)} numbers, the examples here have ${data ? sizeOf(data.training.shape) : 0}; choose the data it was trained on`,
      );
      // With the settings that it was trained with: on some pages they decide the bottleneck.
      const like = definition.model(data.training.shape, { ...panel.values(), ...settings });
      const kindOf = ({ spec, input }: AnyModel): string => `${spec.bottleneck?.config?.name ?? 'plain'} ${input.length}`;
      like.dispose();
      check(kindOf(like) === kindOf(next), 'the file holds a model of another architecture than this page is about');
    } catch (error) {
      next.dispose();
      throw error;
    }
    model?.dispose();
    model = next;
    epoch = Number(metadata['epoch'] ?? 0);
    last = undefined;
    panel.set(settings);
    page.describe(`${plural(model.parameterCount, 'parameter')}, code ${model.codeSize}`, model.summary());
    page.codeChanged();
    page.calm();
    say(`The model is here, trained for ${plural(Math.round(epoch), 'epoch')}.`);
    refreshSoon(true);
  }

  function finished(): void {
    say(last ? `${statusOf(last)}. Done: trained for ${plural(Math.round(epoch), 'epoch')}.` : 'Nothing is trained yet.');
    refreshSoon(true);
  }

  /* Views are drawn one after the other, the page answering in between, and not more often than it helps. */
  let drawing = false;
  let again = false;
  let drawn = 0;
  function refreshSoon(whole: boolean): void {
    if (!whole && performance.now() - drawn < 400) return;
    if (drawing) {
      again = true;
      return;
    }
    drawing = true;
    void (async () => {
      do {
        again = false;
        for (const view of views) {
          const now = scene();
          if (!now) break;
          try {
            await view.update?.(now);
          } catch (error) {
            say(sentenceOf(error as Error), 'error');
          }
          await nextFrame();
        }
        drawn = performance.now();
        if (again) await new Promise((resolve) => setTimeout(resolve, 100));
      } while (again);
      drawing = false;
    })();
  }

  async function attempt(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      say(sentenceOf(error as Error), 'error');
    }
  }

  function attemptNow(work: () => void): boolean {
    try {
      work();
      return true;
    } catch (error) {
      say(sentenceOf(error as Error), 'error');
      return false;
    }
  }

  views = definition.views(app);
  page.views(views);
  panel.set(startOf(controls));
  await attempt(async () => {
    await startPage();
    await use(await load('digits', page.loading), 'digits');
    const kept = await keptModel(id).catch(() => undefined);
    if (kept) page.offer(new Date(kept.when), () => void attempt(async () => open(kept.bytes)));
  });
  page.ready();
  return app;
}

/** Examples as a worker takes them. */
export function plain(dataset: Dataset, { input }: { readonly input: Shape }): ArrayData {
  return { shape: [dataset.values.length / sizeOf(input), ...input], values: dataset.values };
}

export const nextFrame = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

const progressShare = ({ epoch, epochs, step, steps }: Progress): number => (epoch - 1 + step / steps) / epochs;

function statusOf(progress: Progress & Phase): string {
  const { phase, epoch, epochs, loss, terms, examplesPerSecond, seconds } = progress;
  const share = progressShare(progress);
  const left = share > 0 && share < 1 ? `, ${duration((seconds / share) * (1 - share))} left` : '';
  const names = Object.entries(terms);
  const parts = names.length > 1 ? ` (${names.map(([name, value]) => `${name} ${figure(value)}`).join(', ')})` : '';
  return `${phase ?? `Epoch ${epoch} of ${epochs}`}: loss ${figure(loss, 4)}${parts}, ${figure(examplesPerSecond)} examples/s${left}`;
}

/** What went wrong, for the reader: sentences of ours as they are, others with a word on where they come from. */
function sentenceOf(error: Error): string {
  const known = error instanceof InputError || error instanceof DivergenceError || error instanceof BackendLostError;
  const text = error.message.replace(/^(inWorker|fit|pretrain|load|readMetadata|useW\w+): /, '');
  return known ? `${text.charAt(0).toUpperCase()}${text.slice(1)}.` : `Something failed: ${text}`;
}

/** The autoencoder in a file; a model of another kind is refused. */
function autoencoderIn(bytes: Uint8Array): AnyModel {
  const model = loadModel(bytes);
  if ('decode' in model) return model;
  model.dispose();
  throw new InputError(`the file holds a ${model.kind}, and this page needs an autoencoder`);
}
