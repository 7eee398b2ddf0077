// The banner on top: what is away, each sentence once, however many answers fail for the same reason.

import { byId, element } from './dom.js';

const MOST_SENTENCES = 4;
const SHARED = [401, 403, 503, undefined];

const sentences = new Map();
let shown = '';

/** What one source has to complain of, or null if it is well again. */
export function report(source, sentence) {
  if (sentence) sentences.set(source, sentence);
  else sentences.delete(source);
  show();
}

/** A failure that is not of one question alone; what is wrong with one question stands in its card. */
export function reportFailure(source, error) {
  report(source, SHARED.includes(error.status) ? error.message : null);
}

function show() {
  const unique = [...new Set(sentences.values())];
  const text = unique.join('\n');
  if (text === shown) return; // an alert is said each time it is set
  shown = text;
  const banner = byId('trouble');
  banner.hidden = unique.length === 0;
  const more = unique.length - MOST_SENTENCES;
  const lines = unique.slice(0, MOST_SENTENCES).map((sentence) => element('p', {}, sentence));
  if (more > 0) lines.push(element('p', {}, `And ${more} more, see pipeline health.`));
  if (lines.length) lines.push(element('p', { class: 'quiet' }, 'What is shown are the last good answers; the page tries again by itself.'));
  banner.replaceChildren(...lines);
}
