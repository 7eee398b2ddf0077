// What is shown, kept in the address: a link shows the same page to somebody else, and the back button goes back.

export const FILTERS = ['device', 'category', 'event_type', 'film'];
export const RANGES = { '15m': 15, '1h': 60, '24h': 1440, '7d': 10080 };

const DEFAULT_RANGE = '1h';
const OPTIONS = { paused: ['yes'], zone: ['utc'], theme: ['light', 'dark'] };

const listeners = [];
let state = read();

export const current = () => state;

/** Calls the listener with the new state and the one before, after each change. */
export function onChange(listener) {
  listeners.push(listener);
}

/** A step that the back button takes back. */
export function go(changes) {
  change(changes, 'pushState');
}

/** A change of how the page looks: no step of its own in the history. */
export function adjust(changes) {
  change(changes, 'replaceState');
}

/** Sets the filter, or takes it away if it is set to this value already. */
export function toggleFilter(name, value) {
  go({ [name]: state[name] === String(value) ? '' : String(value) });
}

function change(changes, how) {
  const before = state;
  state = { ...state, ...changes };
  history[how](null, '', write(state));
  for (const listener of listeners) listener(state, before);
}

function read() {
  const query = new URLSearchParams(location.search);
  const found = { range: DEFAULT_RANGE, from: '', until: '' };
  const from = Date.parse(query.get('from'));
  const until = Date.parse(query.get('until'));
  if (query.get('range') in RANGES) found.range = query.get('range');
  if (query.get('range') === 'own' && from < until) {
    Object.assign(found, { range: 'own', from: new Date(from).toISOString(), until: new Date(until).toISOString() });
  }
  for (const name of [...FILTERS, 'stream']) found[name] = query.get(name) ?? '';
  if (!/^\d+$/.test(found.film)) found.film = '';
  for (const [name, values] of Object.entries(OPTIONS)) {
    found[name] = values.includes(query.get(name)) ? query.get(name) : '';
  }
  return found;
}

function write({ range, from, until, ...others }) {
  const query = new URLSearchParams();
  if (range !== DEFAULT_RANGE) query.set('range', range);
  if (range === 'own') {
    query.set('from', from);
    query.set('until', until);
  }
  for (const [name, value] of Object.entries(others)) {
    if (value) query.set(name, value);
  }
  const text = query.toString();
  return `${location.pathname}${text ? `?${text}` : ''}${location.hash}`;
}

addEventListener('popstate', () => {
  const before = state;
  state = read();
  for (const listener of listeners) listener(state, before);
});
