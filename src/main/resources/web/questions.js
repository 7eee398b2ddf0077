// What each question is asked: of the range and the filters, those parameters that the catalogue lists for it.

import { FILTERS, RANGES } from './address.js';
import { currentZone } from './format.js';

const MOST_POINTS = 360;
const STEPS = [1, 2, 5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 720, 1440, 2880, 10080];
const ANSWER_WITHIN_MS = 20000;

let catalogue = new Map();

/** Clickreel answered with an error, or not at all (then it has no status). */
export class NoAnswer extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

export async function fetchJson(path, signal) {
  const signals = [AbortSignal.timeout(ANSWER_WITHIN_MS), ...(signal ? [signal] : [])];
  let response;
  let body;
  try {
    response = await fetch(path, { signal: AbortSignal.any(signals) });
    body = await response.json().catch((error) => {
      if (error instanceof SyntaxError) return {};
      throw error;
    });
  } catch (error) {
    if (error.name === 'TimeoutError') {
      throw new NoAnswer(`Clickreel did not answer within ${ANSWER_WITHIN_MS / 1000} s.`);
    }
    if (error.name === 'AbortError') throw error;
    throw new NoAnswer('Clickreel cannot be reached.');
  }
  if (!response.ok) {
    throw new NoAnswer(body.error ?? `Clickreel answered with status ${response.status}.`, response.status);
  }
  return body;
}

export async function loadCatalogue(signal) {
  const answer = await fetchJson('api/questions', signal);
  const refreshSeconds = answer.refreshSeconds ?? 10;
  catalogue = new Map(answer.questions.map((question) =>
    [question.name, { ...question, refreshSeconds: question.refreshSeconds ?? refreshSeconds }]));
}

export const isLoaded = () => catalogue.size > 0;

/** Minutes of the range, and its end; there is none for a range that ends now. */
export function rangeOf(state) {
  if (state.range !== 'own') return { minutes: RANGES[state.range], now: null };
  const minutes = Math.max(1, Math.round((Date.parse(state.until) - Date.parse(state.from)) / 60000));
  // The minute that begins at `now` belongs to the range; the one that begins at `until` does not.
  return { minutes, now: new Date(Date.parse(state.until) - 60000).toISOString() };
}

export const stepOf = (minutes) => STEPS.find((step) => minutes / step <= MOST_POINTS) ?? STEPS.at(-1);

/**
 * The path of a question, how often to ask it, and the filters that are set but that it cannot follow. A card does not
 * follow its own filters either: it marks what is chosen, and shows the rest to choose from.
 */
export function requestOf(name, state, { own = [], spanOfItsOwn = false, leastMinutes = 1, limit } = {}) {
  const question = catalogue.get(name);
  const known = question?.parameters ?? [];
  const parameters = new Map(known.map((parameter) => [parameter.name, parameter]));
  const query = new URLSearchParams();
  const { minutes: wanted, now } = rangeOf(state);
  const minutes = Math.min(Math.max(wanted, leastMinutes), parameters.get('minutes')?.greatest ?? Infinity);
  const step = stepOf(minutes);
  if (parameters.has('minutes') && !spanOfItsOwn) query.set('minutes', minutes);
  if (parameters.has('step')) query.set('step', step);
  if (parameters.has('now') && now) query.set('now', now);
  if (parameters.has('limit') && limit) query.set('limit', limit);
  if (parameters.has('time_zone')) query.set('time_zone', currentZone());
  const set = FILTERS.filter((filter) => state[filter] && !own.includes(filter));
  for (const filter of set) {
    if (parameters.has(filter)) query.set(filter, state[filter]);
  }
  const text = query.toString();
  const path = `api/questions/${encodeURIComponent(name)}${text ? `?${text}` : ''}`;
  // A point of half an hour does not change each ten seconds.
  const perPoint = parameters.has('step') ? step * 6 : 0;
  return {
    path,
    seconds: Math.max(question?.refreshSeconds ?? 10, perPoint),
    notBy: question ? set.filter((filter) => !parameters.has(filter)) : [],
    step,
  };
}

/** The filters of the live stream. */
export function liveQuery(state) {
  return new URLSearchParams(FILTERS.filter((filter) => state[filter]).map((filter) => [filter, state[filter]])).toString();
}
