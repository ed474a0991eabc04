/** Examples that go through a model at a time. */
export const BATCH = 512;
/** Pictures of one measurement. */
export const CHUNK = 10_000;

/** What is measured: the codes, or the reconstructions. */
export type Task = 'encode' | 'reconstruct';

/** Programs that take turns. */
export const programs = ['ours', 'ours, BLAS', 'onnxruntime-node', 'onnxruntime-web'] as const;
export type Program = (typeof programs)[number];

/** The job of a process. `folder` has the pictures, the model's file and its ONNX files. */
export interface InferenceJob {
  readonly program: Program;
  readonly folder: string;
  readonly model: string;
  /** The shape of a picture for the model. */
  readonly input: readonly number[];
  readonly task: Task;
}

/** The pictures, as float32. */
export const PICTURES = 'pictures.f32';
/** The model, in our format and in ONNX. */
export const fileOf = (model: string): string => `${model}.safetensors`;
export const onnxFileOf = (model: string, task: Task): string => `${model}-${task}.onnx`;
