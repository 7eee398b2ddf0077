// Asks every question again and again, and shows the last good answers. What each one means is in queries/.

import { element, format, lines, table } from './charts.js';

const EVENTS = { view: 'view', detail_view: 'detail view', watch_trailer: 'trailer', add_to_watchlist: 'watchlist' };

const shows = {
  activity: (rows) => lines(rows, { clicks: 'all clicks', views: 'views', detail_views: 'detail views',
    trailers: 'trailers', watchlist_adds: 'watchlist additions' }),
  users: (rows) => lines(rows, { users: 'active users' }),
  trending: (rows) => table(rows,
    { title: 'Film', category: 'Category', clicks_now: 'Now', clicks_before: 'Before', lift: 'Lift' }, 'lift'),
  films: (rows) => table(rows,
    { title: 'Film', category: 'Category', clicks: 'Clicks', watchlist_adds: 'Watchlist' }, 'clicks'),
  categories: (rows) => table(rows,
    { category: 'Category', films: 'Films', clicks: 'Clicks', watchlist_adds: 'Watchlist' }, 'clicks'),
  devices: (rows) => table(byDevice(rows), { device: 'Device', clicks: 'Clicks', ...percent(EVENTS) }, 'clicks'),
  sessions: (rows) => table(rows, { device: 'Device', sessions: 'Sessions', clicks_per_session: 'Clicks each',
    minutes_per_session: 'Minutes each', ...percent({ reached_detail_view: 'saw a detail',
      reached_trailer: 'watched a trailer', reached_watchlist: 'used the watchlist' }) }, 'sessions'),
};

function percent(columns) {
  return Object.fromEntries(Object.entries(columns).map(([key, title]) => [key, `${title}, %`]));
}

/** One row for each device, its events as columns; an event that it has not is 0. */
function byDevice(rows) {
  const devices = new Map();
  for (const row of rows) {
    const none = Object.fromEntries(Object.keys(EVENTS).map((event) => [event, 0]));
    const device = devices.get(row.device) ?? { device: row.device, clicks: row.device_clicks, ...none };
    device[row.event_type] = row.share;
    devices.set(row.device, device);
  }
  return [...devices.values()];
}

async function fetchJson(path) {
  const response = await fetch(path, { signal: AbortSignal.timeout(15000), cache: 'no-store' });
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.error ?? `Clickreel answered with status ${response.status}.`);
  return body;
}

function age(seconds) {
  if (seconds === null) return '–';
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172800 ? `${Math.round(seconds / 3600)} h` : `${format(Math.round(seconds / 86400))} days`;
}

function showTiles(totals, users) {
  const now = totals.rows[0];
  const active = users.rows[0];
  const tiles = {
    'clicks stored': format(now.total_clicks),
    'clicks a second': format(now.clicks_per_second),
    [`users active in ${users.parameters.minutes} min`]: format(active?.users_now),
    'age of the newest click': age(now.newest_event_age_seconds),
    'seconds from Kafka to here': format(now.delay_seconds),
    'dead letters': format(now.dead_letters),
  };
  document.getElementById('tiles').replaceChildren(...Object.entries(tiles).map(([title, value]) =>
    element('div', { class: 'tile' }, element('b', {}, value), element('span', {}, title))));
}

function showCard(card, answer) {
  const parts = [element('h2', {}, answer.question)];
  parts.push(answer.rows.length ? shows[card.dataset.show](answer.rows) : element('p', {}, 'No clicks yet.'));
  if (answer.note) parts.push(element('p', { class: 'note' }, answer.note));
  if (answer.asOf) {
    parts.push(element('p', { class: 'when' }, `“Now” is ${new Date(answer.asOf).toLocaleString()}.`));
  }
  card.replaceChildren(...parts);
}

const freshness = document.getElementById('freshness');
const trouble = document.getElementById('trouble');
let refreshSeconds = 10;
let lastGood = null;
let asking = false;

async function refresh() {
  if (asking) return;
  asking = true;
  try {
    await refreshAll();
  } finally {
    asking = false;
  }
}

async function refreshAll() {
  const ask = (name) => fetchJson(`api/questions/${name}`);
  const cards = [...document.querySelectorAll('[data-question]')];
  const jobs = [
    fetchJson('api/questions').then((list) => { refreshSeconds = list.refreshSeconds; }),
    Promise.all([ask('totals'), ask('active-users-now')]).then(([totals, users]) => showTiles(totals, users)),
    ...cards.map((card) => ask(card.dataset.question).then(
      (answer) => { showCard(card, answer); card.classList.remove('stale'); },
      (error) => { card.classList.add('stale'); throw error; })),
  ];
  const failures = (await Promise.allSettled(jobs)).filter((job) => job.status === 'rejected');
  if (failures.length === 0) lastGood = new Date();
  freshness.textContent = lastGood
    ? `Last refreshed at ${lastGood.toLocaleTimeString()}, again every ${refreshSeconds} s.` : '';
  const message = failures.length ? problem(failures, jobs.length) : '';
  if (trouble.textContent !== message) trouble.textContent = message; // said once, not at each refresh
  trouble.hidden = !message;
}

function problem(failures, asked) {
  const error = failures[0].reason;
  // fetch itself fails with a TypeError, or with a TimeoutError: then nobody is there to say what is wrong
  const unreachable = error instanceof TypeError || error.name === 'TimeoutError';
  const what = unreachable ? 'The pipeline cannot be reached.' : error.message;
  if (failures.length < asked) return `${failures.length} of ${asked} answers could not be refreshed: ${what}`;
  return lastGood ? `${what} These are the answers of ${lastGood.toLocaleTimeString()}.` : `${what} There is no answer yet.`;
}

async function refreshForEver() {
  try {
    if (!document.hidden) await refresh();
  } finally {
    setTimeout(refreshForEver, refreshSeconds * 1000);
  }
}

document.addEventListener('visibilitychange', () => { if (!document.hidden) refresh(); });
refreshForEver();
