/** Options of `tfjsWasmThreads`. */
export interface TfjsWasmThreadsOptions {
  /** Whether Vite's servers (dev and preview) send the headers that isolate a page. Without them it has no threads. Default true. */
  readonly isolate?: boolean;
}

type Headers = Readonly<Record<string, string | string[] | number | undefined>>;
type Servers = Readonly<Record<'server' | 'preview', { readonly headers: Headers }>>;

/** As much of a plugin of Vite, Rollup or Rolldown as there is here, so that none of them has to be installed for its types. */
export interface TfjsWasmThreads {
  name: string;
  config: (config: { server?: { headers?: Headers }; preview?: { headers?: Headers } }) => Servers | null;
  transform: {
    filter: { id: RegExp };
    handler: (this: { warn: (message: string) => void }, code: string, id: string) => { code: string; map: null } | null;
  };
}

const threadedBuild = /tfjs-backend-wasm-threaded-simd\.js$/;

/** What keeps other origins out of a page's process, so that it may share memory; a host of the built page has to send it too. */
const isolation: Headers = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** The places of tfjs 4.22 that name `_scriptDir`, and what they come to in a worker and in a module. */
const replacements = [
  ['if(typeof _scriptDir !== "undefined" && _scriptDir){scriptDirectory=_scriptDir}', ''],
  ['Module["mainScriptUrlOrBlob"]||_scriptDir', 'Module["mainScriptUrlOrBlob"]'],
] as const;

/**
 * A plugin for Vite, or for Rollup and Rolldown, by which tfjs's own WASM threads also start in a minified page, and Vite's
 * servers isolate theirs. `setWasmBackend` needs only the headers.
 *
 * tfjs hands its factory to workers as source text. There, `typeof _scriptDir` guards against a variable that the text
 * leaves behind; a minifier renames the variable and drops the guard, since where it looks the variable exists, so that
 * every worker fails and the start never ends. The plugin takes the variable out before.
 */
export function tfjsWasmThreads({ isolate = true }: TfjsWasmThreadsOptions = {}): TfjsWasmThreads {
  return {
    name: 'tfjs-wasm-threads',
    config: ({ server, preview }) =>
      isolate
        ? { server: { headers: { ...isolation, ...server?.headers } }, preview: { headers: { ...isolation, ...preview?.headers } } }
        : null,
    transform: {
      filter: { id: threadedBuild },
      handler(code, id) {
        // Bundlers that know no filters ask for every module.
        if (!threadedBuild.test(id)) return null;
        if (!replacements.every(([text]) => code.includes(text))) {
          this.warn(`${id} is not of tfjs 4.22, which this plugin knows: where it is minified, its threads may not start`);
        }
        return { code: replacements.reduce((text, [from, to]) => text.replaceAll(from, to), code), map: null };
      },
    },
  };
}
