// Range, filters, and how the page looks: what is chosen goes into the address, and from there to everything else.

import { FILTERS, adjust, current, go } from './address.js';
import { byId, element, setText } from './dom.js';
import { filmLabel, findFilm } from './films.js';
import { eventName, zoneName } from './format.js';
import { isDark } from './theme.js';
import { currentZone, isUtc, readers } from './zone.js';

const NAMES = { device: 'Device', category: 'Category', event_type: 'Event', film: 'Film' };

const labels = { device: new Map(), category: new Map(), event_type: new Map(), film: new Map() };
let shownFilm = '';
const control = (name) => document.querySelector(`#controls [data-filter="${name}"]`);

export function startControls() {
  for (const button of document.querySelectorAll('#range [data-range]')) {
    button.addEventListener('click', () => chooseRange(button.dataset.range));
  }
  byId('own-range').addEventListener('change', () => setOwnRange());
  for (const name of FILTERS) {
    control(name).addEventListener('change', (event) => chooseFilter(name, event.target));
  }
  byId('clear').addEventListener('click', () => go(Object.fromEntries(FILTERS.map((name) => [name, '']))));
  byId('pause').addEventListener('click', () => adjust({ paused: current().paused ? '' : 'yes' }));
  startZone();
  byId('theme').addEventListener('click', () => adjust({ theme: isDark(current()) ? 'light' : 'dark' }));
}

/** The reader's own zone, if there is one, or UTC. */
function startZone() {
  const own = readers.zone === 'UTC' ? [] : [element('option', { value: '' }, `${readers.zone.replace(/_/g, ' ')} (${zoneName()})`)];
  byId('zone').replaceChildren(...own, element('option', { value: 'utc' }, 'UTC'));
  byId('zone').addEventListener('change', (event) => adjust({ zone: own.length ? event.target.value : '' }));
}

/** Shows what is chosen. */
export function showControls(state) {
  for (const button of document.querySelectorAll('#range [data-range]')) {
    button.setAttribute('aria-pressed', String(button.dataset.range === state.range));
  }
  byId('own-range').hidden = state.range !== 'own';
  if (state.range === 'own') {
    byId('from').value = toInput(state.from);
    byId('until').value = toInput(state.until);
  }
  for (const name of FILTERS) showFilter(name, state[name]);
  showChips(state);
  byId('pause').setAttribute('aria-pressed', String(Boolean(state.paused)));
  setText(byId('pause'), state.paused ? '▶ Go on' : '❚❚ Pause');
  byId('zone').value = state.zone || readers.zone === 'UTC' ? 'utc' : '';
  for (const place of document.querySelectorAll('#own-range .zone')) setText(place, ` (${currentZone()})`);
  byId('theme').setAttribute('aria-pressed', String(isDark(state)));
}

/** What the filters can be set to: the answer of the question `choices`. */
export function showChoices({ rows }) {
  for (const map of Object.values(labels)) map.clear();
  for (const { kind, value, label } of rows) {
    labels[kind]?.set(String(value), kind === 'event_type' ? eventName(value) : label || String(value));
  }
  for (const name of ['device', 'category', 'event_type']) {
    const select = control(name);
    const values = ['', ...labels[name].keys()];
    if (values.join('\n') !== [...select.options].map((option) => option.value).join('\n')) {
      select.replaceChildren(...values.map((value) => element('option', { value }, value ? labels[name].get(value) : 'all')));
    }
  }
  const films = [...labels.film].map(([value]) => element('option', { value: filmLabel(labels.film, value) }));
  if (films.length !== byId('films').options.length) byId('films').replaceChildren(...films);
  showControls(current());
}

function chooseRange(range) {
  if (range !== 'own') {
    go({ range, from: '', until: '' });
    return;
  }
  const until = Math.floor(Date.now() / 60000) * 60000;
  const from = until - 3600000;
  go({ range, from: new Date(from).toISOString(), until: new Date(until).toISOString() });
}

function setOwnRange() {
  const from = fromInput(byId('from').value);
  const until = fromInput(byId('until').value);
  byId('until').setCustomValidity(from < until ? '' : 'The range has to end after it begins.');
  if (from < until) go({ range: 'own', from: new Date(from).toISOString(), until: new Date(until).toISOString() });
  else byId('until').reportValidity();
}

// An input of a time has no zone: it is read and written in the zone that the page shows.
const fromInput = (text) => Date.parse(isUtc() ? `${text}Z` : text);

function toInput(iso) {
  const time = new Date(iso);
  const shift = isUtc() ? 0 : time.getTimezoneOffset() * 60000;
  return new Date(time.getTime() - shift).toISOString().slice(0, 16);
}

function chooseFilter(name, input) {
  if (name !== 'film') {
    go({ [name]: input.value });
    return;
  }
  const { id, sentence, among } = findFilm(labels.film, input.value);
  if (sentence) showFilmsFound(sentence, among);
  else go({ film: id });
}

/** What was found instead of one film: nothing, or several to choose from. */
function showFilmsFound(sentence, among) {
  const buttons = among.map((id) => {
    const button = element('button', { type: 'button', class: 'chip' }, filmLabel(labels.film, id));
    button.addEventListener('click', () => go({ film: id }));
    return button;
  });
  byId('films-found').replaceChildren(element('span', {}, sentence), ...buttons);
  byId('films-found').hidden = false;
}

function showFilter(name, value) {
  const input = control(name);
  if (name === 'film') {
    // Who is writing is not disturbed by an answer that comes meanwhile.
    if (document.activeElement !== input || value !== shownFilm) input.value = value ? filmLabel(labels.film, value) : '';
    if (value !== shownFilm) byId('films-found').hidden = true;
    shownFilm = value;
    return;
  }
  if (value && ![...input.options].some((option) => option.value === value)) {
    input.append(element('option', { value }, valueLabel(name, value)));
  }
  input.value = value;
}

function valueLabel(name, value) {
  if (name === 'film') return filmLabel(labels.film, value);
  return labels[name].get(value) ?? (name === 'event_type' ? eventName(value) : value);
}

function showChips(state) {
  const set = FILTERS.filter((name) => state[name]);
  byId('clear').hidden = set.length === 0;
  const wanted = set.map((name) => `${NAMES[name]}: ${valueLabel(name, state[name])}`);
  const chips = byId('chips');
  if (wanted.join('\n') === [...chips.children].map((chip) => chip.dataset.text).join('\n')) return;
  chips.replaceChildren(...set.map((name, i) => {
    const chip = element('button', {
      type: 'button', class: 'chip', 'data-text': wanted[i], 'data-chip': name, 'aria-label': `Take away the filter ${wanted[i]}`,
    }, wanted[i], element('span', { 'aria-hidden': 'true' }, ' ✕'));
    chip.addEventListener('click', () => go({ [name]: '' }));
    return chip;
  }));
}
