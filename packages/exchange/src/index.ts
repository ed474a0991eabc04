export { toOnnx } from './onnx/to-onnx.js';
export type { OnnxOptions } from './onnx/to-onnx.js';
export type { ExportableModel } from './read-model.js';
