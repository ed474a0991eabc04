'use strict';

const koffi = require('./koffi.cjs');

const signature =
  'void cblas_sgemm(int order, int transA, int transB, int m, int n, int k, float alpha, intptr_t a, int lda, intptr_t b, int ldb, float beta, intptr_t c, int ldc)';

/*
 * Every thread loads this file. The constants are those of cblas.h: 101 is row-major, 111 not transposed, 112 transposed. When the
 * heap grows, memory has another buffer, which may have another address. So the address is read again for every new buffer.
 */

/** MADV_HUGEPAGE of madvise(2), and the bytes that a heap may grow to, which the engine reserves at its start. */
const HUGE = 14;
const LARGEST = 2 ** 32;

/**
 * Asks Linux for pages of 2 MB, where it gives them to programs that ask. A step of a large model touches thousands of pages of 4 kB, and the processor
 * knows the places of two thousand at a time. Where the system does not know the call, all stays as it is.
 */
function askForLargePages(memory) {
  if (process.platform !== 'linux') return;
  try {
    koffi.load(null).func('int madvise(intptr_t address, size_t length, int advice)')(addressOf(memory.buffer), LARGEST, HUGE);
  } catch {
    // Only faster with it.
  }
}

const addressOf = (buffer) => Number(koffi.address(new Uint8Array(buffer)));

/** Products by `cblas_sgemm` of the library at `path`. */
module.exports = (memory, path) => {
  const sgemm = koffi.load(path).func(signature);
  let buffer, base;
  askForLargePages(memory);
  return {
    multiply(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow, add) {
      if (memory.buffer !== buffer) {
        buffer = memory.buffer;
        base = addressOf(buffer);
      }
      const [turnA, lda] = aColumn === 1 ? [111, Math.max(aRow, k)] : [112, Math.max(aColumn, m)];
      const [turnB, ldb] = bColumn === 1 ? [111, Math.max(bRow, n)] : [112, Math.max(bColumn, k)];
      sgemm(101, turnA, turnB, m, n, k, 1, base + a, lda, base + b, ldb, add, base + c, cRow);
    },
  };
};
