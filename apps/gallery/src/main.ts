import '@autoencoders/app-kit/styles.css';
import './styles.css';
import { h } from '@autoencoders/app-kit/dom';
import { entries } from './entries.js';

document.body.append(
  h(
    'header',
    { class: 'top' },
    h('h1', {}, 'Autoencoders to play with'),
    h(
      'p',
      { class: 'lead' },
      'An autoencoder learns to give back what it is shown, though something stands in its way: a narrow code, noise, or few units that may fire. What it learns on the way is the point. Each page trains one while you watch, in this browser, on digits, MNIST, or your own pictures and numbers.',
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
    h('p', {}, 'Every page shows the program that does the same in Node. Everything happens in this browser: nothing is sent anywhere.'),
  ),
);

document.documentElement.dataset['ready'] = 'true';
