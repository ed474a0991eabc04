export { toOnnx } from './onnx/to-onnx.js';
export type { OnnxOptions } from './onnx/to-onnx.js';
export type { ExportableModel } from './read-model.js';
export { loadPytorch } from './pytorch/load-pytorch.js';
export type { LoadPytorchOptions } from './pytorch/load-pytorch.js';
export { toTfjsLayers } from './tfjs/to-tfjs-layers.js';
export type { TfjsLayersModel, TfjsLayersOptions } from './tfjs/to-tfjs-layers.js';
export { toPytorch } from './pytorch/to-pytorch.js';
export type { PytorchModel, PytorchOptions } from './pytorch/to-pytorch.js';
