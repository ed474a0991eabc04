declare module 'mnist-files' {
  /** The addresses of MNIST's files, gzipped, beside the page. */
  export const files: Readonly<Record<`${'train' | 't10k'}-${'images-idx3' | 'labels-idx1'}-ubyte`, string>>;
}
