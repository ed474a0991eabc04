// Opens pages in a browser, and waits for what they compute. Chromium and Firefox by puppeteer, WebKit by its WebDriver.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { freePort } from './servers.mjs';

/** Milliseconds that a page may take. */
const PATIENCE = 120_000;

const firstOf = (paths) => paths.find((path) => existsSync(path));

const webkitBrowser = () => {
  const folder = firstOf(['x86_64', 'aarch64'].map((cpu) => `/usr/lib/${cpu}-linux-gnu`));
  const versions = folder ? readdirSync(folder).filter((name) => name.startsWith('webkit2gtk-')) : [];
  return firstOf(versions.map((version) => join(folder, version, 'MiniBrowser')));
};

/** Where each browser is, if it is installed. */
export const paths = {
  chromium: process.env.CHROMIUM_PATH ?? firstOf(['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']),
  firefox: firstOf(['/usr/bin/firefox-esr', '/usr/bin/firefox']),
  webkit: existsSync('/usr/bin/WebKitWebDriver') && existsSync('/usr/bin/xvfb-run') ? webkitBrowser() : undefined,
};

/** Chrome/156.0.8078.108 as Chromium 156.0. */
const titleOf = (version) =>
  version.replace(/^(\w)\w*\/(\d+\.\d+).*$/, (_, first, number) => `${first === 'f' ? 'Firefox' : 'Chromium'} ${number}`);

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks again until there is an answer that is not empty. */
async function until(what, patience) {
  for (const end = Date.now() + patience; ; await pause(200)) {
    const found = await what().catch((error) => {
      if (Date.now() > end) throw error;
    });
    if (found) return found;
    if (Date.now() > end) throw new Error(`nothing within ${patience} ms`);
  }
}

/** By puppeteer. */
async function byPuppeteer(browser, f) {
  const opened = await puppeteer.launch({
    browser: browser === 'firefox' ? 'firefox' : 'chrome',
    executablePath: paths[browser],
    args: browser === 'firefox' ? [] : ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
    protocolTimeout: PATIENCE,
  });
  const messages = [];
  try {
    const page = await opened.newPage();
    page.on('console', (message) => messages.push(message.text()));
    page.on('pageerror', (error) => messages.push(String(error)));
    page.on('response', (response) => response.status() >= 400 && messages.push(`${response.status()} ${response.url()}`));
    return await f({
      version: titleOf(await opened.version()),
      messages,
      goTo: (address) => page.goto(address, { waitUntil: 'domcontentloaded' }),
      evaluate: (expression) => page.evaluate(expression),
    });
  } finally {
    await opened.close();
  }
}

/** By WebKit's WebDriver, on a screen that nobody sees. It tells no messages. */
async function byWebDriver(f) {
  const port = await freePort();
  const driver = spawn('xvfb-run', ['--auto-servernum', 'WebKitWebDriver', `--port=${port}`, '--host=127.0.0.1'], {
    stdio: 'ignore',
    detached: true,
  });
  const ask = async (method, path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, ...(body && { body: JSON.stringify(body) }) });
    const { value } = await response.json();
    if (!response.ok) throw new Error(value.message || value.error);
    return value;
  };
  try {
    await until(() => ask('GET', '/status'), 10_000);
    const options = { binary: paths.webkit, args: ['--automation'] };
    // 'none': isolated pages get a new process, and WebKit sometimes misses that they loaded. We ask the page itself.
    const session = await ask('POST', '/session', {
      capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': options, pageLoadStrategy: 'none' } },
    });
    const root = `/session/${session.sessionId}`;
    try {
      return await f({
        version: `WebKitGTK ${session.capabilities.browserVersion}`,
        messages: [],
        goTo: (address) => ask('POST', `${root}/url`, { url: address }),
        evaluate: (expression) => ask('POST', `${root}/execute/sync`, { script: `return (${expression});`, args: [] }),
      });
    } finally {
      await ask('DELETE', root).catch(() => undefined);
    }
  } finally {
    // The group: xvfb-run has started a screen, too.
    process.kill(-driver.pid);
  }
}

/**
 * Starts a browser for the time of `f`, which gets a page: its `version`, `goTo(address)`, `evaluate(expression)`,
 * `until(expression, patience)`, which waits for a value that is true, and `messages`, what the page wrote to its console.
 */
export const inBrowser = (browser, f) => {
  const waiting = (page) =>
    f({
      ...page,
      until: (expression, patience = PATIENCE) =>
        until(() => page.evaluate(expression), patience).catch((error) => {
          throw new Error(`${error.message}, waiting for ${expression}\n${page.messages.join('\n')}`);
        }),
    });
  return browser === 'webkit' ? byWebDriver(waiting) : byPuppeteer(browser, waiting);
};

/** What comes of the page at `address`: `{ result, version, messages }`. */
export const open = (browser, address) =>
  inBrowser(browser, async ({ version, messages, goTo, until: wait }) => {
    await goTo(address);
    return { result: await wait('globalThis.result'), version, messages };
  });
