/** Options of `tfjsWasmThreads`. */
export interface TfjsWasmThreadsOptions {
  /** Whether Vite's servers (dev and preview) send the headers that isolate a page. Without them it has one thread. Default true. */
  readonly isolate?: boolean;
}

type Headers = Readonly<Record<string, string | string[] | number | undefined>>;
type Servers = Readonly<Record<'server' | 'preview', { readonly headers: Headers }>>;

/** The type of this plugin, for Vite, Rollup and Rolldown. Written here, so that none of them must be installed. */
export interface TfjsWasmThreads {
  name: string;
  config: (config: { server?: { headers?: Headers }; preview?: { headers?: Headers } }) => Servers | null;
  transform: {
    filter: { id: RegExp };
    handler: (this: { warn: (message: string) => void }, code: string, id: string) => { code: string; map: null } | null;
  };
}

const threadedBuild = /tfjs-backend-wasm-threaded-simd\.js$/;

/** Headers that isolate a page from other origins, so that it may share memory. The host of the built page must send them, too. */
const isolation: Headers = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** The code of tfjs 4.22 that uses `_scriptDir`, and its replacements for a worker or a module. */
const replacements = [
  ['if(typeof _scriptDir !== "undefined" && _scriptDir){scriptDirectory=_scriptDir}', ''],
  ['Module["mainScriptUrlOrBlob"]||_scriptDir', 'Module["mainScriptUrlOrBlob"]'],
] as const;

/**
 * A plugin for Vite, Rollup and Rolldown. With it, tfjs's own WASM threads also start in a minified page, and Vite's servers send the
 * headers that isolate a page. `setWasmBackend` needs only the headers.
 *
 * tfjs sends its factory to workers as source text. The variable `_scriptDir` does not exist there, and `typeof _scriptDir` guards
 * against that. A minifier renames the variable and drops the guard, since the variable exists in the module. Then every worker
 * fails, and the start never ends. The plugin removes the variable before.
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
        // Bundlers without filters call this for every module.
        if (!threadedBuild.test(id)) return null;
        if (!replacements.every(([text]) => code.includes(text))) {
          this.warn(`${id} is not of tfjs 4.22, which this plugin knows: where it is minified, its threads may not start`);
        }
        return { code: replacements.reduce((text, [from, to]) => text.replaceAll(from, to), code), map: null };
      },
    },
  };
}
