// The process of a page that trains: `node child.js <job as JSON>`. steps/protocol.ts has its messages.
import { serve } from '../steps/protocol.js';
import type { Job } from '../steps/protocol.js';
import { prepare } from './peer.js';

const job = JSON.parse(process.argv[2]!) as Job;
await serve(() => prepare(job), job.warmUp, { input: process.stdin, output: process.stdout });
process.exit();
