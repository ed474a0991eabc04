/**
 * Processes that train one model together, each with a part of every batch. All of them run the same program, and each calls the same functions
 * of its group in the same order. A call waits until every rank has made it, and blocks the thread. If a rank ends, the calls of the others
 * throw an error or their processes are ended. Words as in MPI and torch.distributed.
 */
export interface Group {
  /** The number of this process, from 0 to `size` − 1. */
  readonly rank: number;
  /** How many processes there are. */
  readonly size: number;
  /**
   * All-reduce: every number becomes the sum of the numbers at its place in all ranks, in place. Every rank has the same sums, to the last bit. All
   * ranks give arrays of the same lengths. Several arrays take one message.
   */
  readonly allReduce: (...arrays: readonly Float32Array[]) => void;
  /**
   * The same sum of one array, which goes on while this rank computes; torch.distributed: `all_reduce(async_op=True)`. The array may not be used, and its
   * memory not be freed, until `wait` of the result has returned. All ranks make these sums, too, in the same order among all calls of the group; a rank may call
   * `allReduce` where another calls this. Any other call first waits for the sums that go on. Default: the group has no such sums.
   */
  readonly allReduceAsync?: ((array: Float32Array) => Work) | undefined;
  /**
   * The same sums as `allReduce`, with numbers of 16 bits on their way: half the bytes, and an error of about 2⁻¹⁰ of what is added. If a group
   * has it, training sums gradients so. Default: the group has no such sums. Horovod: `Compression.fp16`.
   */
  readonly allReduceHalf?: ((...arrays: readonly Float32Array[]) => void) | undefined;
  /** Copies the arrays of the rank `from` into those of all other ranks, which have the same lengths. */
  readonly broadcast: (from: number, ...arrays: readonly Float32Array[]) => void;
  /** Waits until every rank has come here. */
  readonly barrier: () => void;
  /** How long the calls of this rank took so far. Default: it is not known. */
  readonly times?: () => GroupTimes;
  /** Leaves the group. It cannot be used after that. */
  readonly close: () => void;
}

/** A sum that goes on. Word as in torch.distributed. */
export interface Work {
  /** Waits until the sum is there. Throws an error if the sum failed. */
  readonly wait: () => void;
}

/** How long the calls of a group took on one rank, in seconds. */
export interface GroupTimes {
  /** From a call until the last rank made it, too. */
  readonly waiting: number;
  /** From then until the numbers were there. Of sums that go on while the rank computes, only what it then waits for them counts here and above. */
  readonly communication: number;
  /** How long sums went on while the rank computed. Default 0. */
  readonly hidden?: number;
}

/**
 * The rows of a batch that one rank computes. `context.shard` and `pass.shard` have it while a group trains or evaluates. Layers and losses that
 * look across the batch need it, such as batch norm: `batchMean`, `sumOverRanks` and `drawRows` of `@autoencoders/core/operations` take it.
 */
export interface Shard {
  readonly group: Pick<Group, 'rank' | 'size' | 'allReduce' | 'allReduceAsync' | 'allReduceHalf'>;
  /** The place of its first row in the batch. */
  readonly from: number;
  /** How many rows it has. */
  readonly rows: number;
  /** How many rows the batch has, over all ranks. */
  readonly of: number;
  /**
   * Its part of the batch: rows / of. 0 on a rank that has no row of its own, since the batch has fewer rows than there are ranks. Such a rank
   * computes one row of another rank, which counts for nothing.
   */
  readonly share: number;
}

/**
 * The rows of a batch of `of` rows that a rank computes. A rank without a row of its own computes another one, so that it takes part in every
 * sum.
 */
export function rowsOfRank({ rank, size }: Pick<Group, 'rank' | 'size'>, of: number): Pick<Shard, 'from' | 'rows' | 'share'> {
  const first = (each: number): number => Math.floor((each * of) / size);
  const [from, rows] = [first(rank), first(rank + 1) - first(rank)];
  return rows > 0 ? { from, rows, share: rows / of } : { from: 0, rows: 1, share: 0 };
}
