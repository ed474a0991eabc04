import { figure, h } from '@autoencoders/app-kit';
import type { View } from '@autoencoders/app-kit';
import type { PosteriorsOf } from './posteriors.js';

/** The KL divergence of each latent in nats, as bars; latents that are not used are grey. */
export function klByLatent(posteriorsOf: PosteriorsOf): View {
  const bars = h('div', { class: 'bars' });
  const top = h('span', { class: 'bars-top' }, ' ');
  const chart = h('div', { class: 'bars-chart', role: 'img', 'aria-label': 'KL divergence per latent' }, top, bars);
  const words = h('p', { class: 'figures' });
  return {
    title: 'KL divergence by latent',
    caption:
      'How much each latent (number of the code) tells about a test example: its KL divergence from the prior, in nats. A latent near 0 tells nothing. Grey: not used, as it is nearly the same for every example.',
    element: h('div', {}, chart, words),
    async update(scene) {
      const found = await posteriorsOf(scene);
      if (!found) return;
      const { kl, variances, active } = found;
      const most = Math.max(...kl);
      const scale = niceAbove(Math.max(most, 0.05));
      top.textContent = scale === 1 ? '1 nat' : `${scale} nats`;
      bars.replaceChildren(
        ...kl.map((value, j) => {
          const used = variances[j]! > 0.01;
          const bar = h('i', { class: used ? 'used' : '' });
          bar.style.height = `calc((100% - var(--names)) * ${value / scale})`;
          const label = h('span', {}, kl.length <= 16 || j % 4 === 0 ? j + 1 : '');
          return h('div', { title: `Latent ${j + 1}: ${figure(value)} nats, variance of the means ${figure(variances[j]!)}` }, bar, label);
        }),
      );
      chart.setAttribute('aria-label', `KL divergence per latent, in nats: ${kl.map((value) => figure(value, 2)).join(', ')}`);
      const total = kl.reduce((a, b) => a + b, 0);
      const sum = `their KL divergence is ${figure(total)} nats (${figure(total / Math.LN2)} bits) in all`;
      const unused = scene.epoch > 0 && active === 0 ? ' Codes cost more than they save: choose a smaller β.' : '';
      words.textContent = `${active} of ${kl.length} latents are active; ${sum}.${unused}`;
    },
  };
}

/** The smallest of …, 0.1, 0.2, 0.5, 1, 2, 5, … that is at least `value`. */
function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const times = [1, 2, 5, 10].find((step) => step * power >= value)!;
  return Number((times * power).toPrecision(1));
}
