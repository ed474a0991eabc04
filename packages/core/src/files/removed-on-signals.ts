import { rmSync } from 'node:fs';

/** The files that are deleted when a signal ends the process. */
const parts = new Set<string>();
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Ends the process as the signal would, unless the program listens for the signal itself. */
function endBySignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  for (const part of parts) rmSync(part, { force: true });
  process.off(signal, endBySignal);
  process.kill(process.pid, signal);
}

/** Deletes `part` if a signal ends the process. Returns a function that stops this. */
export function removedOnSignals(part: string): () => void {
  if (parts.size === 0) for (const signal of SIGNALS) process.on(signal, endBySignal);
  parts.add(part);
  return () => {
    if (parts.delete(part) && parts.size === 0) for (const signal of SIGNALS) process.off(signal, endBySignal);
  };
}
