// What is asked for the cards and the tiles: by questions again and again, and by the live stream.

import { FILTERS, current } from './address.js';
import { showChoices } from './controls.js';
import { byId, setText } from './dom.js';
import { heardTotals, showFreshness } from './freshness.js';
import { Live } from './live.js';
import { ask, fetchJson, isLoaded, liveQuery, loadCatalogue, questionOf, requestOf } from './questions.js';
import { Refresher } from './refresh.js';
import { look } from './theme.js';
import { showTiles, staleTiles } from './tiles.js';
import { SERVICES, checkOf, report, reportFailure } from './trouble.js';

const PIPELINE_SECONDS = 5;
const CHOICES_SECONDS = 60;
const STREAMS_SECONDS = 10;
const LIVE_QUESTIONS = ['totals', 'newest-events'];
const ASKED_BY = ['range', 'from', 'until', 'zone', ...FILTERS];

const refresher = new Refresher({ rests: () => Boolean(current().paused) });
let cards = new Map(); // of the clicks: by the name of their question, or of their part of the pipeline
const ofClicks = new Set(); // what is asked for them
const ofStream = new Map(); // the cards of another stream, by what is asked for them
let lastGoodAt = null;
let eventsHeld = false;

const live = new Live({
  answer: showLive,
  problem({ name, error, status }) {
    report(`live ${name}`, status === 503 ? error : null);
    failLive(name, error);
  },
  away(sentence) {
    report('live', sentence);
    if (sentence) LIVE_QUESTIONS.forEach((name) => failLive(name, sentence));
  },
});

function showLive(answer) {
  good(`live ${answer.name}`);
  const card = cards.get(answer.name);
  if (answer.name === 'totals') {
    heardTotals(answer);
    showTiles(answer);
  } else if (card && !eventsHeld) {
    card.show(answer, viewOf(requestOf(answer.name, current(), card.kind.request)));
  }
}

function failLive(name, sentence) {
  staleTiles(name, sentence);
  cards.get(name)?.fail(sentence);
}

/** Begins to ask; `all` are the cards by name. */
export function startFeed(all) {
  cards = all;
  addQuestion('active-users-now', {});
  const asked = [...cards].filter(([, { kind }]) => !kind.live && !kind.part);
  for (const [name, card] of asked.filter(([, { kind }]) => kind.ofTile)) addQuestion(name, { card });
  for (const [name, card] of asked.filter(([, { kind }]) => !kind.ofTile)) addQuestion(name, { card });
  addQuestion('choices', { also: showChoices, seconds: CHOICES_SECONDS });
  refresher.add({
    waitsForNone: true,
    ask: (signal) => fetchJson('api/pipeline', signal),
    seconds: () => PIPELINE_SECONDS,
    answered: showPipeline,
    failed: (error) => failed('api/pipeline', error, [...cards.keys()].filter((name) => cards.get(name).kind.part)),
  });
  startOrStop();
}

/** A question of a card, of tiles, or of both; only a card follows the range and the filters. */
function addQuestion(name, { card, also = showTiles, seconds }) {
  const request = card ? () => requestOf(name, current(), card.kind.request)
    : () => requestOf(name, { range: '1h' }, { spanOfItsOwn: true });
  ofClicks.add(name);
  refresher.add({
    wanted: () => !current().stream,
    inView: () => !card || card.inView || card.kind.ofTile,
    seconds: () => seconds ?? request().seconds,
    async ask(signal) {
      if (!isLoaded()) await catalogueOnce();
      return ask(request, signal);
    },
    answered({ answer, asked }) {
      good(name);
      card?.show(answer, viewOf(asked));
      also(answer);
    },
    // What was on its way when another stream was chosen is asked by nobody any more.
    failed: (error) => current().stream || failed(name, error, [name]),
  });
}

/** `answered` is told which streams there are, again and again. */
export function feedStreams(answered) {
  refresher.add({
    waitsForNone: true,
    ask: (signal) => fetchJson('api/streams', signal),
    seconds: () => STREAMS_SECONDS,
    answered(answer) {
      good('api/streams');
      answered(answer);
    },
    failed: (error) => reportFailure('api/streams', error),
  });
}

/** A question of the stream that is chosen, for its card; it follows the range, and no filter. */
export function addStreamCard(name, card, request) {
  const noFilters = Object.fromEntries(FILTERS.map((filter) => [filter, '']));
  const toRequest = () => requestOf(name, { ...current(), ...noFilters }, request);
  ofStream.set(refresher.add({
    inView: () => card.inView,
    seconds: () => toRequest().seconds,
    ask: (signal) => ask(toRequest, signal),
    answered({ answer, asked }) {
      good(card.id);
      card.show(answer, viewOf(asked));
    },
    failed(error) {
      reportFailure(card.id, error);
      card.fail(error.message);
    },
  }), card);
  refresher.tick();
}

