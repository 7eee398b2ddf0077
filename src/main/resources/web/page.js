// The page: its cards, and what happens when something else is chosen. What each card shows is in cards/.

import { current, onChange } from './address.js';
import { Card } from './card.js';
import { activityCards } from './cards/activity.js';
import { filmCards } from './cards/films.js';
import { liveCards } from './cards/live.js';
import { peopleCards } from './cards/people.js';
import { pipelineCards } from './cards/pipeline.js';
import { showControls, startControls } from './controls.js';
import { byId } from './dom.js';
import { askAfter, holdEvents, startFeed, startOrStop, tick } from './feed.js';
import { redrawStream, showStream, startStreams } from './streams.js';
import { applyTheme, look, onSystemTheme } from './theme.js';
import { readers, useZone } from './zone.js';

const KINDS = { ...filmCards, ...activityCards, ...peopleCards, ...liveCards, ...pipelineCards };

function show(state) {
  applyTheme(state);
  useZone(state.zone ? 'UTC' : readers.zone);
  showControls(state);
}

function redraw() {
  const changes = { look: look(), state: current() };
  for (const card of cards.values()) card.redraw(changes);
  redrawStream(changes);
}

onChange((state, before) => {
  show(state);
  showStream(state);
  askAfter(state, before);
  redraw();
  tick();
});

onSystemTheme(() => {
  show(current());
  redraw();
});

document.addEventListener('visibilitychange', startOrStop);
byId('hold-events').addEventListener('click', () => holdEvents());

show(current());
showStream(current());
startControls();
const cards = new Map([...document.querySelectorAll('main .card')].map((node) => [node.id, new Card(node, KINDS[node.id])]));
startFeed(cards);
startStreams();
tick();
setInterval(tick, 1000);
