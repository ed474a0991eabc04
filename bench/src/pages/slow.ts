import type { Browser, Page } from 'playwright-core';
import type { StaticHost } from './static-host.js';

/** A phone on a slow network, as Lighthouse has it: 1.6 Mbit/s, and a processor that is four times slower. */
const network = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 };
const SLOWER = 4;

/** What the loads of one sample app gave on such a phone. */
export interface SlowRow {
  readonly page: string;
  /** Milliseconds of each load until the page shows its controls. */
  readonly controls: readonly number[];
  /** Milliseconds of each load until you can press Start. If the page has not loaded, training begins when it has. */
  readonly start: readonly number[];
  /** Milliseconds of each load until its model computes. */
  readonly ready: readonly number[];
  /** How often `.wasm` files of tfjs were requested, until the page trains in its worker. The most of all loads. */
  readonly wasmRequests: number;
}

/** In the page: notes when its controls are there, when Start can be pressed, and when its model computes. */
function noteTimes(): void {
  const times: Record<string, number> = {};
  Object.assign(globalThis, { times });
  const observer = new MutationObserver(() => {
    if (document.querySelector('main')) times['controls'] ??= performance.now();
    const start = [...document.querySelectorAll('button')].find(({ textContent }) => textContent?.startsWith('Start'));
    if (start && !start.disabled) times['start'] ??= performance.now();
    if (document.documentElement.dataset['ready'] === undefined) return;
    times['ready'] ??= performance.now();
    observer.disconnect();
  });
  observer.observe(document, { childList: true, subtree: true, attributeFilter: ['data-ready'] });
}

async function slowDown(page: Page): Promise<() => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', network);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  return async () => {
    await session.send('Network.emulateNetworkConditions', { ...network, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
    await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  };
}

const wasmRequests = ({ requests }: StaticHost): number =>
  [...requests].reduce((sum, [path, count]) => (path.endsWith('.wasm') ? sum + count : sum), 0);

/** Loads a sample app several times on a slow phone, each in a new browser context with an empty cache. */
export async function slowLoads(browser: Browser, host: StaticHost, app: string, rounds: number): Promise<SlowRow> {
  const loads: Record<'controls' | 'start' | 'ready', number>[] = [];
  let most = 0;
  for (let round = 0; round < rounds; round++) {
    const context = await browser.newContext();
    const page = await context.newPage();
    page.setDefaultTimeout(120_000);
    await page.addInitScript(noteTimes);
    const before = wasmRequests(host);
    const atFullSpeed = await slowDown(page);
    await page.goto(`${host.address}${app}/`, { waitUntil: 'commit' });
    await page.waitForSelector('html[data-ready]');
    loads.push(await page.evaluate(() => (globalThis as unknown as { times: (typeof loads)[number] }).times));
    await atFullSpeed();
    if (app !== 'anomaly') {
      await page.getByRole('button', { name: /^Start/ }).click();
      await page.waitForSelector('html[data-state=running]');
    }
    most = Math.max(most, wasmRequests(host) - before);
    await context.close();
  }
  const all = (time: keyof (typeof loads)[number]): number[] => loads.map((times) => Math.round(times[time]));
  return { page: app, controls: all('controls'), start: all('start'), ready: all('ready'), wasmRequests: most };
}
