import '@autoencoders/app-kit/styles.css';
import './styles.css';
import { fillPage, h } from '@autoencoders/app-kit/dom';
import { entries } from './entries.js';

fillPage(
  h(
    'header',
    { class: 'top' },
    h('h1', {}, 'Autoencoders to play with'),
    h(
      'p',
      { class: 'lead' },
      'An autoencoder learns to reconstruct its input, and something makes that hard: a small code, noise, or a limit on the units that may fire. So it has to learn what the data are made of. Each page trains one while you watch, in this browser, on digits, on MNIST, or on your own pictures and numbers.',
    ),
  ),
  h(
    'main',
    { class: 'gallery' },
    ...entries.map(({ id, title, sentence, sketch }) => {
      const picture = h('div', { class: 'sketch', 'aria-hidden': 'true' });
      picture.innerHTML = sketch;
      return h('a', { class: 'card entry', href: `./${id}/` }, picture, h('h2', {}, title), h('p', {}, sentence));
    }),
  ),
  h(
    'footer',
    {},
    h(
      'p',
      {},
      'Every page also shows a program for Node that does the same. Everything happens in this browser: nothing is sent anywhere.',
    ),
  ),
);

document.documentElement.dataset['ready'] = 'true';
