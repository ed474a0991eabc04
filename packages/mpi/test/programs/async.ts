import { mpiGroup } from '../../src/index.js';

/*
 * A rank that makes sums which go on in the background, with other calls in between, and prints what it got. Argument: what to do instead: `kill` or
 * `stop` the last rank before its second sum, where the others wait for one second.
 */
const task = process.argv[2];
const group = mpiGroup({ overlap: true, ...(task === 'stop' && { timeout: 1 }) });
const { rank, size } = group;
const isLast = rank === size - 1;
// Sizes for which MPI takes several algorithms. The numbers round, so that another order of addition shows.
const sizes = [1, 3, 1000, 20_000, 300_001];
const numbers = (length: number): Float32Array => Float32Array.from({ length }, (_, i) => Math.sin(1 + rank + i) / 3);

const expected = sizes.map(numbers);
for (const each of expected) group.allReduce(each);

const found = sizes.map(numbers);
const heap = new Float32Array(new WebAssembly.Memory({ initial: 40, maximum: 40, shared: true }).buffer, 64, 300_001);
heap.set(numbers(heap.length));
const works = [...found, heap].map((array, i) => {
  if (i === 2 && isLast && task === 'kill') process.kill(process.pid, 'SIGKILL');
  if (i === 2 && isLast && task === 'stop') process.kill(process.pid, 'SIGSTOP');
  return group.allReduceAsync!(array);
});
// Each of these waits for the sums before it.
const small = Float32Array.of(rank);
group.allReduce(small);
const copy = Float32Array.of(rank);
group.broadcast(size - 1, copy);
for (const work of works.toReversed()) work.wait();
const same = [...found, heap].map((each, i) => each.every((x, j) => Object.is(x, (expected[i] ?? expected.at(-1)!)[j])));

// More than may go on at once, and where one rank waits for each.
const many = Array.from({ length: 80 }, (_, i) => Float32Array.of(i, rank));
const all = many.map((each) => {
  if (isLast) return group.allReduce(each);
  return group.allReduceAsync!(each);
});
for (const work of all) if (work) work.wait();
group.barrier();
const right = many.every(([first, ranks], i) => first === size * i && ranks === (size * (size - 1)) / 2);
const { waiting, communication, hidden } = group.times!();
const times = [waiting, communication, hidden!].every((time) => time >= 0 && time < 60);
console.log(JSON.stringify({ rank, same, small: small[0], copy: copy[0], right, times }));
// It also waits for those that nobody waits for.
group.allReduceAsync!(heap);
group.close();
