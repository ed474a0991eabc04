import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { codeOf } from './failures.js';

/** What file systems answer that cannot flush a file or a folder, or do not let this process open a folder. */
const CANNOT_SYNC = ['EINVAL', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EPERM', 'EACCES', 'EISDIR', 'EBADF'];

/** Waits until the content of a file is on the disk, where the file system can tell. */
export async function synced(handle: FileHandle): Promise<void> {
  await handle.sync().catch((error: unknown) => {
    if (!CANNOT_SYNC.includes(codeOf(error) ?? '')) throw error;
  });
}

/** Waits until the names in a folder are on the disk. Windows opens no folders, and needs none of this. */
export async function syncedFolder(path: string): Promise<void> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    if (!CANNOT_SYNC.includes(codeOf(error) ?? '')) throw error;
  });
  if (handle) await synced(handle).finally(() => handle.close());
}
