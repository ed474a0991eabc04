import type { Plugin } from 'vite';

const text = (html: string): string => `
<div class="static">
  <header class="top">${html}</header>
  <noscript><p class="alert">JavaScript is off in this browser, and this page needs it: switch it on for this page, then reload.</p></noscript>
  <p class="alert no-start">
    This page has not started. Reload it. If that does not help, take a current version of Chrome, Edge, Firefox or Safari, and switch off what blocks scripts.
  </p>
</div>`;

/**
 * Puts the title and the description of each page into its body, so that they are there before its scripts. What the scripts make takes
 * their place. If it does not, the page says what to do: at once without JavaScript, else after some seconds, by its styles.
 */
export function withStaticText(): Plugin {
  return {
    name: 'static-text',
    transformIndexHtml: {
      order: 'pre',
      handler(html) {
        const title = /<title>(.*?)<\/title>/s.exec(html)?.[1];
        const description = /name="description"\s+content="(.*?)"/s.exec(html)?.[1];
        if (title === undefined || description === undefined) throw new Error('a page needs a title and a description');
        return html.replace('<body>', `<body>${text(`<h1>${title}</h1><p class="lead">${description}</p>`)}`);
      },
    },
  };
}
