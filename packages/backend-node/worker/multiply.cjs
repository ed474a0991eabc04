'use strict';

const koffi = require('./koffi.cjs');

const signature =
  'void cblas_sgemm(int order, int transA, int transB, int m, int n, int k, float alpha, intptr_t a, int lda, intptr_t b, int ldb, float beta, intptr_t c, int ldc)';

/*
 * Every thread loads this file. The constants are those of cblas.h: 101 is row-major, 111 not transposed, 112 transposed. When the
 * heap grows, memory has another buffer, which may have another address. So the address is read again for every new buffer.
 */

/** Products by `cblas_sgemm` of the library at `path`. */
module.exports = (memory, path) => {
  const sgemm = koffi.load(path).func(signature);
  let buffer, base;
  return {
    multiply(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow, add) {
      if (memory.buffer !== buffer) {
        buffer = memory.buffer;
        base = Number(koffi.address(new Uint8Array(buffer)));
      }
      const [turnA, lda] = aColumn === 1 ? [111, Math.max(aRow, k)] : [112, Math.max(aColumn, m)];
      const [turnB, ldb] = bColumn === 1 ? [111, Math.max(bRow, n)] : [112, Math.max(bColumn, k)];
      sgemm(101, turnA, turnB, m, n, k, 1, base + a, lda, base + b, ldb, add, base + c, cRow);
    },
  };
};