export function dropStreamCards() {
  for (const [source, card] of ofStream) {
    refresher.drop(source);
    report(card.id, null);
  }
  ofStream.clear();
}

/** Asks for the catalogue unless it has all questions of the stream; promises whether it has them then. */
export async function loadQuestionsOf({ questions }) {
  const hasAll = () => questions.every((name) => questionOf(name));
  try {
    if (!hasAll()) await catalogueOnce();
  } catch (error) {
    reportFailure('api/streams', error);
  }
  return hasAll();
}

let catalogue = null;
function catalogueOnce() {
  catalogue ??= loadCatalogue().finally(() => { catalogue = null; });
  return catalogue;
}

function showPipeline(answer) {
  good('api/pipeline');
  for (const [name, card] of cards) {
    const { part } = card.kind;
    if (!part) continue;
    if (part === 'partitions' && answer.partitionsProblem) card.fail(answer.partitionsProblem);
    else card.show({ rows: rowsOf(answer, part), asOf: answer.asOf }, viewOf());
  }
  for (const { name, state, message } of answer.checks ?? []) {
    const sentence = name in SERVICES ? message : `${name}: ${message}`;
    report(checkOf(name), state === 'DOWN' ? sentence : null);
  }
}

/** Each partition with what this instance does with it. */
function rowsOf(answer, part) {
  const rows = answer[part] ?? [];
  if (part !== 'partitions') return rows;
  return rows.map((row) => {
    const lane = answer.lanes?.find(({ topic, partition }) => topic === row.topic && partition === row.partition);
    return { ...row, lane, phase: lane?.phase ?? 'ELSEWHERE' };
  });
}

function good(source) {
  const isFirst = !lastGoodAt;
  lastGoodAt = Date.now();
  report(source, null);
  if (isFirst) showFreshness(current(), lastGoodAt);
}

function failed(source, error, names) {
  reportFailure(source, error);
  for (const name of names) {
    cards.get(name)?.fail(error.message);
    staleTiles(name, error.message);
  }
}

function viewOf({ notBy = [], step = 1 } = {}) {
  const state = current();
  const mayGrow = state.range !== 'own' || Date.parse(state.until) > Date.now();
  return { look: look(), state, notBy, step, mayGrow };
}

/** A paused page answers a change, once, and then rests: also what else comes by the live stream. */
async function askLiveOnce() {
  for (const name of LIVE_QUESTIONS) {
    try {
      if (!isLoaded()) await catalogueOnce();
      showLive((await ask(() => requestOf(name, current(), cards.get(name)?.kind.request))).answer);
    } catch (error) {
      failLive(name, error.message);
    }
  }
}

/** The stream stands only while somebody looks and wants it to move. */
export function startOrStop() {
  const { paused, stream } = current();
  if (document.hidden || paused || stream) {
    live.close();
    report('live', null);
    if (!document.hidden && !stream) askLiveOnce();
    if (stream) refresher.tick();
  } else {
    live.open(liveQuery(current()));
    refresher.tick();
  }
}

/** What is chosen has changed: asks for what has to be another answer now. */
export function askAfter(state, before) {
  if (ASKED_BY.some((name) => state[name] !== before[name])) askAnew();
  if ([...FILTERS, 'paused', 'stream'].some((name) => state[name] !== before[name])) startOrStop();
  // What nobody asks any more complains of nothing.
  if (state.stream) for (const name of [...ofClicks, ...LIVE_QUESTIONS.map((question) => `live ${question}`)]) report(name, null);
}

function askAnew() {
  refresher.restart();
  holdEvents(false);
  for (const card of cards.values()) {
    if (!card.kind.part && !card.kind.live) card.wait();
  }
  for (const card of ofStream.values()) card.wait();
}

/** The newest events stand still, the rest goes on. */
export function holdEvents(hold = !eventsHeld) {
  eventsHeld = hold;
  const button = byId('hold-events');
  button.setAttribute('aria-pressed', String(hold));
  setText(button, hold ? '▶ Let the events go on' : '❚❚ Hold the events');
}

/** To be called each second. */
export function tick() {
  if (!document.hidden) {
    refresher.tick();
    live.tick();
  }
  showFreshness(current(), lastGoodAt);
}
