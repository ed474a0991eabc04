export { browserStore } from './checkpoints/browser-store.js';
export { readCheckpoint } from './checkpoints/checkpoint.js';
export type { Checkpoint, TrainingPosition, TrainingState } from './checkpoints/checkpoint.js';
export type { CheckpointOptions, CheckpointStore, KeepOptions, ResumeOptions } from './checkpoints/store.js';
export { evaluate } from './evaluate.js';
export type { EvaluateOptions } from './evaluate.js';
export type { FaultAction, FaultHandling, FaultOptions, SpikeOptions } from './faults.js';
export { fit } from './fit.js';
export type { Losses } from './losses.js';
export type { KernelNeeds } from '@autoencoders/core/internal';
export type { EarlyStopping, FitOptions } from './options.js';
export type { ValidationData, Target } from './pairs.js';
export { captureProblem, preflight } from './preflight.js';
export type { PreflightOptions } from './preflight.js';
export { pretrain } from './pretrain.js';
export type { EncodingModel, LevelOptions, LevelProgress, Pretrainable, PretrainOptions } from './pretrain.js';
export { setFastestBackend } from './fastest/set-fastest-backend.js';
export type { FastestBackend, Trial, TrialOptions } from './fastest/set-fastest-backend.js';
export { workerTrainer } from './worker/worker-trainer.js';
export { localTrainer } from './worker/local-trainer.js';
export type {
  WorkerTrainerOptions,
  RemoteFitOptions,
  RemoteOptions,
  RemotePretrainOptions,
  WorkerTrainer,
} from './worker/worker-trainer.js';
export type { WorkerLike } from '@autoencoders/core/internal';
export type { Evaluation } from './running-means.js';
export type { TrainingResult } from './result.js';
export type { Progress } from './progress.js';
export type { TrainingRun } from './training-run.js';
export { encode, reconstruct } from './predict.js';
export type { PredictOptions, ReconstructingModel } from './predict.js';
