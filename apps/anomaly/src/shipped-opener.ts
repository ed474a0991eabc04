import type { Client } from './client.js';
import type { Findings } from './findings.js';
import { defaults } from './settings.js';
import type { PageState } from './state.js';

/** What opens the detector that comes with the page for its sample. */
export interface ShippedOpener {
  /** Opens it and shows what it finds, unless the reader has begun something else. */
  readonly open: () => Promise<void>;
  /** Resolves when none is being opened: the service holds one detector, and what comes later must be opened later. */
  readonly settled: () => Promise<void>;
}

/** `show` gets what the detector found. */
export function shippedOpener(
  state: () => PageState,
  started: () => Promise<Client>,
  show: (found: Findings, isWanted: () => boolean) => Promise<void>,
): ShippedOpener {
  let opening: Promise<void> = Promise.resolve();
  const open = async (): Promise<void> => {
    const { source, files } = state();
    const isWanted = (): boolean => state().run === 'idle' && !state().findings && state().source === source;
    if (source === 'own') return;
    const now = await started();
    const bytes = await (await import('./shipped.js')).shippedDetector(source);
    if (!isWanted()) return;
    const { learn, look = learn } = files;
    const found = now.open({ type: 'open', bytes, look, shipped: { learn, settings: defaults } });
    opening = found.then((findings) => show(findings, isWanted));
    await opening;
  };
  return {
    // The page works without it.
    open: () => open().catch(() => undefined),
    settled: () => opening.catch(() => undefined),
  };
}
