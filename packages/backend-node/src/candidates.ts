/*
 * Where to look for a BLAS. We tested Linux only. The names for macOS and Windows come from the documentation of the libraries.
 */

/** Names for the system's loader, the fastest library first. */
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
    // The alternative that the distribution has set. It is slow if that is the reference BLAS.
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

/** The libraries to try on a platform: the named one, or all usual ones. */
export function candidates(named: string | undefined, platform: NodeJS.Platform = process.platform): readonly string[] {
  return named === undefined ? (names[platform] ?? []) : [named];
}

/** What to install if there is no BLAS, for a message. */
export function advice(platform: NodeJS.Platform = process.platform): string {
  const how: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
    linux:
      'install OpenBLAS (Debian, Ubuntu: apt-get install libopenblas0-pthread; Fedora: dnf install openblas; Alpine: apk add openblas)',
    darwin: 'macOS has one of its own, which did not load; brew install openblas brings another',
    win32: 'put libopenblas.dll, or oneMKL, on the PATH',
  };
  return `${how[platform] ?? 'install OpenBLAS'}, or name a library with cblas_sgemm by AUTOENCODERS_BLAS`;
}
