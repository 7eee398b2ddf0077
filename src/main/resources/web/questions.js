// What each question is asked: of the range and the filters, those parameters that the catalogue lists for it.

import { FILTERS, RANGES } from './address.js';
import { notInClickHouse, zoneToAsk } from './zone.js';

const MOST_POINTS = 360;
const STEPS = [1, 2, 5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 720, 1440, 2880, 10080];
const ANSWER_WITHIN_MS = 20000;

let catalogue = new Map();

/** Clickreel answered with an error, or not at all; `about` is the service that is away, if one is. */
export class NoAnswer extends Error {
  constructor(message, about, status) {
    super(message);
    this.about = about;
    this.status = status;
  }
}

/** What ends when `signal` does or when the time is over. AbortSignal.any and .timeout are younger than the oldest browsers here. */
function withinTime(signal) {
  const aborter = new AbortController();
  const end = () => aborter.abort();
  const limit = { signal: aborter.signal, isOver: false };
  const timer = setTimeout(() => {
    limit.isOver = true;
    end();
  }, ANSWER_WITHIN_MS);
  if (signal?.aborted) end();
  signal?.addEventListener('abort', end);
  limit.release = () => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
  };
  return limit;
}

export async function fetchJson(path, signal) {
  const limit = withinTime(signal);
  let response;
  let body;
  try {
    response = await fetch(path, { signal: limit.signal });
    body = await response.json().catch((error) => {
      if (error instanceof SyntaxError) return {};
      throw error;
    });
  } catch (error) {
    if (limit.isOver) throw new NoAnswer('Clickreel does not answer.', 'clickreel');
    if (error.name === 'AbortError') throw error;
    throw new NoAnswer('Clickreel cannot be reached.', 'clickreel');
  } finally {
    limit.release();
  }
  if (!response.ok) {
    const about = { 401: 'clickreel', 403: 'clickreel', 503: 'clickhouse' }[response.status];
    throw new NoAnswer(body.error ?? `Clickreel answered with status ${response.status}.`, about, response.status);
  }
  return body;
}

/** Asks a question, again by UTC if ClickHouse does not know the reader's zone; promises the answer and what was asked. */
export async function ask(toRequest, signal) {
  const asked = toRequest();
  try {
    return { answer: await fetchJson(asked.path, signal), asked };
  } catch (error) {
    const isZone = error.status === 400 && asked.zone && error.message.includes(asked.zone);
    if (!isZone || !notInClickHouse(asked.zone)) throw error;
    return ask(toRequest, signal);
  }
}

export async function loadCatalogue(signal) {
  const answer = await fetchJson('api/questions', signal);
  const refreshSeconds = answer.refreshSeconds ?? 10;
  catalogue = new Map(answer.questions.map((question) =>
    [question.name, { ...question, refreshSeconds: question.refreshSeconds ?? refreshSeconds }]));
}

export const isLoaded = () => catalogue.size > 0;

/** What the catalogue says of a question, if it has it. */
export const questionOf = (name) => catalogue.get(name);

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
 * follow its own filters either: it marks what is chosen, and shows the rest to choose from. `set` are parameters that the
 * card asks with always.
 */
export function requestOf(name, state, { own = [], spanOfItsOwn = false, leastMinutes = 1, limit, set: fixed = {} } = {}) {
  const question = catalogue.get(name);
  const known = question?.parameters ?? [];
  const parameters = new Map(known.map((parameter) => [parameter.name, parameter]));
  const query = new URLSearchParams();
  const { minutes: wanted, now } = rangeOf(state);
  const minutes = Math.min(Math.max(wanted, leastMinutes), parameters.get('minutes')?.greatest ?? Infinity);
  const step = stepOf(minutes);
  if (parameters.has('minutes') && !spanOfItsOwn) query.set('minutes', minutes);
  if (parameters.has('days') && !spanOfItsOwn) query.set('days', Math.min(Math.ceil(wanted / 1440), parameters.get('days').greatest ?? Infinity));
  if (parameters.has('step')) query.set('step', step);
  if (parameters.has('now') && now) query.set('now', now);
  if (parameters.has('limit') && limit) query.set('limit', limit);
  for (const [parameter, value] of Object.entries(fixed)) query.set(parameter, value);
  const zone = parameters.has('time_zone') ? zoneToAsk() : null;
  if (zone) query.set('time_zone', zone);
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
    zone,
  };
}

/** The filters of the live stream. */
export function liveQuery(state) {
  return new URLSearchParams(FILTERS.filter((filter) => state[filter]).map((filter) => [filter, state[filter]])).toString();
}
