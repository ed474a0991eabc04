import type { MarkdownRenderer } from 'vitepress';

/** Programs fenced as `ts live` get buttons that run them in the page. */
export function liveFences({ renderer }: MarkdownRenderer): void {
  const fence = renderer.rules.fence!;
  renderer.rules.fence = (tokens, i, ...rest) => {
    const shown = fence(tokens, i, ...rest);
    return /^ts live\b/.test(tokens[i]!.info) ? `<LiveProgram>${shown}</LiveProgram>` : shown;
  };
}
