import type { Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme';
import LiveProgram from './live-program.js';
import './live.css';

export default {
  extends: DefaultTheme,
  enhanceApp: ({ app }) => void app.component('LiveProgram', LiveProgram),
} satisfies Theme;
