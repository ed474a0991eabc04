/** Takes files that are dropped anywhere on the page; `target` is highlighted meanwhile. */
export function acceptDrops(target: HTMLElement, use: (files: readonly File[]) => void): void {
  for (const type of ['dragenter', 'dragover', 'dragleave', 'drop'] as const)
    document.addEventListener(type, (event) => {
      event.preventDefault();
      target.classList.toggle('over', type === 'dragenter' || type === 'dragover');
      if (type === 'drop') use([...(event.dataTransfer?.files ?? [])]);
    });
}
