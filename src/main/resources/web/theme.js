// Light or dark: as the system has it, or as the reader has chosen. The colours themselves are in dashboard.css.

import { eventTypes } from './format.js';

const system = matchMedia('(prefers-color-scheme: dark)');

export const isDark = (state) => (state.theme ? state.theme === 'dark' : system.matches);

export function applyTheme(state) {
  document.documentElement.dataset.theme = isDark(state) ? 'dark' : 'light';
}

export function onSystemTheme(listener) {
  system.addEventListener('change', listener);
}

/** The colours and the size of text for canvases, which CSS does not reach. */
export function look() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  const rem = parseFloat(style.fontSize);
  const events = Object.fromEntries(eventTypes.map((type, i) => [type, colour(`series-${i + 1}`)]));
  return {
    rem,
    font: style.getPropertyValue('--font').trim(),
    text: colour('text'), quiet: colour('quiet'), line: colour('line'), card: colour('card'),
    main: colour('series-1'), second: colour('series-2'), third: colour('series-3'), fourth: colour('series-4'),
    neutral: colour('neutral'), pattern: colour('pattern'), coldest: colour('heat-0'), middle: colour('heat-1'), hottest: colour('heat-2'),
    event: (type) => events[type] ?? colour('series-5'),
  };
}
