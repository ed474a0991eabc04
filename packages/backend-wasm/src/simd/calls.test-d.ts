import type { Heap } from './simd-heap.js';

declare const heap: Heap;

heap.call('allFinite', { x: 1, n: 2 });
heap.share('clip', [{ n: 1, x: 2, y: 3, least: 4, greatest: 5 }]);
// @ts-expect-error there is no such function
heap.call('everyFinite', { n: 1, x: 2 });
// @ts-expect-error the parameter is called least
heap.call('clip', { n: 1, x: 2, y: 3, min: 4, greatest: 5 });
// @ts-expect-error greatest is missing
heap.share('clip', [{ n: 1, x: 2, y: 3, least: 4 }]);
