import { at, copy } from './vectors';

/** Copies `count` rows of x, of `size` numbers each, by their indices: y[i] = x[indices[i]]. */
export function gather(count: i32, indices: usize, size: i32, x: usize, y: usize): void {
  for (let i = 0; i < count; i++, y = at(y, size)) copy(x + (<usize>load<i32>(at(indices, i))) * (<usize>size << 2), y, size);
}
