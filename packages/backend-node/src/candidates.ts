/*
 * Where a machine has its BLAS. Only Linux was tried; the names for macOS and Windows are those that the libraries'
 * own documentation gives.
 */

/** Names to ask the system's loader for, the fastest first. */
const names: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: [
    'libmkl_rt.so.2',
    'libmkl_rt.so.1',
    'libmkl_rt.so',
    'libopenblas.so.0',
    'libopenblas.so',
    'libopenblasp.so.0',
    'libblis.so.4',
    'libblis.so.3',
    'libblis.so',
    // Whatever the distribution's alternatives point to; slow where it is the reference.
    'libcblas.so.3',
    'libblas.so.3',
    'libblas.so',
  ],
  darwin: [
    '/System/Library/Frameworks/Accelerate.framework/Accelerate',
    '/opt/homebrew/opt/openblas/lib/libopenblas.dylib',
    '/usr/local/opt/openblas/lib/libopenblas.dylib',
  ],
  win32: ['mkl_rt.2.dll', 'mkl_rt.dll', 'libopenblas.dll', 'openblas.dll'],
};

/** The libraries to try on a platform: the one that was named, or all that are usual there. */
export function candidates(named: string | undefined, platform: NodeJS.Platform = process.platform): readonly string[] {
  return named === undefined ? (names[platform] ?? []) : [named];
}

/** What to do where there is none, in a sentence. */
export function advice(platform: NodeJS.Platform = process.platform): string {
  const how: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
    linux:
      'install OpenBLAS (Debian, Ubuntu: apt-get install libopenblas0-pthread; Fedora: dnf install openblas; Alpine: apk add openblas)',
    darwin: 'macOS has one of its own, which did not load; brew install openblas brings another',
    win32: 'put libopenblas.dll, or oneMKL, on the PATH',
  };
  return `${how[platform] ?? 'install OpenBLAS'}, or name a library with cblas_sgemm by AUTOENCODERS_BLAS`;
}
