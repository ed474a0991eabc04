// What the excerpts in the pages take for granted: the reader's own model and data.
declare const model: import('@autoencoders/models').Autoencoder<import('@tensorflow/tfjs-core').Tensor2D>;
declare const data: import('@autoencoders/core').ArrayDataset;
declare const x: import('@tensorflow/tfjs-core').Tensor2D;
declare const codes: import('@tensorflow/tfjs-core').Tensor2D;
declare const pictures: import('@tensorflow/tfjs-core').Tensor;
declare const labels: readonly string[];
declare const encoder: import('@autoencoders/tables').TableEncoder;
declare const lastYear: import('@autoencoders/datasets').Series;

// What a bundler, or a line in the reader's own project, declares.
declare module '*?url' {
  const address: string;
  export default address;
}
declare module 'jsfive';
