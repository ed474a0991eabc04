/** How long a page or a terminal may wait, in milliseconds. */
const PATIENCE = 40;

/** Returns a function to call often. Every 40 ms it yields to the event loop, so that a page responds and Ctrl-C works. */
export function periodicYield(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < PATIENCE) return;
    await nextTask();
    last = performance.now();
  };
}

/** Resolves in a new task. It uses a message channel, since browsers slow down timers. */
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
