import type { Group } from '@autoencoders/core';
import { localGroup, mpiGroup } from '../../src/index.js';

/*
 * A rank that makes each call of its group once, and prints what it got. Arguments: the number of processes of a local group, or `mpi`; what to
 * do instead: `kill`, `differ`, `stop`, which stops rank 1 where the others wait for one second, or `unlike`, where rank 1 sends gradients as others do not.
 */
const [kind, task] = process.argv.slice(2) as [string, string | undefined];
const options = task === 'stop' ? { timeout: 1 } : {};
const known = process.env['OMPI_COMM_WORLD_RANK'] ?? process.env['PMI_RANK'];
const compression = task === 'unlike' && known === '1' ? undefined : 'float16';
const group: Group = kind === 'mpi' ? mpiGroup({ ...options, compression }) : await localGroup(Number(kind), options);
const { rank, size } = group;

if (task === 'kill' && rank === size - 1) process.kill(process.pid, 'SIGKILL');
if (task === 'stop' && rank === 1) process.kill(process.pid, 'SIGSTOP');
if (task === 'differ' && rank === 1) group.allReduce(new Float32Array(2));

const [one, two] = [Float32Array.of(rank, 0.5), Float32Array.of(10 * rank, 1, 2)];
group.allReduce(one, two);
const sums = [...one, ...two];
const large = new Float32Array(300_000).fill(rank + 1);
group.allReduce(large);
const halves = [Float32Array.of(rank + 0.5, 1), new Float32Array(70_001).fill(rank + 1)] as const;
group.allReduceHalf?.(...halves);
const copy = Float32Array.of(rank, -rank);
group.broadcast(size - 1, copy);
group.barrier();
console.log(
  JSON.stringify({
    rank,
    size,
    sums,
    large: [large[0], large.at(-1)],
    copy: [...copy],
    ...(group.allReduceHalf && { half: [...halves[0], halves[1].at(-1)] }),
  }),
);
const times = group.times!();
if (!(times.waiting >= 0 && times.communication >= 0)) throw new Error(`wrong times: ${JSON.stringify(times)}`);
group.close();
