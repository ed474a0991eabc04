import type { Group } from '@autoencoders/core';
import { localGroup, mpiGroup } from '../../src/index.js';

/*
 * A rank that makes each call of its group once, and prints what it got. Arguments: the number of processes of a local group, or `mpi`; what to
 * do instead: `kill`, `differ`.
 */
const [kind, task] = process.argv.slice(2) as [string, string | undefined];
const group: Group = kind === 'mpi' ? mpiGroup() : await localGroup(Number(kind));
const { rank, size } = group;

if (task === 'kill' && rank === size - 1) process.kill(process.pid, 'SIGKILL');
if (task === 'differ' && rank === 1) group.allReduce(new Float32Array(2));

const [one, two] = [Float32Array.of(rank, 0.5), Float32Array.of(10 * rank, 1, 2)];
group.allReduce(one, two);
const sums = [...one, ...two];
const large = new Float32Array(300_000).fill(rank + 1);
group.allReduce(large);
const copy = Float32Array.of(rank, -rank);
group.broadcast(size - 1, copy);
group.barrier();
console.log(JSON.stringify({ rank, size, sums, large: [large[0], large.at(-1)], copy: [...copy] }));
group.close();
