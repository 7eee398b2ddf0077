// The page: asks the questions of its cards, and shows their answers. What each card shows is in cards/.

import { current, onChange, FILTERS } from './address.js';
import { Card } from './card.js';
import { activityCards } from './cards/activity.js';
import { filmCards } from './cards/films.js';
import { liveCards } from './cards/live.js';
import { peopleCards } from './cards/people.js';
import { pipelineCards } from './cards/pipeline.js';
import { loadLibrary } from './charts/chart.js';
import { showChoices, showControls, startControls } from './controls.js';
import { byId, setText } from './dom.js';
import { readersZone, useZone } from './format.js';
import { heardTotals, showFreshness } from './freshness.js';
import { Live } from './live.js';
import { fetchJson, isLoaded, liveQuery, loadCatalogue, requestOf } from './questions.js';
import { Refresher } from './refresh.js';
import { look, applyTheme, onSystemTheme } from './theme.js';
import { showTiles, staleTiles } from './tiles.js';
import { report, reportFailure } from './trouble.js';

const KINDS = { ...filmCards, ...activityCards, ...peopleCards, ...liveCards, ...pipelineCards };
const PIPELINE_SECONDS = 5;
const CHOICES_SECONDS = 60;

const cards = new Map();
const refresher = new Refresher({ rests: () => Boolean(current().paused) });
let lastGoodAt = null;
let eventsHeld = false;

const live = new Live({
  answer: showLive,
  problem(name, sentence) {
    report(`live ${name}`, sentence);
    failLive(name, sentence);
  },
  away(sentence) {
    report('live', sentence);
    if (sentence) ['totals', 'newest-events'].forEach((name) => failLive(name, sentence));
  },
});

function showLive(answer) {
  good(`live ${answer.name}`);
  const card = cards.get(answer.name);
  if (answer.name === 'totals') {
    heardTotals(answer);
    showTiles(answer);
  } else if (card && !eventsHeld) {
    card.show(answer, viewOf(card.request()));
  }
}

function failLive(name, sentence) {
  staleTiles(name, sentence);
  cards.get(name)?.fail(sentence);
}

function good(source) {
  lastGoodAt = Date.now();
  report(source, null);
}

function viewOf({ notBy = [], step = 1 } = {}) {
  const state = current();
  const unfinished = state.range !== 'own' || Date.parse(state.until) > Date.now();
  return { look: look(), state, notBy, step, unfinished };
}

function startCards() {
  for (const node of document.querySelectorAll('.card')) {
    const kind = KINDS[node.id];
    const card = new Card(node, kind);
    card.request = () => requestOf(node.id, current(), kind.request);
    cards.set(node.id, card);
    if (!kind.live && !kind.part) addQuestion(node.id, card);
  }
  addQuestion('active-users-now', null);
  addQuestion('choices', null, showChoices, CHOICES_SECONDS);
  refresher.add({
    ask: (signal) => fetchJson('api/pipeline', signal),
    seconds: () => PIPELINE_SECONDS,
    answered: showPipeline,
    failed: (error) => failed('api/pipeline', error, Object.keys(KINDS).filter((name) => KINDS[name].part)),
  });
}

/** A question of a card, of tiles, or of both. */
function addQuestion(name, card, also = showTiles, seconds) {
  const request = card?.request ?? (() => requestOf(name, name === 'choices' ? {} : { ...current(), range: '1h' }, { spanOfItsOwn: true }));
  refresher.add({
    inView: () => !card || card.inView || name === 'dead-letters-by-reason',
    seconds: () => seconds ?? request().seconds,
    async ask(signal) {
      if (!isLoaded()) await catalogueOnce(signal);
      const asked = request();
      return { answer: await fetchJson(asked.path, signal), asked };
    },
    answered({ answer, asked }) {
      good(name);
      card?.show(answer, viewOf(asked));
      also(answer);
    },
    failed: (error) => failed(name, error, [name]),
  });
}

let catalogue = null;
function catalogueOnce() {
  catalogue ??= loadCatalogue().finally(() => { catalogue = null; });
  return catalogue;
}

function showPipeline(answer) {
  good('api/pipeline');
  for (const [name, card] of cards) {
    const { part } = KINDS[name];
    if (!part) continue;
    const rows = answer[part] ?? [];
    card.show({ rows, asOf: answer.asOf, note: part === 'partitions' ? answer.partitionsProblem : null }, viewOf());
  }
  const down = (answer.checks ?? []).filter((check) => check.state === 'DOWN');
  report('checks', down.length ? down.map((check) => `${check.name}: ${check.message}`).join('\n') : null);
}

function failed(source, error, names) {
  reportFailure(source, error);
  for (const name of names) {
    cards.get(name)?.fail(error.message);
    staleTiles(name, error.message);
  }
}

/** A paused page answers a change, once, and then rests: also what else comes by the live stream. */
async function askLiveOnce() {
  for (const name of ['totals', 'newest-events']) {
    try {
      if (!isLoaded()) await catalogueOnce();
      showLive(await fetchJson(requestOf(name, current(), KINDS[name]?.request).path));
    } catch (error) {
      failLive(name, error.message);
    }
  }
}

function startOrStop() {
  if (document.hidden || current().paused) {
    live.close();
    report('live', null);
    if (!document.hidden) askLiveOnce();
  } else {
    live.open(liveQuery(current()));
    refresher.tick();
  }
}

function tick() {
  if (!document.hidden) {
    refresher.tick();
    live.tick();
  }
  showFreshness(current(), lastGoodAt);
}

function redraw() {
  const changes = { look: look(), state: current() };
  for (const card of cards.values()) card.redraw(changes);
}

function apply(state) {
  applyTheme(state);
  useZone(state.zone ? 'UTC' : readersZone);
  showControls(state);
}

function askAnew() {
  refresher.restart();
  holdEvents(false);
  for (const [name, card] of cards) {
    if (!KINDS[name].part && !KINDS[name].live) card.wait();
  }
}

function holdEvents(hold) {
  eventsHeld = hold;
  const button = byId('hold-events');
  button.setAttribute('aria-pressed', String(hold));
  setText(button, hold ? '▶ Let the events go on' : '❚❚ Hold the events');
}

onChange((state, before) => {
  apply(state);
  const asked = ['range', 'from', 'until', 'zone', ...FILTERS];
  if (asked.some((name) => state[name] !== before[name])) askAnew();
  if ([...FILTERS, 'paused'].some((name) => state[name] !== before[name])) startOrStop();
  redraw();
  tick();
});

onSystemTheme(() => {
  apply(current());
  redraw();
});

document.addEventListener('visibilitychange', startOrStop);

byId('hold-events').addEventListener('click', () => holdEvents(!eventsHeld));

apply(current());
startControls();
startCards();
loadLibrary();
startOrStop();
tick();
setInterval(tick, 1000);
