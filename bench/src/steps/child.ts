// The process of one contender: `node child.js <job as JSON>`. protocol.ts has its messages.
import { serve } from './protocol.js';
import type { Job, Peer } from './protocol.js';

/** Loads a peer only when it is needed, because the import of our backend replaces the kernels of stock tfjs. */
const peers: Readonly<Record<string, (job: Job) => Promise<Peer>>> = {
  ours: async (job) => (await import('./peers/ours.js')).prepare(job),
  epochs: async (job) => (await import('./peers/ours.js')).prepareEpochs(job),
  'tfjs-layers': async (job) => (await import('./peers/tfjs-layers.js')).prepare(job),
  tfjs: async (job) => (await import('./peers/tfjs.js')).prepare(job),
  product: async (job) => (await import('./peers/product.js')).prepare(job),
  jax: async (job) => (await import('./peers/jax.js')).prepare(job),
  pca: async (job) => (await import('./peers/pca.js')).prepare(job),
  limit: async (job) => (await import('./peers/limit.js')).prepare(job),
};

const job = JSON.parse(process.argv[2]!) as Job;
await serve(() => peers[job.peer]!(job), job.warmUp, { input: process.stdin, output: process.stdout });
