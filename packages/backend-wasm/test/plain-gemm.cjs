'use strict';

/** The definition of a product. Tells the test of each call, where there is one. */
module.exports = (memory) => ({
  multiply(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow, add) {
    const numbers = new Float32Array(memory.buffer);
    for (let i = 0; i < m; i++)
      for (let j = 0; j < n; j++) {
        let sum = add ? numbers[c / 4 + i * cRow + j] : 0;
        for (let t = 0; t < k; t++) sum += numbers[a / 4 + i * aRow + t * aColumn] * numbers[b / 4 + t * bRow + j * bColumn];
        numbers[c / 4 + i * cRow + j] = sum;
      }
    const { seen } = globalThis;
    if (!seen) return;
    seen.calls += 1;
    seen.after?.(memory.buffer);
  },
});
