import type { ModelTask } from '../steps/tasks.js';

/** The libraries that train in a page. */
export type Program = 'ours' | 'tfjs-layers';
/** The backends of a page that compute on a GPU. */
export type PageBackend = 'webgpu' | 'webgl';
/** A model, and how many examples a step takes. */
export type GpuTask = ModelTask & { readonly batch: number };

/** What a page computes with. */
export interface Setting {
  readonly program: Program;
  readonly backend: PageBackend;
  /** Whether a GPU may be one that the processor only emulates. */
  readonly software: boolean;
  /** How many steps have their losses compared. */
  readonly compared: number;
}

/** What a training step takes of a GPU. */
export interface Counts {
  /** Programs that are started: dispatches, in WebGPU's word, or draws, in WebGL's. */
  readonly programs: number;
  /** Bytes of the results of these programs. */
  readonly written: number;
  /** Bytes of tensors that are copied from the processor. */
  readonly uploaded: number;
}

/** The functions of the page. */
export interface Page {
  /** Sets the backend, and returns the name of the GPU; tfjs-layers does not know it. */
  readonly start: (setting: Omit<Setting, 'compared'>) => Promise<string>;
  /** Makes the model and loads the images. Returns the version of the library. */
  readonly prepare: (task: GpuTask) => Promise<string>;
  /** Takes some steps, and returns the loss of each. */
  readonly first: (count: number) => Promise<readonly number[]>;
  /** Trains an epoch. */
  readonly epoch: () => Promise<{ readonly ms: number; readonly loss: number }>;
  /** What one step of a task takes. */
  readonly counts: (task: GpuTask) => Promise<Counts>;
}
