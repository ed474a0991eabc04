import { defineComponent, h, onBeforeUnmount, ref } from 'vue';
import type { VNode } from 'vue';
import type { Run } from '../../live/run.js';

/** A program with the buttons that run it in the page. What it needs for that is loaded at the first click. */
export default defineComponent({
  name: 'LiveProgram',
  setup(_, { slots }) {
    const shown = ref<HTMLElement>();
    const output = ref<HTMLElement>();
    const edited = ref<string>();
    const running = ref(false);
    const hasOutput = ref(false);
    let current: Run | undefined;
    const original = (): string => shown.value!.querySelector('code')!.textContent!;
    const stop = (): void => {
      running.value = false;
      current?.stop();
      current = undefined;
    };
    const start = async (): Promise<void> => {
      if (running.value) return;
      running.value = hasOutput.value = true;
      // The server never runs programs, and shall not bundle what runs them.
      if (import.meta.env.SSR) return;
      const loaded = await import('../../live/run.js').catch(() => undefined);
      if (!loaded) {
        running.value = false;
        output.value!.textContent = 'The page could not load what runs programs. Reload it, and try again.';
      }
      // It may have been stopped meanwhile.
      if (loaded && running.value) current = loaded.run(edited.value ?? original(), output.value!, () => (running.value = false));
    };
    const reset = (): void => {
      stop();
      edited.value = undefined;
      hasOutput.value = false;
      output.value!.replaceChildren();
    };
    onBeforeUnmount(stop);
    // Not disabled, which would take the focus away from those who use the keys.
    const button = (text: string, disabled: boolean, act: () => unknown) =>
      h('button', { type: 'button', 'aria-disabled': disabled, onClick: () => disabled || act() }, text);
    const editor = () =>
      h('textarea', {
        value: edited.value,
        rows: edited.value!.split('\n').length,
        spellcheck: false,
        autocapitalize: 'off',
        'aria-label': 'The program',
        onVnodeMounted: ({ el }: VNode) => (el as HTMLElement).focus(),
        onInput: ({ target }: Event) => (edited.value = (target as HTMLTextAreaElement).value),
        onKeydown: (event: KeyboardEvent) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && start(),
      });
    return () => [
      h('div', { class: 'live', 'data-running': running.value }, [
        h('div', { ref: shown, hidden: edited.value !== undefined }, slots['default']?.()),
        edited.value !== undefined && editor(),
        h('div', { class: 'live-buttons' }, [
          button('Run', running.value, start),
          button('Stop', !running.value, stop),
          button('Edit', edited.value !== undefined, () => (edited.value = original())),
          button('Reset', edited.value === undefined && !hasOutput.value, reset),
        ]),
        h('div', { ref: output, class: 'live-output', hidden: !hasOutput.value, role: 'region', 'aria-label': 'What the program shows' }),
      ]),
    ];
  },
});
