// Uses a sample app as a reader does, by expressions that a page evaluates.

/** Milliseconds that a training may take. A stack has 60 rounds, and WebKit trains on one thread. */
const TRAINING = 300_000;

const controls = `({
  button: (text) => [...document.querySelectorAll('button')].find((button) => button.textContent.startsWith(text)),
  labelled: (text) => document.getElementById([...document.querySelectorAll('label')].find((label) => label.textContent.startsWith(text)).htmlFor),
  change(input, value) {
    input.value = value;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  },
  said: (kind) => document.querySelector('.' + kind + ':not([hidden])')?.textContent ?? '',
})`;
const withControls = (body) => `(({ button, labelled, change, said }) => { ${body} })(${controls})`;
const idle = `document.documentElement.dataset.state === 'idle'`;

/** Clicks Start and waits until \`over\`, or until the page says what went wrong. */
async function train(page, over) {
  await page.until(withControls(`return button('Start')?.disabled === false`));
  await page.evaluate(withControls(`button('Start').click(); return true`));
  await page.until(withControls(`return (${over}) || said('alert') !== ''`), TRAINING);
}

/** Trains on the digits to the end, and on MNIST until it tells a loss. Throws what the page says if something went wrong. */
async function useKind(page) {
  const check = async () => {
    const alert = await page.evaluate(withControls(`return said('alert')`));
    if (alert) throw new Error(alert);
  };
  await page.evaluate(withControls(`change(labelled('Data'), 'digits'); change(labelled('Epochs'), '3'); return true`));
  await page.until(withControls(`return /1,500 examples/.test(said('status'))`));
  await train(page, `/Done/.test(said('status')) && ${idle}`);
  await check();
  await page.evaluate(withControls(`change(labelled('Data'), 'mnist-small'); return true`));
  await page.until(withControls(`return /9,000 examples/.test(said('status')) || said('alert') !== ''`));
  await check();
  await train(page, `/loss [\\d.]/.test(said('status'))`);
  await page.evaluate(withControls(`button('Stop').click(); return true`));
  await page.until(idle);
  await check();
}

async function useAnomaly(page) {
  await train(page, `/^Done/.test(said('status'))`);
  const alert = await page.evaluate(withControls(`return said('alert')`));
  if (alert) throw new Error(alert);
}

/** Opens an app at an address, and trains. Gives what did not work, in a sentence; undefined if all did. */
export async function useApp(page, app, address, isolated) {
  try {
    await page.goTo(address);
    await page.until(`document.documentElement.dataset.ready === 'true'`);
    if ((await page.evaluate('globalThis.crossOriginIsolated === true')) !== isolated) throw new Error('its isolation is wrong');
    await (app === 'anomaly' ? useAnomaly(page) : useKind(page));
    return undefined;
  } catch (error) {
    return error.message.split('\n')[0];
  }
}
