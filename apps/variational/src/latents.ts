import { figure, h } from '@autoencoders/app-kit';
import type { Scene, View } from '@autoencoders/app-kit';
import type { Posteriors } from './posteriors.js';

/** What each latent says about the examples, in nats, as bars; those that say nothing are grey. */
export function latents(posteriors: (scene: Scene) => Promise<Posteriors | undefined>): View {
  const bars = h('div', { class: 'bars' });
  const top = h('span', { class: 'bars-top' }, ' ');
  const chart = h('div', { class: 'bars-chart', role: 'img', 'aria-label': 'KL divergence per latent' }, top, bars);
  const words = h('p', { class: 'figures' });
  return {
    title: 'What each latent says',
    caption:
      'KL divergence of each latent from the prior, on test examples. Grey ones are not used: their means vary by less than 0.01 (Burda et al. 2016).',
    element: h('div', {}, chart, words),
    async update(scene) {
      const found = await posteriors(scene);
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
      const said = `all together say ${figure(total)} nats (${figure(total / Math.LN2)} bits)`;
      const unused = scene.epoch > 0 && active === 0 ? ' A code costs more here than it gives: lower β.' : '';
      words.textContent = `${active} of ${kl.length} latents are active; ${said}.${unused}`;
    },
  };
}

/** The next of 1, 2, 5, 10, … (or their tenths) above. */
function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const times = [1, 2, 5, 10].find((step) => step * power >= value)!;
  return Number((times * power).toPrecision(1));
}
