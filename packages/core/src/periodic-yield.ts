/** How long a page or a terminal may be kept waiting, in milliseconds. */
const PATIENCE = 40;

/** A function that now and then lets other work have a turn, so that pages answer and Ctrl-C arrives. */
export function periodicYield(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < PATIENCE) return;
    await nextTask();
    last = performance.now();
  };
}

/** Resolves in a new task; message channels, unlike timers, are not slowed down in pages. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
