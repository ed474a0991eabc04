import type { Plugin } from 'vite';

/** What pages may use: what comes from their own server, pictures that they make, and WebAssembly. No inline script, no `eval`. */
const directives: Readonly<Record<string, string>> = {
  'default-src': "'self'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'style-src': "'self'",
  'img-src': "'self' blob: data:",
  'worker-src': "'self'",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
};

/** The Content-Security-Policy of the pages. Vite's dev server puts styles into the page, so that it can replace them. */
export function securityPolicy({ inlineStyles = false }: { readonly inlineStyles?: boolean } = {}): string {
  const all = inlineStyles ? { ...directives, 'style-src': "'self' 'unsafe-inline'" } : directives;
  return Object.entries(all)
    .map(([name, sources]) => `${name} ${sources}`)
    .join('; ');
}

/** Writes the policy into every page, built or served, so that it holds on any web server. Workers have that of their own headers. */
export function withSecurityPolicy(): Plugin {
  return {
    name: 'security-policy',
    transformIndexHtml: {
      order: 'post',
      handler: (_, { server }) => [
        {
          tag: 'meta',
          attrs: { 'http-equiv': 'Content-Security-Policy', content: securityPolicy({ inlineStyles: server !== undefined }) },
          injectTo: 'head-prepend',
        },
      ],
    },
  };
}
