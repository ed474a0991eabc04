import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { link, open, readFile, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { InputError } from '@autoencoders/core';
import { codeOf } from '@autoencoders/core/node';
import { isRecord, isText, isWhole, parsedJson } from '../json.js';

/** A file that says which process owns something. */
export interface Lock {
  /** Gives the lock back. Does nothing where another process has it. */
  readonly release: () => void;
}

/** The process that holds a lock. */
interface Holder {
  readonly host: string;
  readonly pid: number;
  /** When the process started, since numbers of processes are used again. Empty where the system does not say. */
  readonly started: string;
  /** No two locks are equal. */
  readonly id: string;
}

/**
 * Takes the lock at `path`. Only one of several processes gets it. A lock whose process has ended is taken over. Throws an
 * `InputError` where another process holds it; `what` names what it owns.
 */
export async function takeLock(path: string, what: string): Promise<Lock> {
  const own: Holder = { host: hostname(), pid: process.pid, started: (await startOf(process.pid)) ?? '', id: randomUUID() };
  const content = `${JSON.stringify(own)}\n`;
  const release = (): void => {
    // At once, as the process may be about to end.
    if (existsSync(path) && readFileSync(path, 'utf8') === content) rmSync(path);
  };
  for (;;) {
    if (await created(path, content)) return { release };
    const found = await contentOf(path);
    if (found === undefined) continue;
    const holder = holderIn(found);
    if (await isAlive(holder)) throw inUse(what, path, holder!);
    if (await tookOver(path, { found, content, what })) return { release };
  }
}

/**
 * Puts `content` in the place of a lock whose process has ended. Several processes may try that at once: each lock has a lock of its
 * own that must be taken for this. Nothing else replaces a lock, so that it cannot change in between.
 */
async function tookOver(path: string, { found, content, what }: Readonly<Record<'found' | 'content' | 'what', string>>): Promise<boolean> {
  const key = createHash('sha256').update(found).digest('hex').slice(0, 8);
  const guard = await takeLock(`${path}.${key}`, what);
  try {
    if ((await contentOf(path)) !== found) return false;
    await rename(await written(path, content), path);
    return true;
  } finally {
    guard.release();
  }
}

/** Makes the file, complete at once. False where it exists. */
async function created(path: string, content: string): Promise<boolean> {
  const part = await written(path, content);
  try {
    await link(part, path);
    return true;
  } catch (error) {
    // Where another process swept the part away, there is another try.
    if (['EEXIST', 'ENOENT'].includes(codeOf(error) ?? '')) return false;
    // Some file systems have no links. The file is then empty for a moment.
    if (!['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'].includes(codeOf(error) ?? '')) throw error;
    return await write(path, content);
  } finally {
    await rm(part, { force: true });
  }
}

async function written(path: string, content: string): Promise<string> {
  const part = `${path}.${randomUUID().slice(0, 8)}.part`;
  await write(part, content);
  return part;
}

/** Writes a new file. False where it exists. */
async function write(path: string, content: string): Promise<boolean> {
  try {
    const handle = await open(path, 'wx');
    await handle.writeFile(content).finally(() => handle.close());
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

async function contentOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function holderIn(text: string): Holder | undefined {
  const found = parsedJson(text);
  return isRecord(found) && isText(found.host) && isWhole(found.pid, 1) && isText(found.started) ? (found as unknown as Holder) : undefined;
}

/** Whether the process runs. Of a process on another machine that cannot be known. A damaged lock is nobody's. */
async function isAlive(holder: Holder | undefined): Promise<boolean> {
  if (!holder) return false;
  if (holder.host !== hostname()) return true;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false;
  }
  const start = await startOf(holder.pid);
  return start === undefined || holder.started === '' || start === holder.started;
}

/** The boot of the system, and the time since then when the process started, on Linux. */
async function startOf(pid: number): Promise<string | undefined> {
  try {
    const [boot, stat] = [await readFile('/proc/sys/kernel/random/boot_id', 'utf8'), await readFile(`/proc/${pid}/stat`, 'utf8')];
    // The name of the program, in parentheses, may have spaces. Field 22 of proc(5).
    return `${boot.trim()} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return undefined;
  }
}

function inUse(what: string, path: string, { pid, host }: Holder): InputError {
  const where = host === hostname() ? `process ${pid}` : `process ${pid} on ${host}; if that has ended, delete ${path}`;
  return new InputError(`${what} is in use by another run (${where}); choose another folder`);
}
