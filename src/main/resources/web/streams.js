// The choice of the stream, and what the page shows of a stream that it has no cards of its own for: a card for each
// question that is made from its table, and for each of its files in queries/.

import { current, go } from './address.js';
import { byId, element, setOrHide, setText } from './dom.js';
import { addStreamCard, dropStreamCards, feedStreams, loadQuestionsOf } from './feed.js';
import { number } from './format.js';
import { questionOf } from './questions.js';
import { ShapedCard } from './shaped-card.js';

/** The stream that the rest of the page is made for. */
const HOME_TABLE = 'clicks';
const isHome = (stream) => stream.table === HOME_TABLE;

/** The made questions in the order of their cards, by what stands behind the stream's name. */
const MADE = {
  'rows-over-time': { title: 'Rows over time' },
  'stored-over-time': { title: 'Rows stored over time', none: 'No rows were stored in this range.' },
  'top-values': {},
  'distinct-users': { title: 'Distinct users over time' },
  'newest-rows': { title: 'Newest rows', limit: 10 },
  'dead-letters': { title: 'Dead letters by reason', none: 'None: every record has kept the contract.' },
};

let streams = null; // as Clickreel lists them; null before the first list
let cards = [];
let built = '';
let turns = 0;

export function startStreams() {
  byId('stream').addEventListener('change', (event) => go({ stream: event.target.value }));
  feedStreams((answer) => {
    streams = answer.streams;
    showStream(current());
  });
}

/** Shows the stream that is chosen, and the choice. */
export function showStream(state) {
  document.body.toggleAttribute('data-stream', Boolean(state.stream));
  showChoice(state);
  const stream = streams?.find(({ name }) => name === state.stream);
  if (state.stream) showWords(state.stream, stream);
  showCards(state.stream ? stream : undefined);
}

/** Shows the cards again: in other colours, or with times of another zone. */
export function redrawStream(changes) {
  for (const card of cards) card.redraw(changes);
}

function showChoice({ stream: chosen }) {
  const others = (streams ?? []).filter((stream) => !isHome(stream));
  const home = streams?.find(isHome);
  const options = [['', home?.name ?? HOME_TABLE], ...others.map(({ name, running }) => [name, running ? name : `${name} (off)`])];
  if (chosen && !options.some(([value]) => value === chosen)) options.push([chosen, chosen]);
  byId('stream-choice').hidden = options.length < 2;
  const select = byId('stream');
  const shown = [...select.options].map((option) => [option.value, option.text]);
  if (JSON.stringify(options) !== JSON.stringify(shown)) {
    select.replaceChildren(...options.map(([value, text]) => element('option', { value }, text)));
  }
  select.value = chosen;
}

function showWords(name, stream) {
  setText(byId('stream-title'), name);
  const rows = stream?.rows === null || stream?.rows === undefined ? '' : `: ${number(stream.rows)} rows`;
  setText(byId('stream-says'), stream
    ? `${stream.description ? `${stream.description}. ` : ''}Topic ${stream.topic}, table ${stream.table}${rows}.` : '');
  setOrHide(byId('stream-problem'), problem(name, stream));
}

function problem(name, stream) {
  if (!stream) return streams ? `There is no stream “${name}” now. Choose another one; if its route comes, it appears here by itself.` : null;
  if (stream.problem) return stream.problem;
  if (stream.rows === null) return `What the table ${stream.table} has is not known: it is not there, or ClickHouse does not answer.`;
  if (!stream.running) return isOff(stream);
  return stream.rows === 0 ? `There are no rows yet. Send records to the Kafka topic ${stream.topic}; the page fills by itself.` : null;
}

function isOff({ name, topic, enabled, enabledBy }) {
  if (enabled) return `The route of ${name} does not run, so nothing is read from its topic ${topic}. Pipeline health, below, and Clickreel's log say why.`;
  const how = enabledBy ? `Set ${enabledBy}=true in application.properties, or start Clickreel by ./clickreel up -D${enabledBy}=true.`
    : 'Set autoStartup: true in its route, or leave it out there.';
  return `${name} is off: nothing is read from its topic ${topic}. ${how}`;
}

async function showCards(stream) {
  const wanted = stream ? JSON.stringify([stream.name, stream.questions, stream.valueColumns]) : '';
  if (wanted === built) return;
  built = wanted;
  dropStreamCards();
  for (const card of cards) card.close();
  cards = [];
  const turn = ++turns;
  const isKnown = stream && await loadQuestionsOf(stream);
  if (turn !== turns) return;
  if (!isKnown) {
    // The next list of the streams tries again.
    built = '';
    return;
  }
  const all = plans(stream).map((plan, i) => ({ ...plan, card: new ShapedCard({ id: `of-stream-${i}`, ...plan }) }));
  cards = all.map(({ card }) => card);
  byId('stream-group').append(...cards.map(({ node }) => node));
  for (const { card, question, request } of all) addStreamCard(question, card, request);
}

/** A card for each question; one that is asked of a column gets a card for each of its columns. */
function plans({ name, questions, valueColumns }) {
  const made = Object.keys(MADE).map((ending) => `${name}-${ending}`);
  const ordered = [...made.filter((one) => questions.includes(one)), ...questions.filter((one) => !made.includes(one))];
  return ordered.flatMap((question) => {
    const { parameters, question: text, generated } = questionOf(question);
    const { title = text.replace(/\?$/, ''), none, limit } = (generated && MADE[question.slice(name.length + 1)]) || {};
    const isOfColumns = generated && parameters.some((one) => one.name === 'column');
    return !isOfColumns ? [{ question, title, none, request: { limit } }]
      : valueColumns.map((column) => ({ question, title: `Top values of ${column}`, none, request: { limit, set: { column } } }));
  });
}
