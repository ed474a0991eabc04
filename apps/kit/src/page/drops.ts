import type { OwnFile } from '../data/index.js';

/** Takes files, and folders with all that is in them, that are dropped anywhere on the page; `target` is highlighted meanwhile. */
export function acceptDrops(target: HTMLElement, use: (files: readonly OwnFile[]) => void): void {
  for (const type of ['dragenter', 'dragover', 'dragleave', 'drop'] as const)
    document.addEventListener(type, (event) => {
      event.preventDefault();
      target.classList.toggle('over', type === 'dragenter' || type === 'dragover');
      if (type === 'drop') void droppedFiles(event.dataTransfer).then(use);
    });
}

/** The files of an input, with the folders that they are in if a folder was chosen. */
export const chosenFiles = (input: HTMLInputElement): readonly OwnFile[] =>
  Array.from(input.files ?? [], (file) => ({ file, path: file.webkitRelativePath || file.name }));

async function droppedFiles(data: DataTransfer | null): Promise<readonly OwnFile[]> {
  // Entries must be taken at once: they are gone when the event is over.
  const entries = [...(data?.items ?? [])].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length === 0) return Array.from(data?.files ?? [], (file) => ({ file, path: file.name }));
  return (await Promise.all(entries.map((entry) => filesIn(entry)))).flat();
}

async function filesIn(entry: FileSystemEntry): Promise<readonly OwnFile[]> {
  const path = entry.fullPath.replace(/^\//, '');
  if (entry.isFile) return [{ path, file: await new Promise<File>((...done) => (entry as FileSystemFileEntry).file(...done)) }];
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const entries: FileSystemEntry[] = [];
  // A reader gives some entries at a time.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((...done) => reader.readEntries(...done));
    if (some.length === 0) break;
    entries.push(...some);
  }
  return (await Promise.all(entries.map((one) => filesIn(one)))).flat();
}
