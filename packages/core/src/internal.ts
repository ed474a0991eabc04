// For the packages of this repository. Anything here may change in any release.
export { precision, readsWait } from './backend.js';
export { alias } from './alias.js';
export { CAPTURING, capturing } from './capture.js';
export type { Capturable, Captured, Capturing, Recording } from './capture.js';
export { periodicYield } from './periodic-yield.js';
export { checkSize, isLayer, nameOf } from './chain.js';
export { updateInPlace } from './optimizer-updates.js';
export { checkAlive, checkBytes, checkModel, checkTensor } from './checks.js';
export { configWriter } from './config.js';
export type { HasConfig, Json } from './config.js';
export { configReader } from './config-reader.js';
export type { ConfigReaderOptions } from './config-reader.js';
export { show } from './errors.js';
export { initContext, toVariables, withGivenWeights } from './given-weights.js';
export { GZIP_RATIO, gunzipChunks, isGzip } from './gunzip.js';
export { MODEL_KEY, MODEL_VERSION, deserializeModel, modelText, serializeModel } from './serialize.js';
export type { SerializedModel } from './serialize.js';
export { declareFound, declareLost, whileAlive } from './backend-lost.js';
export { jsonNotes } from './json-notes.js';
export type { JsonNotes } from './json-notes.js';
export { cut, legible, printable } from './printable.js';
export { sizeOf } from './shape.js';
export { registerGpuKernels } from './gpu/kernels.js';
export type { Compute, Scalars, Tensors } from './gpu/device.js';
export { inputShapeOf, withInputShape } from './tree.js';
export { bits, normalFromBits, threefry } from './random.js';
export { kernelNotes } from './kernel-notes.js';
export type { KernelNeeds, KernelNotes } from './kernel-notes.js';
export { isMissingKernel, traceKernels, unlessMissing } from './trace-kernels.js';
export { ahead } from './data/ahead.js';
export { passOver, withPasses } from './data/passes.js';
export { rowsOfRank } from './group.js';
export type { Pass } from './data/passes.js';
export { serveDataset } from './data/serve-dataset.js';
export { workerDataset } from './data/worker-dataset.js';
export type { WorkerDataset, WorkerDatasetOptions } from './data/worker-dataset.js';
export type { ModuleCall } from './workers/module-call.js';
export { answerRequests } from './workers/answer.js';
export { workerClient } from './workers/worker-client.js';
export type { WorkerClient } from './workers/worker-client.js';
export { errorToMessage, messageToError, ownPort } from './workers/port.js';
export type { ErrorMessage, WorkerLike } from './workers/port.js';
export { copyRow, countOf, isNumberArray, joinRows, pickRows, roomFor, rowCount, sliceRows } from './data/rows.js';
export {
  checkDataset,
  chosenShare,
  chunksOf,
  isArrayDataset,
  isDataset,
  isIndexed,
  isStream,
  rebatch,
  rowsOf,
  rowsPerChunk,
  shuffleWithin,
} from './data/streams.js';
export { showUntrusted } from './show-untrusted.js';
export { parseMetadata, parseSafetensors, tensorBytes, toSafetensors, viewSafetensors } from './safetensors.js';
export type { Safetensors, StoredTensor, TensorBytes } from './safetensors.js';
