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
      'An autoencoder is a neural network that learns to give back what it gets. Copying would be too easy. So each kind makes copying impossible in its own way: with a small code, with noise, or with only a few units that may fire. Then the network has to learn what the data are made of. Each page trains one while you watch, on handwritten digits or on your own data. Is this new to you? Begin with the first page.',
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
