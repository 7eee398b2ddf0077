// The banner on top: what is away. One sentence for each service, however many answers fail because of it.

import { byId, element } from './dom.js';

const MOST_SENTENCES = 4;
const LAST_GOOD = 'The page tries again by itself; what it shows until then are earlier answers.';
const ANSWERS_GO_ON = 'The page tries again by itself; what is stored is answered meanwhile.';

/** What it means that a service is away, as its own check has found. */
export const SERVICES = {
  clickhouse: 'Records wait in Kafka until it answers again.',
  kafka: 'No clicks come until it answers again.',
  s3: 'The films stay as they are until it answers again.',
};

const complaints = new Map(); // by source: {sentence, about}
let shown = '';

/** The source of what a health check complains of. */
export const checkOf = (name) => `check ${name}`;

/** What one source has to complain of, or null if it is well again; `about` is `clickreel` if that is what is away. */
export function report(source, sentence, about = null) {
  if (sentence) complaints.set(source, { sentence, about });
  else complaints.delete(source);
  show();
}

/** A failure that is not of one question alone; what is wrong with one question stands in its card. */
export function reportFailure(source, error) {
  report(source, error.about ? error.message : null, error.about);
}

function sentences() {
  const all = [...complaints.values()];
  const gone = all.find(({ about }) => about === 'clickreel');
  if (gone) return [gone.sentence]; // without Clickreel nobody knows how the rest is
  const away = Object.keys(SERVICES).filter((service) => complaints.has(checkOf(service)));
  const told = away.map((service) => `${complaints.get(checkOf(service)).sentence} ${SERVICES[service]}`);
  // What fails while a service is away, fails because of it; its card says so.
  const others = away.length ? [] : all.map(({ sentence }) => sentence);
  return [...new Set([...told, ...others])];
}

/** ClickHouse answers what is stored, whatever else is away. */
function answersGoOn() {
  const sources = [...complaints.keys()];
  return ['kafka', 's3'].some((service) => sources.includes(checkOf(service)))
    && !sources.includes(checkOf('clickhouse')) && ![...complaints.values()].some(({ about }) => about);
}

function show() {
  const unique = sentences();
  const text = unique.join('\n');
  if (text === shown) return; // an alert is said each time it is set
  shown = text;
  const banner = byId('trouble');
  banner.hidden = unique.length === 0;
  const more = unique.length - MOST_SENTENCES;
  const lines = unique.slice(0, MOST_SENTENCES).map((sentence) => element('p', {}, sentence));
  if (more > 0) lines.push(element('p', {}, `And ${more} more, see pipeline health.`));
  if (lines.length) lines.push(element('p', { class: 'quiet' }, answersGoOn() ? ANSWERS_GO_ON : LAST_GOOD));
  banner.replaceChildren(...lines);
}
