declare module 'mnist-files' {
  /** The addresses of MNIST's gzipped files. */
  export const files: Readonly<Record<`${'train' | 't10k'}-${'images-idx3' | 'labels-idx1'}-ubyte`, string>>;
}
